"""The figures of an obligation from the record: by the clocks, by state, and added up against its limits."""

from dataclasses import replace
from datetime import date, timedelta

from tests.counting import statements
from tests.databases import SEEDED_AT
from tests.services.desks import LATER, seated
from tracker.domain.content import BearingContent, QuantityContent
from tracker.domain.facts import Clocks
from tracker.domain.series import Apart
from tracker.domain.totals import Left
from tracker.domain.vocabulary import Effect, Measure
from tracker.services import assessments, claims, law, series

COAL, OIL, WORKERS = "r2321-op26-coal-cap-dec-2016", "r2397-op5-refined-petroleum-cap", "r2397-op8-repatriation"
NOW = Clocks(date(2026, 11, 24), SEEDED_AT)
YEAR_2019 = (date(2019, 1, 1), date(2019, 12, 31))


def _of(session, key, at=NOW):
    return series.of_obligation(session, obligation=law.obligation(session, key=key), clocks=at)


def test_permits_and_persons_of_one_state_are_lines_of_their_own(shared_record):
    lines = _of(shared_record, WORKERS).lines("RUS")
    drawn = {(line.key.unit, tuple(point.words for point in line.points)) for line in lines if line.is_drawn}
    assert drawn == {("permits", ("30,023", "11,490")), ("persons", ("34,000", "about 37,000", "11,000"))}


def test_alternative_limits_are_counted_each_in_its_unit_and_one_decides(shared_record):
    found = _of(shared_record, COAL)
    ((tonnes, dollars),) = found.together.values()
    assert [(one.limit.unit, one.low, one.high, one.is_over) for one in (tonnes, dollars)] == [
        ("t", 2_000_000, None, True),
        ("USD", 183_890_000, 183_890_000, True),
    ]
    assert series.levels(shared_record, obligations=[found.obligation], clocks=NOW) == {COAL: dollars}
    assert [(state, part.low) for state, part in found.parts(tonnes)] == [("CHN", 2_000_000)]


def test_a_claim_on_one_state_and_all_together_is_counted_once(shared_record):
    ((tonnes, _),) = _of(shared_record, COAL).together.values()
    assert [entry.state for entry in tonnes.counted] == ["CHN"]


def test_every_period_has_its_total_and_nothing_is_added_to_what_holds_it(shared_record):
    found = _of(shared_record, OIL)
    totals = {span[0].year: one for span, (one,) in found.together.items() if span[0]}
    assert list(totals) == list(range(2026, 2017, -1))
    assert {year: one.low for year, one in totals.items() if one.counted} == {
        2024: 168_679,
        2020: 1_600_000,
        2018: 759_793,
    }
    (left,) = totals[2024].left_out
    assert (left.why, left.entry.low) == (Left.OVERLAPS, 15_279)
    assert totals[2024].alerts == (0.75, 0.9, 0.95)


def test_a_figure_counts_from_the_last_of_its_days_and_once_it_was_recorded(shared_record):
    assert _of(shared_record, COAL, NOW.at(date(2016, 12, 30))).series == ()
    assert [one.why for one in _of(shared_record, COAL, NOW.at(date(2016, 12, 30))).aside] == [Apart.LATER] * 2
    assert len(_of(shared_record, COAL, NOW.at(date(2016, 12, 31))).series) == 2
    before = replace(NOW, known_at=SEEDED_AT - timedelta(days=1))
    assert _of(shared_record, COAL, before).series == _of(shared_record, COAL, before).aside == ()


def test_what_was_not_public_by_the_day_asked_for_is_set_aside(shared_record):
    found = _of(shared_record, COAL, replace(NOW, public_at=date(2017, 2, 1)))
    assert found.series == ()
    assert {one.why for one in found.aside} == {Apart.NOT_PUBLIC}


def _notified(low, *, said="2019-02-20", reference="2019-01", **changes):
    """A notification by China of refined petroleum in a month."""
    return {
        "statement": f"China notified {low} barrels.",
        "speaker": "Permanent Mission of China",
        "speaks_for": "CHN",
        "states": ("CHN",),
        "said": said,
        "bearings": (BearingContent("CHN", OIL, Effect.MEASURES),),
        "quantities": (QuantityContent(low, low, "bbl", measure=Measure.FLOW, reference=reference),),
        **changes,
    }


def _total(desk, at=LATER):
    found = _of(desk.session, OIL, Clocks(date(2026, 11, 24), at))
    (total,) = found.together[YEAR_2019]
    return found, total


def test_a_claim_counts_when_a_reviewer_has_accepted_it(record):
    with seated(record) as desk:
        key = desk.log(**_notified(100))
        found, total = _total(desk)
        assert (total.low, [one.why for one in found.aside if one.point.claim == key]) == (0, [Apart.WAITING])
        desk.decide(key)
        assert _total(desk)[1].low == 100


def test_a_later_notification_revises_the_earlier_one_and_another_month_is_added(record):
    with seated(record) as desk:
        first = desk.log(**_notified(100))
        second = desk.log(**_notified(70, said="2019-05-02"))
        third = desk.log(**_notified(30, reference="2019-02"))
        for key in (first, second, third):
            desk.decide(key)
        _, total = _total(desk)
        assert (total.low, total.high) == (100, 100)
        assert [(one.entry.claim, one.why, one.by) for one in total.left_out] == [(first, Left.REVISED, (second,))]
        assert [entry.claim for entry in total.late] == [second]


def test_one_shipment_that_two_sides_report_is_caught_by_the_act_behind_them(record):
    with seated(record) as desk:
        desk.session.add(claims.StateAction(key="one-shipment", state_code="CHN", summary="One tanker."))
        desk.session.flush()
        sides = [
            desk.log(**_notified(100, state_action="one-shipment")),
            desk.log(
                **_notified(
                    120,
                    reference="2019-02",
                    state_action="one-shipment",
                    speaks_for="RUS",
                    speaker="Permanent Mission of the Russian Federation",
                    states=("RUS",),
                    bearings=(BearingContent("RUS", OIL, Effect.MEASURES),),
                )
            ),
        ]
        for key, grade in zip(sides, ("B2", "C3"), strict=True):
            desk.decide(key, grade=grade)
        found, total = _total(desk)
        assert (total.low, [entry.claim for entry in total.counted]) == (100, sides[:1])
        assert [(one.entry.claim, one.why) for one in total.left_out] == [(sides[1], Left.SAME_ACT)]
        assert [(state, part.low) for state, part in found.parts(total)] == [("CHN", 100), ("RUS", 120)]


def test_a_figure_of_several_states_is_no_part_of_any_of_them(record):
    with seated(record) as desk:
        bearings = tuple(BearingContent(code, OIL, Effect.MEASURES) for code in ("CHN", "RUS"))
        key = desk.log(**_notified(100, states=("CHN", "RUS"), bearings=bearings))
        desk.decide(key)
        found, total = _total(desk)
        assert total.low == 100
        assert found.parts(total) == []
        assert [line.key.state for line in found.shared("CHN")] == ["CHN, RUS"]


def test_a_state_has_its_lines_once_with_every_duty_they_are_under(shared_record):
    lines = series.of_state(shared_record, state="QAT", clocks=NOW)
    told = sorted((tuple(point.words for point in line.points), len(duties)) for line, duties in lines)
    assert told == [(("150",), 1), (("about 1,000",), 1), (("about 2,500", "150", "70"), 1), (("about 2,500", "70"), 1)]
    assert len({line for line, _ in lines}) == len(lines)


def test_levels_are_of_the_newest_period_with_a_figure(shared_record):
    duties = law.obligations(shared_record, test="limit")
    found = series.levels(shared_record, obligations=duties, clocks=NOW.at(date(2019, 6, 30)))
    assert {key: (one.first.year, one.is_over) for key, one in found.items() if one.first} == {
        COAL: (2016, True),
        "r2321-op26-coal-cap-2017": (2017, False),
        OIL: (2018, True),
    }
    assert series.levels(shared_record, obligations=[law.obligation(shared_record, key=WORKERS)], clocks=NOW) == {}


def test_a_cell_and_its_obligation_tell_the_same(shared_record):
    cell = assessments.cell(shared_record, state="CHN", obligation=COAL, clocks=NOW)
    assert series.of_cell(shared_record, cell=cell).together == _of(shared_record, COAL).together


def test_statements_are_few_and_do_not_grow_with_the_figures(shared_record):
    for key, most in ((WORKERS, 2), (OIL, 8)):
        obligation = law.obligation(shared_record, key=key)
        with statements(shared_record.get_bind()) as sent:
            series.of_obligation(shared_record, obligation=obligation, clocks=NOW)
        assert len(sent) <= most
    with statements(shared_record.get_bind()) as sent:
        series.of_state(shared_record, state="RUS", clocks=NOW)
    assert len(sent) == 1
