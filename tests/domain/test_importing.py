"""Which columns fill which fields: what is refused, what is guessed, what is kept for the next file."""

import pytest

from tracker.domain.errors import RuleBroken
from tracker.domain.importing import ImportNoun, Mapped, check_mapping, check_name
from tracker.intake import import_columns

COLUMNS = ("Country", "Amount", "Month")
KNOWN = ("state", "value", "reference", "unit")


def _faults(mapped: Mapped) -> list[str]:
    try:
        check_mapping(mapped, columns=COLUMNS, known=KNOWN, needed=KNOWN)
    except RuleBroken as refused:
        return [problem.field for problem in refused.problems]
    return []


@pytest.mark.parametrize(
    ("fields", "constants", "fields_at_fault"),
    [
        (("state", "value", "reference"), {"unit": "t"}, []),
        (("state", "", "reference"), {"unit": "t"}, [""]),
        (("state", "state", "reference"), {"unit": "t"}, ["column-1", ""]),
        (("state", "colour", "reference"), {"unit": "t"}, ["column-1", ""]),
        (("state", "value", "reference"), {"unit": "t", "state": "China"}, ["constant-state"]),
        (("state", "value", "reference"), {"unit": "t", "colour": "red"}, ["constant-colour"]),
        (("state", "value"), {"unit": "t", "reference": "2018"}, [""]),
    ],
    ids=["right", "missing", "twice", "unknown", "filled already", "unknown constant", "other width"],
)
def test_each_fault_of_a_mapping_stands_at_its_column(fields, constants, fields_at_fault):
    mapped = Mapped(fields, constants)
    assert _faults(mapped) == fields_at_fault
    assert Mapped.of_plain(mapped.as_plain()) == mapped


@pytest.mark.parametrize("name", ["", "x" * 121])
def test_a_saved_mapping_needs_a_name_that_can_be_shown(name):
    with pytest.raises(RuleBroken) as refused:
        check_name(name)
    assert refused.value.field == "save_as"


@pytest.mark.parametrize(
    ("noun", "columns", "fields"),
    [
        (
            ImportNoun.QUANTITIES,
            ("Member State", "Barrels", "Month", "Remarks", "X"),
            "state value reference notes ",
        ),
        (ImportNoun.QUANTITIES, ("Date", "Value", "Amount", "faults"), "reference value  "),
        (ImportNoun.CLAIMS, ("SAID", "states", "Source title", "URL"), "said states title addresses"),
        (ImportNoun.SOURCES, ("Document", "UN symbol", "Date published"), "title symbol published"),
        (ImportNoun.LAW, ("obligation", "limit value", "From", "Until"), "obligation limit_value first last"),
    ],
)
def test_columns_are_recognised_by_their_names_each_field_once(noun, columns, fields):
    assert import_columns.guess(noun, columns).fields == tuple(fields.split(" "))


@pytest.mark.parametrize("noun", ImportNoun)
def test_a_template_maps_onto_itself(noun):
    names = import_columns.names(noun)
    assert import_columns.guess(noun, names).fields == names


def test_a_saved_mapping_fits_another_file_as_far_as_its_columns_go():
    saved = Mapped(("state", "value", ""), {"unit": "bbl", "speaker": "China"}).by_header(COLUMNS)
    assert saved == {"Country": "state", "Amount": "value"}
    found = import_columns.mapped(ImportNoun.QUANTITIES, ("Amount", "New"), saved, {"unit": "bbl", "colour": "red"})
    assert found == Mapped(("value", ""), {"unit": "bbl"})
    assert found.column_of("value", ("Amount", "New")) == "Amount"
    assert found.column_of("state", ("Amount", "New")) == ""
