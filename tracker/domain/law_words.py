"""Closed lists of the law that moves: records beside the resolutions, what they touch, reporting periods."""

from tracker.domain.vocabulary import Word


class LawRecord(Word):
    """What sort of record bears on an obligation beside the resolutions."""

    COMMITTEE_DECISION = "committee_decision", "Committee decision", "The Committee of the regime decided it."
    GUIDANCE = "guidance", "guidance", "A notice that says how the duty is to be understood."
    EXEMPTION = "exemption", "exemption", "The Committee let some conduct pass."
    COUNCIL_ACT = "council_act", "act of the Council", "The Council suspended, ended, changed or brought back the duty."
    RATE = "rate", "published rate", "A source says as how much of another unit one of a unit counts."


class LawEffect(Word):
    """What a record does to what is owed, from its first day on."""

    EXPLAINS = "explains", "explains", "It is shown with the obligation and changes no outcome."
    SUSPENDS = "suspends", "suspends the duty", "The duty does not bind from its first day to its last."
    ENDS = "ends", "ends the duty", "The duty no longer binds from its first day on."
    RESTORES = "restores", "brings the duty back", "A duty that had ended or was suspended binds again."
    SETS_LIMIT = "sets_limit", "sets a limit", "Between its days another limit holds in the same unit."
    SETS_DUE = "sets_due", "sets the due date", "What is due is due on another day."
    EXEMPTS = "exempts", "exempts named states", "All conduct of the named states under the duty is exempt."
    CONVERTS = "converts", "converts a unit", "A figure in one unit counts in another as well, at the rate it quotes."


class RippleKind(Word):
    """What a change of the law touches."""

    DUTY = "duty", "duty", "The obligation itself, or one that a relation joins to it."
    CELL = "cell", "cell", "A state's cell on which evidence is recorded."
    DETERMINATION = "determination", "determination", "A person's override of an outcome that is not over."
    REPORT = "report", "report", "A frozen report that covers the obligation."


class PeriodStanding(Word):
    """What became of one reporting period."""

    MET = "met", "met", "An accepted statement says that its report came, and nothing shows that it was late."
    MET_LATE = "met_late", "met late", "An accepted statement says that its report came after the due date."
    MISSED = "missed", "missed", "Its due date has passed, and no accepted statement says that its report came."
    OPEN = "open", "open", "Its due date has not passed, and nothing is on record yet."
    NOT_SHOWN = "not_shown", "not shown to be owed", "Nothing accepted shows that a report was owed for it."
    OTHER = "other", "decided otherwise", "Something else decides it; its outcome says what."
