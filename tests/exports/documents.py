"""A small report made by hand, and the strings that would do harm in it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from tracker.domain import proof_text, proofs
from tracker.domain.facts import Clocks, Duty, Evidence, Party
from tracker.domain.report import (
    FORMAT,
    NOTICE,
    ReportCell,
    ReportCitation,
    ReportClaim,
    ReportDetermination,
    ReportDissent,
    ReportDocument,
    ReportHolding,
    ReportObligation,
    ReportProof,
    ReportReason,
    ReportRegime,
    ReportReview,
    ReportSetAside,
    ReportState,
    ReportTerm,
    from_canonical,
    to_canonical,
)
from tracker.domain.report_copy import ReportCopy
from tracker.domain.report_parts import (
    ReportCause,
    ReportChange,
    ReportCount,
    ReportDay,
    ReportFigure,
    ReportFile,
    ReportFilter,
    ReportManifest,
    ReportMoment,
    ReportNamed,
    ReportNames,
)
from tracker.domain.support import Support
from tracker.domain.vocabulary import (
    Assurance,
    Effect,
    Force,
    Kind,
    Outcome,
    Publication,
    ReviewState,
    Standing,
    StateKind,
    Test,
)
from tracker.exports import as_json

WORDS = {
    "outcome": (
        *(Outcome.IN_PROGRESS, Outcome.OVERDUE, Outcome.NO_INFORMATION, Outcome.PLEDGED),
        *(Outcome.NOT_APPLICABLE, Outcome.FULFILLED),
    ),
    "standing": (Standing.APPROVED, Standing.LAPSED),
    "assurance": (Assurance.UNSUPPORTED, Assurance.SELF_REPORTED),
    "test": (Test.ATTAIN, Test.REPORT),
    "force": (Force.BINDING,),
    "kind": (Kind.PLEDGE, Kind.REPORTED_ACTION),
    "review_state": (ReviewState.WAITING, ReviewState.ACCEPTED),
}
TERMS = tuple(ReportTerm(noun, w.value, w.label, w.meaning) for noun, words in WORDS.items() for w in words)
DUE = date(2019, 12, 22)
STOOD = ReportDetermination(
    number=3,
    outcome="not_applicable",
    standing="approved",
    first=None,
    last=date(2018, 12, 31),
    reason="The Committee agreed that permits of “before” do not count; see its note.",
    proposed_by="Anna Analyst",
    proposed_at=datetime(2026, 11, 2, 8, 0, tzinfo=UTC),
    approved_by="Rita Reviewer",
    approved_at=datetime(2026, 11, 2, 9, 0, tzinfo=UTC),
)
LAPSED = replace(STOOD, number=4, outcome="fulfilled", standing="lapsed", first=date(2018, 1, 1), last=None)

RETURN = ReportObligation(
    key="r2397-op8-repatriation",
    title="Repatriate workers",
    resolution="S/RES/2397(2017)",
    paragraph="8",
    test="attain",
    force="binding",
    effective=date(2017, 12, 22),
    due=DUE,
    summary="Send home all nationals of the DPRK who earn income, within 24 months.",
)
FINAL = replace(RETURN, key="r2397-op8-final-report", title="Final report", test="report", due=date(2020, 3, 22))

PLEDGE = ReportClaim(
    key="ru-pledge",
    revision=2,
    statement="The workers will leave by the deadline.",
    speaker="Alexander Matsegora",
    office="Ambassador to the DPRK",
    kind="pledge",
    said="2018-01-30",
    event="",
    cited_as="Resolution 2356",
    citation_check="S/RES/2356(2017) creates no duty on labour; compare S/RES/2397(2017), paragraph 8.",
    origin="Interfax interview",
    review=ReportReview(
        "accepted",
        "C2",
        "Rita Reviewer",
        datetime(2026, 11, 1, 9, 30, tzinfo=UTC),
        dissents=(
            ReportDissent("Rex Reviewer", "The words were translated twice.", datetime(2026, 11, 2, 8, 0, tzinfo=UTC)),
        ),
        unprinted=1,
    ),
    citations=(
        ReportCitation(
            title="Россия выполнит",
            publisher="Interfax",
            author="",
            published="2018-01-31",
            language="ru",
            symbol="",
            address="https://example.org/1?a=1&b=2",
            locator="third paragraph",
            quotation="«до конца 2019 года»",
            translation="by the end of 2019",
            translator="A. Reader",
            source="interfax-2018",
            hashes=("f" * 64,),
        ),
    ),
)
WAITING = replace(
    PLEDGE,
    key="ru-article",
    revision=1,
    cited_as="",
    citation_check="",
    said="",
    review=ReportReview("waiting", "", "", None),
    citations=(replace(PLEDGE.citations[0], symbol="S/2019/239", address="", quotation="", language="en"),),
    replies=("ru-reply",),
    asked=("Asked of the embassy on 1 March 2026; no reply by 12 March 2026.",),
)
REPLY = replace(WAITING, key="ru-reply", statement="The ministry denies it.", kind="pledge", replies=(), asked=())

PROOF = proofs.prove(
    Duty(RETURN.key, Test.ATTAIN, effective=RETURN.effective, due=DUE),
    Party("RUS", "Russian Federation", StateKind.MEMBER),
    [Evidence("ru-pledge", 2, Kind.PLEDGE, Effect.PROMISES, "o", date(2018, 1, 30), date(2018, 1, 30), own_voice=True)],
    Clocks(date(2018, 7, 31), datetime(2026, 11, 23, 12, 0, tzinfo=UTC)),
)

SPOKEN = ReportCell(
    state="RUS",
    obligation=RETURN.key,
    outcome="in_progress",
    assurance="self_reported",
    due=DUE,
    also=(ReportHolding("pledged", "self_reported"),),
    reasons=(
        ReportReason("in_progress", "The state says that the result came nearer (self-reported).", ("ru-pledge",)),
        ReportReason("due", "Due 22 December 2019.", ()),
    ),
    set_aside=(ReportSetAside("ru-article", "waiting", "It is waiting for review."),),
    support=Support(1, 0, own_word=True),
    determinations=(STOOD,),
    proof=ReportProof(PROOF, proof_text.parts_of(PROOF)),
)


MANIFEST = ReportManifest(
    product="0.2.0",
    data="d" * 64,
    log_size=1234,
    log_hash="e" * 64,
    checkpoint="tracker.example/log\n1200\nAAAA\n",
    files=(ReportFile("f" * 64, "interfax-2018", Publication.PUBLIC),),
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 120" width="400" height="120">'
    '<rect x="10" y="10" width="200" height="60" fill="#14633a"/><text x="10" y="100">12,000 of 20,000</text></svg>'
)
FIGURE = ReportFigure(
    "Workers sent home", "A bar of 12,000.", SVG, ("Year", "Workers"), (("2018", "12,000"),), ("ru-pledge",)
)


def quiet(state: str, obligation: str, outcome: str, due: date | None) -> ReportCell:
    """A cell on which nothing is on record."""
    reasons = (ReportReason("no_information.nothing", "Nothing accepted is on record. It does not mean not met.", ()),)
    return ReportCell(state, obligation, outcome, "unsupported", due, (), reasons, ())


def document(**changes: Any) -> ReportDocument:
    """Two states by two obligations; one cell rests on a pledge and sets an article aside.

    One determination stands beside it, and beside another cell one has lapsed.
    """
    made = ReportDocument(
        format=FORMAT,
        number=7,
        title="Workers, “early” & late",
        regime=ReportRegime("dprk-1718", "Democratic People's Republic of Korea"),
        as_of=date(2018, 7, 31),
        known_at=datetime(2026, 11, 23, 12, 0, tzinfo=UTC),
        rules="1",
        author="Anna Analyst",
        frozen_at=datetime(2026, 11, 23, 12, 0, 1, 5, tzinfo=UTC),
        notice=NOTICE,
        states=(ReportState("RUS", "Russian Federation"), ReportState("CIV", "Côte d'Ivoire")),
        obligations=(RETURN, FINAL),
        cells=(
            SPOKEN,
            replace(quiet("RUS", FINAL.key, "overdue", FINAL.due), determinations=(LAPSED,)),
            quiet("CIV", RETURN.key, "no_information", DUE),
            quiet("CIV", FINAL.key, "overdue", FINAL.due),
        ),
        evidence=(PLEDGE, WAITING, REPLY),
        terms=TERMS,
        manifest=MANIFEST,
    )
    return replace(made, **changes)


def everything(**changes: Any) -> ReportDocument:
    """The same report with everything that reports of other kinds have beside cells: every format can be made of it."""
    cause = ReportCause("new", "Claim ru-pledge was accepted.", "ru-pledge")
    moved = ReportChange(RETURN.key, ("RUS", "CIV"), "pledged", "unsupported", "in_progress", "self_reported", (cause,))
    named = ReportNames("both", "Named by both", (ReportNamed("RUS", ("ru-pledge",)),))
    count = ReportCount(47, DUE, "47 states reported.", 30, date(2019, 3, 22), "17 more than before.", (named,))
    return document(
        **{
            "public_at": date(2020, 3, 31),
            "before": ReportMoment(date(2018, 1, 1), datetime(2026, 11, 22, tzinfo=UTC), "1"),
            "changes": (moved, replace(moved, states=("CIV",), causes=(ReportCause("due", "The due date passed."),))),
            "days": (
                ReportDay(DUE, RETURN.key, "due", judged=True, has_passed=False, outcome="overdue"),
                ReportDay(date(2020, 3, 22), FINAL.key, "report due", judged=False, has_passed=True),
            ),
            "count": count,
            "filter": ReportFilter(words="workers"),
            "only_states": ("RUS",),
            "only_obligations": (RETURN.key,),
            "figures": (FIGURE,),
            **changes,
        }
    )


def copy_of(found: ReportDocument) -> ReportCopy:
    """A copy of a document that nobody has approved."""
    text = as_json.canonical(found)
    return ReportCopy(found, text, as_json.digest(text))


def saying(words: str) -> ReportDocument:
    """The same report with the words wherever a person's words can stand."""
    cited = replace(PLEDGE.citations[0], title=words, publisher="", quotation=words, translation=words, locator=words)
    review = replace(PLEDGE.review, dissents=(replace(PLEDGE.review.dissents[0], by=words, reason=words),))
    claim = replace(PLEDGE, statement=words, speaker=words, office=words, cited_as=words, citations=(cited,))
    claim = replace(claim, review=review, asked=(words,))
    duty = replace(RETURN, title=words, summary=words)
    made = document(title=words, author=words, evidence=(claim, WAITING, REPLY), obligations=(duty, FINAL))
    said = replace(STOOD, reason=words, proposed_by=words, approved_by=words)
    return replace(made, cells=(replace(made.cells[0], determinations=(said,)), *made.cells[1:]))


SECRETS = (
    "Zebratitle",
    "Zebraquote",
    "Zebrastatement",
    "Zebraspeaker",
    "Zebraorigin",
    "zebrakey",
    "Zebraplace",
    "zebraclaim",
)
"""Words of a restricted source, and of a claim that rests on it alone. No public edition has any of them."""


def secretive() -> ReportDocument:
    """The same report with a claim that rests on a restricted source alone; its full edition has all of `SECRETS`."""
    cited = replace(
        PLEDGE.citations[0],
        title="Zebratitle",
        quotation="Zebraquote",
        translation="Zebraquote",
        locator="Zebraplace",
        source="zebrakey",
        publication="restricted",
    )
    claim = replace(
        PLEDGE, statement="Zebrastatement", speaker="Zebraspeaker", origin="Zebraorigin", citations=(cited,)
    )
    kept = replace(MANIFEST, files=(ReportFile("f" * 64, "zebrakey", Publication.RESTRICTED),))
    plain = json.dumps(to_canonical(document(evidence=(claim, WAITING, REPLY), manifest=kept)))
    return from_canonical(json.loads(plain.replace(PLEDGE.key, "ru-zebraclaim-2018")))


FORMULAS = {
    "sum": "=1+1",
    "command": "=cmd|' /C calc'!A0",
    "plus": "+1+1",
    "minus": "-2+3",
    "at": "@SUM(1)",
    "link": '=HYPERLINK("https://example.org","x")',
    "tab": "\t=1+1",
    "carriage return": "\r=1+1",
    "line feed": "\n=1+1",
    "nul": "\0=1+1",
    "full-width equals": "＝1+1",
    "full-width at": "＠SUM(1)",
    "full-width plus": "＋1",
    "full-width minus": "－1",
}

HOSTILE = {
    "script": "<script>alert(1)</script>",
    "attribute": '"><img src=x onerror=alert(1)>',
    "end of style": "</style><script>alert(1)</script>",
    "comment": "<!-- --><b>",
    "entity": "&lt;b&gt; &amp; &#0;",
    "template": "{{ 7*7 }} {% raw %}",
    "commas and quotes": 'a,"b";\r\nc',
    "right to left": "\u202eabc\u202c",
    "combining": "e\u0301 \u0410\u0301",
    "astral": "𝔘𝔫 🇺🇳 한국어",
}

FEW = {name: (HOSTILE | FORMULAS)[name] for name in ("script", "commas and quotes", "right to left", "command", "nul")}
"""For tests that make a file for each: `tests.exports.hostile` sends all of them, and hundreds more, in one."""
