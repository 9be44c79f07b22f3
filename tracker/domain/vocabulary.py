"""The product's words, once. Each member carries its label for people and the sentence that defines it."""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A closed list of words: the stored value, a label for a page, and what it means."""

    label: str
    meaning: str

    def __new__(cls, value: str, label: str, meaning: str) -> Self:
        """Make a member from its stored value, its label and its definition."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        member.meaning = meaning
        return member


class Verification(Word):
    """How far a seeded fact was checked against a text."""

    FULL = "full", "verified", "Every stated core fact was seen in a stored text."
    PARTIAL = "partial", "partly verified", "The core was seen; the fields named beside it were not."
    NONE = "none", "not verified", "From general knowledge only; check it against the document before relying on it."


class RegimeStatus(Word):
    """Where a regime stands in its life."""

    IN_FORCE = "in_force", "in force", "The measures bind on the day of the record."
    SUSPENDED = "suspended", "suspended", "The measures exist but do not bind for the time being."
    ENDED = "ended", "ended", "The Council has ended the measures."


class Force(Word):
    """The weight of the operative verb."""

    BINDING = "binding", "binding", "The Council decides, so the states addressed must act."
    HORTATORY = "hortatory", "hortatory", "The Council calls upon states; they are asked, not bound."


class Test(Word):
    """How an obligation is judged."""

    __test__ = False  # pytest must not take the noun for a test class

    ATTAIN = "attain", "attain a result", "Reach a result by a deadline, such as sending all workers home."
    REFRAIN = "refrain", "refrain", "Do not do the thing prohibited."
    MAINTAIN = "maintain", "maintain", "Keep doing something: inspect, freeze, be vigilant."
    LIMIT = "limit", "stay within a limit", "Stay within a number in a period."
    REPORT = "report", "report", "Report once, or every period."


class LimitScope(Word):
    """Whose total a limit counts."""

    STATE = "state", "each state", "Each state's own total is counted against the limit."
    COLLECTIVE = "collective", "all states together", "The total of all states is counted, in the row of all states."


class StateKind(Word):
    """Why a party has a row of its own."""

    MEMBER = "member", "member state", "A Member State of the United Nations."
    OBSERVER = "observer", "observer state", "A non-member state with standing observer status."
    COLLECTIVE = "collective", "all states together", "The row in which limits on all states together are judged."


class NameKind(Word):
    """What sort of other name a state has."""

    ALIAS = "alias", "also called", "A name in use that is not the UN's."
    FORMER = "former", "formerly", "A name the state bore before."
    DEMONYM = "demonym", "demonym", "A word for what belongs to the state."


class ActorKind(Word):
    """What an actor that is not a state is."""

    TERRITORY = "territory", "territory", "A territory; a state answers for it."
    UN_BODY = "un_body", "UN body", "An organ of the United Nations."
    COALITION = "coalition", "coalition", "States acting together outside the United Nations."
    ORGANISATION = "organisation", "organisation", "A company, institute or other body."
    PRESS = "press", "press", "A newspaper, agency or broadcaster."


class Body(Word):
    """A UN organ whose finding verifies."""

    COUNCIL = "council", "Security Council", "The Council itself."
    COMMITTEE = "committee", "Committee", "The sanctions Committee of the regime."
    PANEL = "panel", "Panel of Experts", "The Panel, Group or Team that assists the Committee."
    SECRETARIAT = "secretariat", "Secretariat", "The United Nations Secretariat."


class RelationType(Word):
    """What a resolution or an obligation does to an earlier one."""

    MODIFIES = "modifies", "modifies", "Changes what is owed under the earlier one."
    SUPERSEDES = "supersedes", "supersedes", "Takes the place of the earlier one."
    EXTENDS = "extends", "extends", "Prolongs a mandate or measure of the earlier one."
    TERMINATES = "terminates", "terminates", "Ends the earlier one."
    TERMINATES_CONDITIONALLY = (
        "terminates_conditionally",
        "terminates on conditions",
        "Ends the earlier one if conditions are met; the end can be undone.",
    )
    REAFFIRMS = "reaffirms", "reaffirms", "Repeats the earlier one without changing it."
    FOLLOWS = "follows", "follows", "Comes after the earlier one in the same matter."
    APPLIES = "applies", "applies", "Applies the earlier one to further cases, such as new names on its list."


class Kind(Word):
    """What sort of statement a claim is."""

    PLEDGE = "pledge", "pledge", "A promise of future conduct."
    REPORTED_ACTION = "reported_action", "reported action", "Somebody says that something was done."
    IMPLEMENTATION_REPORT = "implementation_report", "implementation report", "A state's own report to the Committee."
    STATEMENT_OF_COMPLIANCE = (
        "statement_of_compliance",
        "statement of compliance",
        "A state says that it complies, with or without a fact.",
    )
    DENIAL = "denial", "denial", "An answer that an allegation is not so."
    ALLEGATION = "allegation", "allegation", "Somebody says that a duty was broken."
    ASSESSMENT = "assessment", "assessment", "A judgement on conduct by a body or an expert."
    CALL = "call", "call", "An appeal to others to comply."
    POSITION = "position", "position", "A view on sanctions; it says nothing on conduct."
    PROCEDURAL = "procedural", "procedural", "An act of the Council or its Committee about its own work."


class Effect(Word):
    """What a claim, if true, does to an obligation."""

    FULFILS = "fulfils", "fulfils", "The duty is met."
    ADVANCES = "advances", "advances", "The result is nearer, but not reached."
    MEASURES = "measures", "took a measure", "The state took a measure to comply."
    PROMISES = "promises", "promises", "The state says that it will comply."
    BREACHES = "breaches", "breaches", "The duty is broken."
    CEASES = "ceases", "ends a breach", "Conduct that broke the duty has stopped."
    DENIES = "denies", "denies a breach", "An allegation is said to be untrue."
    EXEMPTS = "exempts", "exempts", "The conduct is covered by an exemption."
    OPENS = "opens", "opens the duty", "The fact on which a conditional duty depends has come about."
    NONE = "none", "no effect", "It is context, and changes no status."


class Measure(Word):
    """What sort of number a quantity is."""

    STOCK = "stock", "stock", "How many there are on a day."
    FLOW = "flow", "flow", "How many in a period."
    FRACTION = "fraction", "fraction", "A share of a whole, between 0 and 1."


class Publication(Word):
    """Whether a source can be read by the public."""

    PUBLIC = "public", "public", "Anybody can read it."
    RESTRICTED = "restricted", "restricted", "It was not published by those who wrote it."


class CaptureMethod(Word):
    """How a copy of a source came to be kept."""

    UPLOAD = "upload", "uploaded", "A person chose a file and sent it."
    PASTE = "paste", "pasted", "A person pasted the text."
    FETCH = "fetch", "fetched", "The tracker asked for the address and kept the answer."
    ARCHIVE = "archive", "taken from a web archive", "A record of a WARC or WACZ file that a person sent."


class NoticeKind(Word):
    """What a publisher did to what it had published."""

    RETRACTION = "retraction", "retracted", "Its publisher no longer stands by it."
    CORRECTION = "correction", "corrected", "Its publisher changed what it says."


class OriginChangeKind(Word):
    """What is to happen to origins."""

    MERGE = "merge", "merge", "Two origins are one utterance; the claims of the one go to the other."
    SPLIT = "split", "split", "Some claims of an origin go back to another utterance."


class Ruling(Word):
    """What became of a proposal that needs a second person."""

    APPROVED = "approved", "approved", "A second person stands behind it."
    REFUSED = "refused", "refused", "A second person turned it down, with a reason."
    TAKEN_BACK = "taken_back", "taken back", "Its author no longer proposes it."


class MatterKind(Word):
    """What a merge leaves for a person to settle."""

    CONFLICT = "conflict", "edited on both sides", "Both installations edited the claim since their records parted."
    CLOSED = "closed", "edited there, withdrawn here", "The other installation edited a claim that was withdrawn here."
    WITHDRAWAL = "withdrawal", "withdrawn there", "The other installation withdrew a claim that stands here."
    SOURCE = "source", "source described otherwise", "The other installation describes the same source in other words."
    NOTICE = (
        "notice",
        "notice on a source",
        "The other installation recorded that a source was taken back or corrected.",
    )
    ORIGIN = "origin", "origins changed there", "Two people of the other installation merged or split origins."


class Standing(Word):
    """Where a determination stands at an instant."""

    PROPOSED = "proposed", "waiting for approval", "One person holds it; a second one has not ruled."
    APPROVED = "approved", "approved", "A second person stands behind it, on the evidence as it still is."
    LAPSED = "lapsed", "lapsed", "It was approved, and the evidence under it is no longer what was approved."
    REFUSED = "refused", "refused", "A second person turned it down."
    TAKEN_BACK = "taken_back", "taken back", "Its author no longer proposes it."
    ENDED = "ended", "ended", "It was approved, and a reviewer ended it."


class SearchResult(Word):
    """What a search for information found."""

    NOTHING = "nothing", "nothing found", "Somebody looked, and nothing was there."
    SOMETHING = "something", "something found", "What was found is, or will be, logged as claims."


class HopRole(Word):
    """What somebody did on the path from the utterance to the page."""

    SPEAKER = "speaker", "speaker", "Said or wrote it first."
    VENUE = "venue", "venue", "Where it was said or filed."
    WIRE = "wire", "wire", "Carried it to others."
    OUTLET = "outlet", "outlet", "Printed or broadcast it."
    TRANSLATOR = "translator", "translator", "Put it into another language."


class LinkType(Word):
    """How two claims stand to each other."""

    CONTRADICTS = "contradicts", "contradicts", "The two cannot both hold as stated, or pull against each other."
    SUPPORTS = "supports", "supports", "The one makes the other likelier."
    REPEATS = "repeats", "repeats", "The one says again what the other said."
    REPLIES = "replies", "replies to", "The one is the reply of the state that the other is adverse to."


class Verdict(Word):
    """A reviewer's decision on the record that a claim makes."""

    RIGHT = "right", "the record is right", "Words, source, speaker, day and obligations are recorded as they are."
    RETURN = "return", "return to the analyst", "The record needs the change that the reviewer names."
    WRONG = "wrong", "the record is wrong", "The record does not stand, and is not used."


class QuoteVerdict(Word):
    """How the quoted words of a citation stand to the kept text."""

    EXACT = "exact", "exact", "The quoted words stand in the kept text, character for character."
    NORMALISED = (
        "normalised",
        "exact but for spacing and marks",
        "The same words; white space, marks or forms of characters differ, or an ellipsis leaves words out.",
    )
    NEAR = "near", "near", "A passage much like the quoted words stands in the kept text; the difference is shown."
    NOT_FOUND = "not_found", "not found", "Nothing in the kept text is like the quoted words."
    UNCHECKED = "unchecked", "not checked", "There is no kept text, or no quotation, to check."

    @property
    def stands(self) -> bool:
        """Whether the quoted words are those of the text."""
        return self in (QuoteVerdict.EXACT, QuoteVerdict.NORMALISED)

    def at_best(self, other: "QuoteVerdict") -> "QuoteVerdict":
        """The worse of two verdicts on one quotation."""
        order = list(QuoteVerdict)
        return max(self, other, key=order.index)


class Change(Word):
    """What became of some words between the kept text and the quotation."""

    KEPT = "kept", "in both", "The text and the quotation have the words."
    REMOVED = "removed", "in the text only", "The text has the words, the quotation has not."
    ADDED = "added", "in the quotation only", "The quotation has the words, the text has not."
    LEFT_OUT = "left_out", "left out", "The text has the words; an ellipsis in the quotation stands for them."


class ReviewState(Word):
    """Where a claim stands between its analyst and a reviewer."""

    WAITING = "waiting", "waiting for review", "Nobody has decided on the current revision."
    ACCEPTED = "accepted", "accepted", "A reviewer found the current revision right."
    RETURNED = "returned", "returned", "A reviewer asks for a change."
    WRONG = "wrong", "judged wrong", "A reviewer found that the record does not stand."
    WITHDRAWN = "withdrawn", "withdrawn", "Taken back by a person, with a reason."


class Reliability(Word):
    """The first half of the Admiralty pair: the source, judged apart from what it says."""

    A = "A", "A completely reliable", "No doubt about authenticity, trustworthiness or competence."
    B = "B", "B usually reliable", "Minor doubts; mostly right in the past."
    C = "C", "C fairly reliable", "Doubts; right in the past at times."
    D = "D", "D not usually reliable", "Significant doubts; right in the past now and then."
    E = "E", "E unreliable", "Lacks authenticity, trustworthiness or competence."
    F = "F", "F cannot be judged", "There is no basis to judge the source."


class Credibility(Word):
    """The second half of the Admiralty pair: what is said, judged apart from who says it."""

    ONE = "1", "1 confirmed", "Confirmed by other independent sources."
    TWO = "2", "2 probably true", "Not confirmed; logical, and agrees with other information."
    THREE = "3", "3 possibly true", "Not confirmed; reasonably logical."
    FOUR = "4", "4 doubtful", "Not confirmed; possible but not logical."
    FIVE = "5", "5 improbable", "Contradicted by other information."
    SIX = "6", "6 cannot be judged", "There is no basis to judge it."


class Outcome(Word):
    """What the engine says of a cell."""

    NOT_IN_FORCE = "not_in_force", "not in force", "The duty does not bind on this day."
    NOT_APPLICABLE = "not_applicable", "not applicable", "The duty is not owed by this state, or cannot bite there."
    EXEMPT = "exempt", "exempt", "An accepted exemption covers the conduct."
    BREACHED = "breached", "breached", "Breach claims are corroborated or verified, or a figure is over the limit."
    CONTESTED = "contested", "contested", "Accepted support both ways, neither side better supported."
    REMEDIED = "remedied", "remedied", "A breach, then its end or late fulfilment at no lower assurance."
    FULFILLED = "fulfilled", "fulfilled", "Accepted fulfilment, not shown to be late."
    FULFILLED_LATE = "fulfilled_late", "fulfilled late", "Accepted fulfilment dated after the deadline."
    PARTLY_FULFILLED = (
        "partly_fulfilled",
        "partly fulfilled",
        "The deadline has passed and only an advance is on record.",
    )
    OVERDUE = "overdue", "overdue", "The due date has passed without what was due."
    ALLEGED_BREACH = "alleged_breach", "alleged breach", "Accepted breach claims that nothing independent confirms."
    IN_PROGRESS = "in_progress", "in progress", "The deadline is ahead and an advance is on record."
    MEASURES_REPORTED = "measures_reported", "measures reported", "Accepted measures or figures, and no breach."
    PLEDGED = "pledged", "pledged", "Only promises are on record."
    NOT_DUE = "not_due", "not due", "The deadline is ahead and nothing is on record yet."
    NO_INFORMATION = (
        "no_information",
        "no information",
        "Nothing accepted is on record, and silence says nothing. It does not mean not met.",
    )


class Assurance(Word):
    """How well supported an outcome is."""

    UNSUPPORTED = "unsupported", "unsupported", "Nothing accepted stands behind it."
    SELF_REPORTED = "self_reported", "self-reported", "Every accepted origin speaks for the state itself."
    SINGLE_ORIGIN = "single_origin", "single origin", "One accepted origin that does not speak for the state."
    CORROBORATED = "corroborated", "corroborated", "Two or more accepted origins, not all speaking for the state."
    VERIFIED = "verified", "verified", "A finding of the Council, its Committee, its Panel or the Secretariat."

    @property
    def rank(self) -> int:
        """Order in a contest: a state's own word and one independent origin weigh the same."""
        return {"unsupported": 0, "self_reported": 1, "single_origin": 1, "corroborated": 2, "verified": 3}[self]


class Role(Word):
    """What a user may do. Roles add up; nobody reviews their own work whatever their roles."""

    VIEWER = "viewer", "viewer", "Reads everything."
    ANALYST = "analyst", "analyst", "Logs and edits claims, and freezes reports."
    REVIEWER = "reviewer", "reviewer", "Reviews claims of others and approves reports of others."
    ADMINISTRATOR = "administrator", "administrator", "Manages accounts."


class ReportKind(Word):
    """What a report is of."""

    MATRIX = "matrix", "regime matrix", "Every state of the scope with every obligation of it."
    STATE = "state", "state sheet", "One state with every obligation of the scope."
    OBLIGATION = "obligation", "obligation sheet", "One obligation with every state of the scope."
    CELL = "cell", "dossier of a cell", "One state and one obligation, with everything behind its outcome."
    CHANGES = "changes", "changes between two moments", "Which cells moved between two moments, and why."
    DEADLINES = "deadlines", "deadlines and what is overdue", "What falls due and when, and who is late."
    REGISTER = "register", "register of evidence", "Claims with their sources, reviews and quotations."
    RECONCILIATION = "reconciliation", "published count and record", "A published count of states beside the record."


class Edition(Word):
    """For whom a copy of a report is."""

    FULL = "full", "full edition", "With everything that it quotes, restricted sources among it."
    PUBLIC = "public", "public edition", "Restricted sources are described in general words, their quotations withheld."


class MailRhythm(Word):
    """How often a person is told by mail of what they watch."""

    NONE = "none", "no mail", "The page of what you watch tells it."
    DAILY = "daily", "every day", "One mail a day, after midnight UTC, if there is something to tell."
    WEEKLY = "weekly", "every week", "One mail a week, on Monday, if there is something to tell."
