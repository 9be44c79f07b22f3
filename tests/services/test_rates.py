"""Rates from the record: put in force by two, quoted from a kept source, and what they convert by each clock."""

from datetime import timedelta

import pytest

from tests.counting import statements
from tests.rated import AS_OF, OIL, YEAR, keep, log, rate, source_of
from tests.services.desks import AT, LATER, seated
from tracker.domain import proofs
from tracker.domain.comparing import CauseCode
from tracker.domain.content import CitationContent, SourceContent
from tracker.domain.errors import RuleBroken
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import Outcome, Publication, QuoteVerdict, Ruling
from tracker.intake.claim_rows import Row
from tracker.services import assessments, comparisons, law, law_changes, law_import, law_sources, report_figures, series
from tracker.services.import_report import Fate

MUCH = (70_000, 70_000, "t")
"""560,000 barrels, of which 500,000 are the limit."""
SENTENCE = (
    "converted from 70,000 t: 1 t counts as 8 bbl, by record {} of the law, “Notes on the table” (All workers left)"
)


@pytest.fixture
def desk(record):
    """A desk on a copy of the seeded record."""
    with seated(record) as found:
        yield found


def _put_in_force(desk, cited, **changes):
    asked = {"obligation": OIL, "proposed": rate(cited)._replace(**changes), "by": desk.people["analyst"]}
    row = law_changes.propose(desk.session, **asked, at=AT)
    ruled = {"ruling": Ruling.APPROVED, "reason": "", "by": desk.people["reviewer"]}
    return law_changes.rule(desk.session, number=row.id, **ruled, at=AT + timedelta(minutes=1))


def _figures(desk, at=LATER):
    obligation = law.obligation(desk.session, key=OIL)
    return series.of_obligation(desk.session, obligation=obligation, clocks=Clocks(AS_OF, at))


def _sums(desk, at=LATER):
    (total,) = _figures(desk, at).together[YEAR]
    return [(one.claim, one.low) for one in total.counted if one.state == "CHN"]


def _outcome(desk, at=LATER, state="CHN"):
    """The outcome of a cell, which must be that of the matrix."""
    desk.session.expire_all()
    clocks = Clocks(AS_OF, at)
    cell = assessments.cell(desk.session, state=state, obligation=OIL, clocks=clocks)
    duties = law.obligations(desk.session, keys=[OIL])
    found = assessments.decide_all(desk.session, duties, [law.state(desk.session, name=state)], clocks)
    assert found[state, OIL].outcome is cell.assessment.outcome
    return cell


def test_a_figure_counts_in_the_unit_of_the_limit_from_the_ruling_on_and_no_more_once_struck(desk):
    key = log(desk, MUCH)
    keep(desk, source := source_of(desk, key))
    before = _outcome(desk).assessment
    assert (_sums(desk), before.outcome) == ([], Outcome.MEASURES_REPORTED)
    row = _put_in_force(desk, source)
    assert _sums(desk, AT) == []
    assert _sums(desk) == [(key, 560_000)]
    found = _outcome(desk)
    assert found.assessment.outcome is Outcome.ALLEGED_BREACH
    said = next(one for one in found.assessment.reasons if one.rule == "converted")
    assert (said.sentence, said.claims) == (f"A figure over the limit is {SENTENCE.format(row.id)}.", (key,))
    told = proofs.from_canonical(proofs.to_canonical(found.proof))
    assert (told.outcome, proofs.differences(told, proofs.replay(told))) == (Outcome.ALLEGED_BREACH, [])
    asked = {"number": row.id, "by": desk.people["analyst"], "reason": "Of another table."}
    law_changes.propose_strike(desk.session, **asked, at=LATER)
    ruled = {"ruling": Ruling.APPROVED, "reason": "", "by": desk.people["reviewer"]}
    law_changes.rule_on_strike(desk.session, number=row.id, **ruled, at=LATER + timedelta(minutes=1))
    much_later = LATER + timedelta(hours=1)
    assert (_sums(desk, much_later), _sums(desk)) == ([], [(key, 560_000)])
    assert _outcome(desk, much_later).assessment == before
    chosen = comparisons.scope(desk.session, state="CHN", obligation=OIL)
    clocks = (Clocks(AS_OF, LATER), Clocks(AS_OF, much_later))
    (moved,) = comparisons.compare(desk.session, chosen=chosen, before=clocks[1], after=clocks[0]).moved
    assert (CauseCode.LIMIT, True) in [(one.code, SENTENCE.format(row.id) in one.sentence) for one in moved.causes]


def test_a_claim_that_gives_the_unit_itself_is_never_converted(desk):
    both = log(desk, MUCH, (400_000, 400_000, "bbl"))
    keep(desk, source := source_of(desk, both))
    _put_in_force(desk, source)
    assert _sums(desk) == [(both, 400_000)]
    assert _outcome(desk).assessment.outcome is Outcome.MEASURES_REPORTED


def test_by_the_reading_of_those_who_reject_it_nothing_is_converted(desk):
    keep(desk, source := source_of(desk, log(desk, MUCH)))
    row = _put_in_force(desk, source, rejected_by=("RUS",), reading="A tonne is a tonne.")
    (other,) = assessments.other_readings(desk.session, cell=_outcome(desk))
    assert (other.rejected, other.assessment.outcome) == ((row.id,), Outcome.MEASURES_REPORTED)
    assert other.cell.duty.rates == ()


def test_levels_reports_and_the_row_of_all_together_tell_the_same(desk):
    keep(desk, source := source_of(desk, log(desk, MUCH)))
    row, clocks = _put_in_force(desk, source), Clocks(AS_OF, LATER)
    obligation = law.obligation(desk.session, key=OIL)
    with statements(desk.session.connection()) as ran:
        level = series.levels(desk.session, obligations=[obligation], clocks=clocks)[OIL]
    assert len(ran) == 2
    assert [one.converted.sentence for one in level.converted if one.converted] == [SENTENCE.format(row.id)]
    found = report_figures.of_obligation(desk.session, obligation=obligation, names={"CHN": "China"}, clocks=clocks)
    rows = [cells for one in found for cells in one.rows if "560,000" in cells[2]]
    assert {cells[2] for cells in rows} == {f"560,000 bbl, {SENTENCE.format(row.id)}"}
    assert any("with a converted figure" in one.about for one in found)


def test_a_file_brings_a_rate_once(desk):
    keep(desk, source := source_of(desk, log(desk, MUCH)))
    wanted = rate(source)._asdict() | {"obligation": OIL, "kind": "rate", "effect": "converts"}
    days = {"first": YEAR[0].isoformat(), "last": YEAR[1].isoformat()}
    fields = {name: value for name, value in (wanted | days).items() if value}
    rows = [Row(2, fields), Row(3, fields | {"rate_factor": "8.00"})]
    found = law_import.bring_in(desk.session, rows=rows, author=desk.people["analyst"], at=AT)
    assert (found.faults, [one.fate for one in found.done]) == ([], [Fate.NEW, Fate.UNCHANGED])


WRONG = (
    ({"source": "nowhere"}, "source", "There is no source “nowhere” in the record."),
    ({"rate_into": "tons"}, "rate_into", "no figure on record is in “tons”"),
    ({"quotation": "one tonne is counted as nine barrels"}, "quotation", law_sources.NOT_THERE),
)


def test_what_is_wrong_with_a_rate_is_said_at_its_field(desk):
    keep(desk, source := source_of(desk, log(desk, MUCH)))
    for changes, field, words in WRONG:
        with pytest.raises(RuleBroken, match=words) as refused:
            _put_in_force(desk, source, **changes)
        assert [one.field for one in refused.value.problems] == [field]


def test_a_source_must_be_kept_and_public_and_a_scan_is_left_to_the_second_person(desk):
    source = source_of(desk, log(desk, MUCH))
    with pytest.raises(RuleBroken, match="No copy of this source is kept"):
        _put_in_force(desk, source)
    keep(desk, source)
    row = _put_in_force(desk, source)
    assert law_sources.verdict(desk.session, row=row) is QuoteVerdict.EXACT
    scanned = log(desk, MUCH, citations=(CitationContent(SourceContent(title="A scan", publisher="A paper")),))
    keep(desk, scan := source_of(desk, scanned), text="")
    assert law_sources.verdict(desk.session, row=_put_in_force(desk, scan)) is QuoteVerdict.UNCHECKED
    secret = SourceContent(title="A letter", publisher="A ministry", publication=Publication.RESTRICTED)
    hidden = log(desk, MUCH, citations=(CitationContent(secret),))
    keep(desk, letter := source_of(desk, hidden))
    with pytest.raises(RuleBroken, match="restricted"):
        _put_in_force(desk, letter)
