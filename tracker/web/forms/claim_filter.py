"""The filters of the list of claims. They stand in the address, so that a list can be passed on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Field, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # pyright: ignore[reportAttributeAccessIssue] - its stubs are older
from wtforms.validators import Length

from tracker.domain.dates import DateUnreadable, parse_span
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import Kind, ReviewState, Word
from tracker.services.claim_list import WORDS_ARE_OF_NOW, ClaimFilter
from tracker.web.clocks import AskedClocks
from tracker.web.filters import sentence_case
from tracker.web.forms.base import Form
from tracker.web.forms.law import moment

FIRST, LAST = "first", "last"
MOST_PAGES = 100_000
ANY = SelectChoice("", "Any")


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set: its name in the address, its label, and its value in words."""

    name: str
    label: str
    value: str


def _line(label: str, **render: str) -> StringField:
    longest = Length(max=300, message="Use at most 300 characters.")
    return StringField(label, validators=[longest], render_kw={"autocomplete": "off", **render})


def _choices(words: Iterable[Word]) -> list[SelectChoice]:
    return [ANY, *(SelectChoice(word.value, sentence_case(word.label)) for word in words)]


class FilterForm(Form):
    """What to list. Empty fields leave everything in."""

    class Meta(Form.Meta):
        """It changes nothing, so it needs no token."""

        csrf = False  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride] - a setting there

    words = _line("Words", type="search")
    state = _line("State", list="state-names")
    obligation = _line("Obligation", list="obligations-on-record")
    review = SelectField("Review", choices=_choices(ReviewState), default="")
    kind = SelectField("Kind", choices=_choices(Kind), default="")
    regime = SelectField("Regime", choices=[ANY], default="")
    speaker = _line("Speaker", list="speakers-on-record")
    source = _line("Source", list="sources-on-record")
    since = _line("Said since")
    until = _line("Said until")
    origin = _line("Origin")
    as_of = moment("As of", "Only what tells of that day or an earlier one.")
    known_at = moment("Known at", "Day or instant: what had been recorded by then, as it stood.")
    public_at = moment("Public at", "Only what was certainly published by that day.")

    CLOCKS = ("as_of", "known_at", "public_at")
    MORE = ("kind", "regime", "speaker", "source", "since", "until", "origin", *CLOCKS)

    def __init__(self, args: MultiDict[str, str], regimes: list[tuple[str, str]], clocks: AskedClocks) -> None:
        """Read the filters of an address, and its clocks as they were read; `regimes` are keys and names to choose."""
        super().__init__(formdata=args)
        self.clocks = clocks
        self.regime.choices = [ANY, *(SelectChoice(key, name) for key, name in regimes)]

    def chosen(self, find_state: Callable[[str], str | None]) -> ClaimFilter | None:
        """What is asked for, or None when a filter cannot be read; the sentence then stands at its field."""
        self.validate()
        self.refuse(RuleBroken("clocks", *self.clocks.problems))
        if self.words.data and self.clocks.named_instant:
            self.refuse(RuleBroken.at("claim", "words", WORDS_ARE_OF_NOW))
        state = self._state(find_state)
        since, until = self._day(self.since, FIRST), self._day(self.until, LAST)
        if self.errors_summary:
            return None
        return ClaimFilter(
            words=self.words.data or "",
            state=state,
            obligation=self.obligation.data or "",
            kind=Kind(self.kind.data) if self.kind.data else None,
            regime=self.regime.data or "",
            review_state=ReviewState(self.review.data) if self.review.data else None,
            speaker=self.speaker.data or "",
            source=self.source.data or "",
            origin=self.origin.data or "",
            since=since,
            until=until,
            as_of=self.clocks.named_day,
            known_at=self.clocks.named_instant,
            public_at=self.clocks.public_at,
        )

    def chips(self) -> list[Chip]:
        """The filters that are set."""
        set_fields = [field for field in self if field.data]
        return [Chip(field.name, field.label.text, _worded(field)) for field in set_fields]

    @property
    def is_more_open(self) -> bool:
        """Whether one of the filters that fold away is set or at fault."""
        return any(self._fields[name].data or self._fields[name].errors for name in self.MORE)

    def _state(self, find: Callable[[str], str | None]) -> str:
        typed = self.state.data or ""
        code = find(typed) if typed else ""
        if code is None:
            self.state.errors = [f"There is no state called “{typed}” in the record."]
        return code or ""

    @staticmethod
    def _day(field: Field, end: str) -> date | None:
        try:
            span = parse_span(field.data or "")
        except DateUnreadable as error:
            field.errors = [str(error)]
            return None
        return getattr(span, end) if span else None


def _worded(field: Any) -> str:
    labels: dict[str, str] = {choice.value: str(choice.label) for choice in getattr(field, "choices", None) or []}
    return str(labels.get(field.data, field.data))


def number_in(text: str) -> int | None:
    """The number that a part of an address says in plain digits; None for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None


def page_number(args: Any) -> int:
    """The page that an address asks for; the first when it asks for none that can be."""
    return min(max(number_in(args.get("page", "")) or 1, 1), MOST_PAGES)
