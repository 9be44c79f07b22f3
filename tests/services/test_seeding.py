import shutil
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import event, func, or_, select
from sqlalchemy.orm import Session, selectinload

from tracker.db.models import (
    Actor,
    Deadline,
    FailedDraft,
    Obligation,
    Provision,
    Regime,
    RegimeResolution,
    Resolution,
    State,
    StateName,
)
from tracker.domain.deadlines import due_dates, parse_rule
from tracker.domain.symbols import parse_paragraph
from tracker.domain.vocabulary import RelationType, StateKind, Test
from tracker.resources import folder
from tracker.services import ripples, seeding
from tracker.services.seed_law import paragraph_sort
from tracker.services.seeding import SeedError, load_law

SEED = folder("seed")
RANK = {"none": 0, "partial": 1, "full": 2}
# Display names of the common locale data, which the UN does not use.
NOT_THE_UNS = """
Antigua & Barbuda; Bolivia; Bosnia & Herzegovina; Brunei; Cape Verde; Congo - Brazzaville; Congo - Kinshasa;
Czech Republic; Iran; Laos; Macedonia; Micronesia; Moldova; Myanmar (Burma); North Korea; Palestinian Territories;
Russia; South Korea; St. Lucia; Swaziland; Syria; Tanzania; Turkey; United Kingdom; United States; Vatican City;
Venezuela; Vietnam"""


@pytest.fixture
def seeded(law_session: Session) -> Session:
    return law_session


@pytest.fixture
def seed_copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SEED, tmp_path / "seed"))


def edit(place: Path, file: str, record: str, old: str, new: str) -> None:
    """Change the first `old` after the line that names the record."""
    head, name, tail = (place / file).read_text(encoding="utf-8").partition(f": {record}\n")
    assert old in tail, f"{record} has no {old}"
    (place / file).write_text(head + name + tail.replace(old, new, 1), encoding="utf-8")


def obligation(session: Session, key: str) -> Obligation:
    return session.scalars(select(Obligation).where(Obligation.key == key)).one()


@pytest.mark.parametrize(
    ("model", "number"),
    [(State, 196), (Resolution, 79), (FailedDraft, 4), (Obligation, 134), (Regime, 33), (Provision, 125)],
    ids=lambda value: getattr(value, "__tablename__", None),
)
def test_the_whole_record_is_loaded(seeded: Session, model, number):
    assert seeded.scalar(select(func.count()).select_from(model)) == number


def test_there_are_193_members_2_observers_and_the_row_of_all_together(seeded: Session):
    kinds = Counter(seeded.scalars(select(State.kind)))
    assert kinds == {StateKind.MEMBER: 193, StateKind.OBSERVER: 2, StateKind.COLLECTIVE: 1}
    assert seeded.get_one(State, "ALL").name == "All states together"


def test_a_second_load_changes_nothing(seeded: Session):
    written: list[object] = []

    @event.listens_for(seeded, "before_flush")
    def watch(session: Session, *_: object) -> None:
        written.extend([*session.new, *session.dirty, *session.deleted])

    again = load_law(seeded, folder=SEED).total
    assert (again.created, again.updated, again.lines) == (0, 0, ())
    assert again.unchanged > 500
    assert written == []


def test_a_changed_field_is_updated_and_said(seeded: Session, seed_copy: Path):
    edit(
        seed_copy,
        "obligations.yaml",
        "r2397-op8-repatriation",
        "+24 months, date: '2019-12-22'",
        "+23 months, date: '2019-11-22'",
    )
    done = load_law(seeded, folder=seed_copy).total
    assert (done.created, done.updated) == (0, 1)
    assert set(done.lines) == {
        "obligation r2397-op8-repatriation: due changed from 2019-12-22 to 2019-11-22",
        "obligation r2397-op8-repatriation: deadline 1: rule changed from +24 months to +23 months",
        "obligation r2397-op8-repatriation: deadline 1: day changed from 2019-12-22 to 2019-11-22",
    }
    assert obligation(seeded, "r2397-op8-repatriation").due == date(2019, 11, 22)


def test_a_mark_that_changes_is_said_by_itself(seeded: Session, seed_copy: Path):
    edit(seed_copy, "regimes.yaml", "dprk-1718", "verification: full", "verification: partial")
    done = load_law(seeded, folder=seed_copy).total
    assert done.lines == ("regime dprk-1718: provenance.verification changed from full to partial",)


def test_a_part_that_is_gone_from_the_file_goes_from_the_record(seeded: Session, seed_copy: Path):
    edit(seed_copy, "states.yaml", "AFG", "  - {name: Afghan, kind: demonym}", "  - {name: Afghans, kind: demonym}")
    edit(seed_copy, "regimes.yaml", "dprk-1718", "S/RES/825(1993), ", "")
    done = load_law(seeded, folder=seed_copy).total
    assert done.lines == (
        "state AFG: name Afghans added",
        "state AFG: name Afghan removed",
        "regime dprk-1718: resolution S/RES/825(1993) removed",
    )
    names = seeded.scalars(select(StateName.name).where(StateName.state_code == "AFG"))
    assert list(names) == ["Afghans"]


@pytest.mark.parametrize(
    ("file", "record", "old", "new", "said"),
    [
        ("obligations.yaml", "r2397-op8-repatriation", "2019-12-22", "2019-12-23", "deadlines[1].date: “+24 months”"),
        ("obligations.yaml", "r2397-op8-repatriation", "rule: +24 months", "rule: soon", "is not a deadline rule"),
        ("obligations.yaml", "r2397-op8-repatriation", "test: attain", "test: try", "test: “try” is not one of"),
        ("obligations.yaml", "r2397-op8-repatriation", "regime: dprk-1718", "regime: dprk", "regime: “dprk” is not in"),
        ("obligations.yaml", "r2397-op8-repatriation", "[PRK]", "[XYZ]", "excluded: “XYZ” is not the code"),
        ("obligations.yaml", "r2397-op8-repatriation", "  title:", "  titel:", "titel: this field is not known"),
        ("obligations.yaml", "r2397-op8-repatriation", "'8'", "8", "paragraph: 8 is not a text"),
        ("obligations.yaml", "r2397-op8-repatriation", "'8'", "'88'", "is not in provisions.yaml"),
        ("resolutions.yaml", "S/RES/2397(2017)", "2017-12-22", "2018-12-22", "with the year of adoption"),
        ("resolutions.yaml", "S/RES/2397(2017)", "for: 15", "for: many", "vote.for: 'many' is not a number"),
        ("regimes.yaml", "dprk-1718", "status: in_force", "status: alive", "status: “alive” is not one of"),
        ("regimes.yaml", "dprk-1718", "S/RES/825(1993)", "S/RES/826(1993)", "is not in resolutions.yaml"),
        ("states.yaml", "AFG", "name: Afghan,", "name: Angolan,", "both"),
        ("actors.yaml", "hong-kong", "state: CHN", "state: HKG", "state: “HKG” is not the code"),
    ],
    ids=lambda value: value if isinstance(value, str) and " " in value else "",
)
def test_a_bad_record_is_refused_by_file_and_record_and_field(
    seeded: Session, seed_copy: Path, file, record, old, new, said
):
    edit(seed_copy, file, record, old, new)
    with pytest.raises(SeedError) as refused:
        load_law(seeded, folder=seed_copy)
    assert said in str(refused.value)
    assert str(refused.value).startswith(f"seed/{file}")


@pytest.mark.parametrize(
    "text", ["- key: [", "key: value", "- key: a\n  key2: b\n- key: a\n"], ids=["broken", "no list", "twice"]
)
def test_a_file_that_is_no_list_of_records_is_refused(session: Session, seed_copy: Path, text):
    (seed_copy / "states.yaml").write_text(text.replace("key", "code"), encoding="utf-8")
    with pytest.raises(SeedError, match=r"seed/states\.yaml"):
        load_law(session, folder=seed_copy)


def test_paragraph_8_of_2397_is_four_duties(seeded: Session):
    provision = (
        select(Provision.id).join(Provision.resolution).where(Resolution.number == 2397, Provision.paragraph == "8")
    )
    rows = seeded.scalars(select(Obligation).where(Obligation.provision_id.in_(provision)))
    assert {row.key: (row.test, row.due, row.opens_below) for row in rows} == {
        "r2397-op8-repatriation": (Test.ATTAIN, date(2019, 12, 22), None),
        "r2397-op8-midterm-report": (Test.REPORT, date(2019, 3, 22), None),
        "r2397-op8-explanation": (Test.REPORT, date(2019, 3, 22), 0.5),
        "r2397-op8-final-report": (Test.REPORT, date(2020, 3, 22), None),
    }


def test_the_explanation_is_conditional_and_keeps_the_exceptions(seeded: Session):
    explanation, duty = (obligation(seeded, f"r2397-op8-{name}") for name in ("explanation", "repatriation"))
    assert "fewer than half" in explanation.condition
    assert explanation.exemptions == duty.exemptions
    assert len(duty.exemptions) == 2


def test_a_correction_of_the_law_begins_a_ripple_and_one_of_our_words_does_not(seeded: Session, seed_copy: Path):
    edit(seed_copy, "obligations.yaml", "r2397-op4-crude-oil-cap", "value: 4000000", "value: 3000000")
    edit(seed_copy, "obligations.yaml", "r2397-op5-refined-petroleum-cap", "Refined petroleum cap", "A cap")
    seeding.load(seeded, folder=seed_copy, at=datetime(2026, 11, 23, tzinfo=UTC))
    (begun,) = ripples.every(seeded)
    assert begun.obligation.key == "r2397-op4-crude-oil-cap"
    assert begun.changes == ["Limit 1: value changed from 4000000.0 to 3000000.0."]


def test_a_duty_ends_on_the_day_on_which_a_later_one_takes_its_place(seeded: Session, seed_copy: Path):
    edit(seed_copy, "obligations.yaml", "r2371-op11-worker-cap", "ended: '2017-09-11'", "ended: '2017-09-12'")
    with pytest.raises(SeedError, match="takes its place on 2017-09-11"):
        load_law(seeded, folder=seed_copy)


def test_every_judged_rule_gives_the_due_date(seeded: Session):
    query = select(Deadline).where(Deadline.judged, Deadline.obligation.has(Obligation.recurs.is_(None)))
    query = query.options(selectinload(Deadline.obligation))
    deadlines = seeded.scalars(query).all()
    assert len({deadline.obligation_id for deadline in deadlines}) == len(deadlines) == 17
    for deadline in deadlines:
        start = deadline.obligation.effective
        assert start is not None
        assert due_dates(parse_rule(deadline.rule), start=start, until=date.max)[0].due == deadline.day
        assert deadline.day == deadline.obligation.due


def test_only_a_duty_with_a_judged_deadline_has_a_due_date_or_a_rule_that_gives_one(seeded: Session):
    judged = set(seeded.scalars(select(Deadline.obligation_id).where(Deadline.judged)))
    dated = select(Obligation.id).where(or_(Obligation.due.is_not(None), Obligation.recurs.is_not(None)))
    assert judged == set(seeded.scalars(dated))


def test_a_deadline_that_comes_again_or_from_an_event_is_a_rule_without_a_day(seeded: Session):
    query = select(Obligation.key, Obligation.recurs, Obligation.due).where(Obligation.recurs.is_not(None))
    assert set(seeded.execute(query)) == {
        ("r1874-op10-salw-notice", "-5 days from event", None),
        ("r2321-op26-coal-monthly-report", "monthly +30 days", None),
        ("r2397-op4-crude-90-day-report", "every 90 days", None),
        ("r2397-op5-refined-petroleum-30-day-report", "every 30 days", None),
    }


@pytest.mark.parametrize(
    ("model", "full", "partial", "none"),
    [(Resolution, 20, 59, 0), (Obligation, 46, 66, 22), (Regime, 9, 24, 0), (FailedDraft, 3, 1, 0)],
    ids=lambda value: getattr(value, "__tablename__", None),
)
def test_no_mark_is_above_that_of_the_facts(seeded: Session, model, full, partial, none):
    marks = Counter(row["verification"] for row in seeded.scalars(select(model.provenance)))
    assert (marks["full"], marks["partial"], marks["none"]) == (full, partial, none)


def test_what_is_not_fully_verified_names_the_fields(seeded: Session):
    for model in (Resolution, Provision, Obligation, Regime, FailedDraft):
        for provenance in seeded.scalars(select(model.provenance)):
            assert bool(provenance["unverified_fields"]) == (provenance["verification"] != "full")


def test_a_provision_has_the_lowest_mark_of_its_duties(seeded: Session):
    for provision in seeded.scalars(select(Provision).options(selectinload(Provision.obligations))):
        lowest = min((duty.provenance["verification"] for duty in provision.obligations), key=RANK.__getitem__)
        assert provision.provenance["verification"] == lowest


def test_a_superseded_duty_ends_when_the_first_later_one_takes_its_place(seeded: Session):
    for duty in seeded.scalars(select(Obligation).options(selectinload(Obligation.changed_by))):
        days = [change.effective for change in duty.changed_by if change.relation_type is RelationType.SUPERSEDES]
        assert duty.ended == min(days, default=None)
        assert bool(duty.ended_by) == bool(days)


def test_the_coal_cap_of_december_2016_stays_open_to_judgement(seeded: Session):
    cap = obligation(seeded, "r2321-op26-coal-cap-dec-2016")
    assert (cap.ended, cap.due) == (None, date(2016, 12, 31))


def test_duties_sort_by_resolution_and_paragraph(seeded: Session):
    query = select(Resolution.number, Provision.paragraph).join(Provision.resolution).join(Provision.obligations)
    rows = seeded.execute(query.order_by(Obligation.sort_key)).all()
    places = [(number, parse_paragraph(paragraph)) for number, paragraph in rows]
    assert places == sorted(places)  # type: ignore[type-var] - every place in the record can be read


def test_paragraphs_sort_as_they_stand_in_the_text():
    in_order = "8; 8(a); 8(a)(ii); 8(a)(iii); 8(a)(ix); 8(a)(x); 8(b); 9; 10; 26(b)"
    places = [place for text in in_order.split(";") if (place := parse_paragraph(text))]
    keys = [paragraph_sort(place) for place in places]
    assert keys == sorted(keys)
    assert len(set(keys)) == 10


def test_titles_are_short_and_tell_duties_apart(seeded: Session):
    titles = seeded.scalars(select(Obligation.title)).all()
    assert len(set(titles)) == len(titles)
    assert max(map(len, titles)) <= 60


def test_every_resolution_belongs_to_a_regime_but_three(seeded: Session):
    linked = select(RegimeResolution.resolution_id)
    assert set(seeded.scalars(select(Resolution.number).where(Resolution.id.not_in(linked)))) == {1373, 1701, 1730}


def test_no_state_goes_by_a_name_that_is_not_the_uns(seeded: Session):
    others = {name.strip() for name in NOT_THE_UNS.split(";")}
    assert not set(seeded.scalars(select(State.name))) & others


def test_states_sort_without_case_and_accents(seeded: Session):
    by_name = {row.name: row.sort_name for row in seeded.scalars(select(State))}
    assert by_name["Côte d'Ivoire"] == "cote divoire"
    assert by_name["Türkiye"] == "turkiye"


def test_an_actor_of_a_state_leads_to_it(seeded: Session):
    assert seeded.scalars(select(Actor.state_code).where(Actor.key == "hong-kong")).one() == "CHN"
