"""The report as FollowTheMoney entities: the library reads and validates them, and statements add up to them.

The version of the library in the lock reads entities and keeps `statements` as context. Later ones read the rows, too,
but need a library that has no wheel, so the rows are checked here by their rules; and all is said in words that both
models have.
"""

import hashlib
import json
from dataclasses import replace

import pytest
from followthemoney import model
from followthemoney.proxy import EntityProxy
from followthemoney.types import registry

from tests.exports.documents import (
    FEW,
    PLEDGE,
    WAITING,
    copy_of,
    document,
    everything,
    saying,
    secretive,
)
from tracker.domain.public_edition import public
from tracker.domain.report import ReportState
from tracker.exports import as_ftm

NAMING = replace(PLEDGE, states=("RUS", "CHN"), relay=("TASS",))
WORLDS = {
    "full": document(),
    "everything": everything(),
    "naming": document(
        evidence=(NAMING, WAITING), states=(*document().states, ReportState("ALL", "all states together"))
    ),
    "restricted": secretive(),
    "public": public(secretive()),
    "bare": document(manifest=None, cells=(), evidence=(), states=(), obligations=(), terms=()),
    **{name: saying(words) for name, words in FEW.items()},
}
READ = document(evidence=(PLEDGE,))
STATEMENT = {
    *("id", "entity_id", "canonical_id", "schema", "prop", "value", "dataset", "lang", "original_value"),
    *("external", "first_seen", "last_seen", "origin"),
}


def lines(found) -> list[dict]:
    return [json.loads(line) for line in as_ftm.render(copy_of(found)).splitlines()]


def entities(found) -> list[EntityProxy]:
    return [model.get_proxy(line) for line in lines(found)]


def of(found, schema: str) -> list[EntityProxy]:
    return [one for one in entities(found) if one.schema.name == schema]


@pytest.mark.parametrize("found", WORLDS.values(), ids=WORLDS.keys())
def test_the_library_reads_every_entity_with_every_value(found) -> None:
    for line, entity in zip(lines(found), entities(found), strict=True):
        assert entity.properties == line["properties"]
        assert all(name in entity.schema.properties for name in line["properties"])
        assert registry.entity.clean(entity.id) == entity.id
        assert all(entity.get(name) for name in entity.schema.required)


@pytest.mark.parametrize("name", ["full", "everything", "naming", "restricted", "public", "bare"])
def test_the_library_finds_every_value_valid(name) -> None:
    for line in lines(WORLDS[name]):
        told = {key: line[key] for key in ("id", "schema", "properties")}
        model.get_proxy(told).schema.validate(told)
        assert model.get_proxy(told, cleaned=False).countries == model.get_proxy(told).countries


@pytest.mark.parametrize("found", WORLDS.values(), ids=WORLDS.keys())
def test_statements_add_up_to_their_entity(found) -> None:
    for line in lines(found):
        *told, whole = line["statements"]
        assert all(set(one) == STATEMENT for one in line["statements"])
        summed: dict[str, list[str]] = {}
        for one in told:
            summed.setdefault(one["prop"], []).append(one["value"])
        assert {name: list(dict.fromkeys(values)) for name, values in summed.items()} == line["properties"]
        assert {(one["entity_id"], one["canonical_id"], one["schema"]) for one in line["statements"]} == {
            (line["id"], line["id"], line["schema"])
        }
        assert whole["prop"] == "id"


@pytest.mark.parametrize("found", WORLDS.values(), ids=WORLDS.keys())
def test_ids_of_statements_are_those_that_the_library_makes(found) -> None:
    ids = [one["id"] for line in lines(found) for one in line["statements"]]
    assert len(ids) == len(set(ids))
    for line in lines(found):
        for one in line["statements"]:
            key = "{dataset}.{entity_id}.{prop}.{value}".format(**one) + (f"@{one['lang']}" if one["lang"] else "")
            assert one["id"] == hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()


def test_a_statement_says_from_which_claim_it_is_and_what_the_source_had_written() -> None:
    told = {(one["prop"], one["value"]): one for line in lines(READ) for one in line["statements"]}
    words = told["summary", "The workers will leave by the deadline."]
    assert (words["origin"], words["first_seen"], words["last_seen"], words["dataset"]) == (
        *("ru-pledge", "2026-11-23T12:00:00", "2026-11-23T12:00:00"),
        "tracker_report_7_full",
    )
    assert told["country", "ru"]["original_value"] == "RUS"
    assert told["language", "rus"]["original_value"] == "ru"
    assert told["summary", "«до конца 2019 года»"]["lang"] == "rus"


def test_findings_lead_to_state_duty_and_sources() -> None:
    every = {one.id: one for one in entities(document())}
    found = [one for one in every.values() if one.schema.name == "Note" and "-cell-" in str(one.id)]
    assert [one.get("keywords")[0] for one in found] == [cell.outcome for cell in document().cells]
    state, duty = (every[key] for key in found[0].get("entity"))
    assert (state.caption, state.countries, duty.first("name")) == ("Russian Federation", ["ru"], "Repatriate workers")
    assert every[duty.first("entity")].first("title") == "S/RES/2397(2017)"
    assert every[found[0].first("proof")].get("notes") == ["SHA-256 of a kept copy: " + "f" * 64]


@pytest.mark.parametrize("name", ["full", "everything", "naming", "restricted", "public"])
def test_every_name_of_an_entity_leads_to_one(name) -> None:
    every = entities(WORLDS[name])
    ids = [one.id for one in every]
    assert len(ids) == len(set(ids))
    assert {value for one in every for value in one.get_type_values(registry.entity)} <= set(ids)


def test_a_claim_is_an_event_with_its_states_speaker_and_sources() -> None:
    every = {one.id: one for one in entities(WORLDS["naming"])}
    event = of(WORLDS["naming"], "Event")[0]
    assert (event.first("date"), event.get("country")) == ("2018-01-30", ["ru", "cn"])
    assert [every[key].caption for key in event.get("involved")] == ["Russian Federation"]
    assert every[event.first("organizer")].caption == "Alexander Matsegora"
    (edge, _) = of(WORLDS["naming"], "Documentation")
    assert (edge.first("role"), edge.first("entity")) == ("third paragraph", event.id)
    assert every[edge.first("document")].caption == "Россия выполнит"


def test_no_entity_is_a_sanction_and_all_states_together_have_no_country() -> None:
    assert of(document(), "Sanction") == []
    assert [one.get("country") for one in of(WORLDS["naming"], "PublicBody")] == [["ru"], ["ci"], []]


@pytest.mark.parametrize(
    ("changes", "prop", "values"),
    [
        ({"published": "2018-01"}, "publishedAt", ["2018-01"]),
        ({"published": "early 2018"}, "notes", ["Published: early 2018"]),
        ({"language": "xx"}, "notes", ["Language: xx"]),
        ({"address": "ftp://example.org/a"}, "notes", ["Address: ftp://example.org/a"]),
        ({"symbol": "S/2019/239"}, "fileName", ["S/2019/239"]),
    ],
)
def test_what_a_property_cannot_hold_is_kept_as_a_note(changes, prop, values) -> None:
    cited = replace(PLEDGE.citations[0], hashes=(), **changes)
    found = document(evidence=(replace(PLEDGE, citations=(cited,)),))
    assert next(one for one in entities(found) if "-source-" in str(one.id)).get(prop) == values


@pytest.mark.parametrize(("code", "made"), [("PRK", "kp"), ("PSE", "ps"), ("VAT", "va"), ("ALL", ""), ("", "")])
def test_a_state_has_the_code_of_the_library(code, made) -> None:
    assert as_ftm.country(code) == made


def test_speakers_whose_names_are_withheld_do_not_become_one() -> None:
    assert [one.caption for one in of(public(secretive()), "LegalEntity")] == ["Alexander Matsegora"]
    assert of(public(secretive()), "Event")[0].get("organizer") == []


def test_a_change_is_a_note_on_its_states_and_its_duty_and_nothing_is_made_of_days_counts_and_figures() -> None:
    every = {one.id: one for one in entities(everything())}
    first, _ = [one for one in every.values() if "-change-" in str(one.id)]
    assert (first.schema.name, first.get("keywords")) == ("Note", ["pledged", "in_progress"])
    about = [every[key].first("name") for key in first.get("entity")]
    assert about == ["Russian Federation", "Côte d'Ivoire", "Repatriate workers"]
    assert first.get("description") == ["Claim ru-pledge was accepted."]
    assert every[first.first("proof")].caption == "Россия выполнит"
    assert every.keys() - {one.id for one in entities(document())} == {one for one in every if "-change-" in str(one)}
