"""Reading a document: its text with the words that are proposed as claims; each waits for a person to confirm it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from tracker import clock
from tracker.domain import unseen
from tracker.domain.citing import CitationCheck
from tracker.domain.content import ClaimContent
from tracker.domain.dates import DateUnreadable, Span, parse_span
from tracker.domain.errors import RuleBroken
from tracker.domain.history import bounds
from tracker.domain.marking import Mark, Paragraph, paragraphs
from tracker.domain.proposals import ProposedClaim, Reading, TextRefused
from tracker.services import capture_files, captures, citation_check, kept_texts, reading_texts, readings
from tracker.web.access import person
from tracker.web.forms import claim_content
from tracker.web.forms.base import seen
from tracker.web.forms.readings import ReadForm
from tracker.web.guard import refuse_replaced
from tracker.web.session import pause, records
from tracker.web.views import reading_desk
from tracker.web.views.captures import NUMBER, locator
from tracker.web.views.claim_desk import Desk
from tracker.web.views.reading_desk import Material

blueprint = Blueprint("readings", __name__, url_prefix="/readings")

Answer = str | Response | tuple[str, int]
PROPOSED, CITED, LOGGED = "proposed", kept_texts.CITED, kept_texts.QUOTED_HERE
TYPED = ("source", "published", "language", "publisher", "address")
NOTHING = "Paste the text, or choose a file."
NO_WAITING = "No text waits to be read. Paste one, or choose a file."


@blueprint.route("/new", methods=["GET", "POST"])
def new() -> Answer:
    """Give a text to be read, by paste or by file."""
    if request.method != "POST":
        waiting = reading_texts.waiting(records(), user=person().id)
        source = seen(request.args.get("source", ""))
        return _asked(ReadForm(data=waiting | ({"source": source} if source else {})))
    refuse_replaced()
    form = ReadForm()
    if form.validate():
        try:
            _keep(form)
            return redirect(url_for("readings.show"), 303)
        except RuleBroken as error:
            records().rollback()
            form.refuse(error)
    return _asked(form), 422


def _asked(form: ReadForm) -> str:
    return render_template("readings/new.html", form=form, desk=Desk())


def _keep(form: ReadForm) -> None:
    data, pasted = form.bytes_sent, form.pasted.data or ""
    if not data and not pasted:
        raise RuleBroken.at("source", "pasted", NOTHING)
    pause()  # reading may take seconds, in which nobody else should wait for this request
    read = capture_files.read(data) if data else capture_files.read_pasted(pasted)
    typed = {name: form[name].data or "" for name in TYPED}
    name = seen(form.file_name) if data else None
    reading_texts.keep(records(), user=person().id, typed=typed, read=read, file=name, at=clock.now())


@blueprint.get("/text")
@blueprint.get(f"/<key>/<{NUMBER}>")
def show(key: str = "", number: int = 0) -> Answer:
    """A kept copy, or the text in one's drafts, with what is proposed from it."""
    material = reading_desk.of_copy(key, number) if key else reading_desk.of_draft()
    if material is None:
        flash(NO_WAITING)
        return redirect(url_for("readings.new"), 303)
    material, wrong = _as_asked(material)
    try:
        reading = _read(material)
    except TextRefused as refusal:
        return _page(material, wrong=wrong, refusal=str(refusal))
    return _page(material, wrong=wrong, **_shown(material, reading))


def _as_asked(material: Material) -> tuple[Material, str]:
    """The day and the language that the address names instead, and a sentence where the day cannot be read."""
    published = seen(request.args.get("published", "")).strip()[:100]
    language = seen(request.args.get("language", "")).strip()[:12]
    try:
        parse_span(published)
    except DateUnreadable as error:
        return material, str(error)
    asked = {"published": published or material.published, "language": language or material.language}
    return replace(material, **asked), ""


def _read(material: Material) -> Reading:
    return readings.read(
        records(),
        text=material.text,
        published=material.published,
        language=material.language,
        source=material.source,
    )


def _page(material: Material, **shown: Any) -> str:
    given = {"reading": None, "cards": (), "laws": (), "paragraphs": [], "refusal": "", **shown}
    return render_template("readings/show.html", material=material, bounds=bounds, **given)


def _shown(material: Material, reading: Reading) -> dict[str, Any]:
    desk = Desk()
    whole = paragraphs(material.text)
    quoted = captures.quoted_in(records(), material.capture) if material.capture else ()
    marks = [*_marks(reading), *kept_texts.quotations(quoted, LOGGED)]
    logged = readings.logged(records(), reading, quoted)
    return {
        "reading": reading,
        "desk": desk,
        "cards": list(_cards(material, reading, whole, logged, desk)),
        "laws": reading.citations,
        "paragraphs": paragraphs(material.text, marks),
        "whys": {mark.why for mark in marks},
    }


def _marks(reading: Reading) -> Iterator[Mark]:
    yield from (Mark(one.start, one.end, PROPOSED) for one in reading.claims)
    yield from (Mark(law.start, law.end, CITED) for law in reading.citations)


@dataclass(frozen=True, slots=True)
class Card:
    """A proposal as it is shown: what it says, the fields that log it, and what the record has that is like it.

    `logged` are the keys of claims that quote the very words from this copy.
    """

    number: int
    proposal: ProposedClaim
    content: ClaimContent
    check: CitationCheck
    sent: Sequence[tuple[str, str]]
    known: readings.Known
    logged: Sequence[str]

    @property
    def origin(self) -> str:
        """The key of the first utterance that the record has, if it has it."""
        return self.known.origin.key if self.known.origin else ""


def _cards(
    material: Material, reading: Reading, whole: list[Paragraph], logged: Sequence[Sequence[str]], desk: Desk
) -> Iterator[Card]:
    like = readings.known(records(), reading)
    for number, (proposal, known, keys) in enumerate(zip(reading.claims, like, logged, strict=True), 1):
        content = _placed(proposal, whole)
        fields = claim_content.filled(content, desk.lists) | {"reading": material.place.token(number)}
        yield Card(number, proposal, content, _check(content), claim_content.sent(fields), known, keys)


def _placed(proposal: ProposedClaim, whole: list[Paragraph]) -> ClaimContent:
    """What the proposal says, with the place of its words, as a citation gives it."""
    first, *others = proposal.content.citations
    inside = next((one for one in whole if one.start <= proposal.start < one.stop), None)
    if inside is None or first.locator:
        return proposal.content
    return replace(proposal.content, citations=(replace(first, locator=locator(inside)), *others))


def _check(content: ClaimContent) -> CitationCheck:
    said = parse_span(content.said)
    return citation_check.of_words(
        records(),
        cited_as=content.cited_as,
        said=said.last if said else None,
        obligations=[bearing.obligation for bearing in content.bearings],
        statement=content.statement,
    )


blueprint.add_app_template_filter(reading_desk.way_back)


@blueprint.app_template_filter()
def days_of(wording: str) -> Span | None:
    """The days that a readable wording means."""
    return parse_span(wording)


@blueprint.app_template_filter()
def shown(text: str) -> Markup:
    """A text with one mark for each character that is not seen, so that places in it stay the same."""
    return Markup(unseen.shown(str(escape(text)), _mark))  # noqa: S704 - escaped above; the mark is ours


def _mark(character: str) -> str:
    return f'<abbr title="{unseen.code(character)}">{unseen.STAND_IN}</abbr>'


@blueprint.app_template_filter()
def by_field(proposal: ProposedClaim) -> list[tuple[str, list[str]]]:
    """The reasons of a proposal: each field in words, with its sentences."""
    fields = dict.fromkeys(reason.field for reason in proposal.reasons)
    return [(NAMES.get(field, field.replace("_", " ").capitalize()), list(proposal.why(field))) for field in fields]


NAMES = {"cited_as": "Cited as", "speaks_for": "Speaks for", "hops": "Relay", "bearings": "Obligations and effects"}
