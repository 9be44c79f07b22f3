"""The report as OSCAL assessment results: trestle reads them, and writes every value again as it was."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from trestle.oscal.assessment_results import AssessmentResults

from tests.exports.documents import (
    FEW,
    PLEDGE,
    RETURN,
    copy_of,
    document,
    everything,
    quiet,
    saying,
    secretive,
)
from tracker.domain.public_edition import public
from tracker.domain.report_copy import Approved, Ended, EndKind
from tracker.domain.vocabulary import Outcome
from tracker.exports import as_oscal
from tracker.exports.oscal_words import SATISFIED, markdown, string, token
from tracker.exports.references import one_line

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)")
ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
WORLDS = {
    "full": document(),
    "everything": everything(),
    "restricted": secretive(),
    "public": public(secretive()),
    "bare": document(manifest=None, cells=(), states=(), obligations=(), terms=()),
    "no evidence": document(evidence=()),
    **{name: saying(words) for name, words in FEW.items()},
}


def read(found, tmp_path, **changes) -> tuple[dict, dict]:
    """What is written, and what trestle writes after reading it."""
    raw = as_oscal.render(replace(copy_of(found), **changes))
    place = tmp_path / "assessment-results.json"
    place.write_bytes(raw)
    model = AssessmentResults.oscal_read(place)
    assert model is not None
    return json.loads(raw)["assessment-results"], json.loads(model.oscal_serialize_json())["assessment-results"]


def told(value: Any) -> Any:
    """A value with instants to the millisecond, which is what trestle keeps of them."""
    if isinstance(value, dict):
        return {name: told(one) for name, one in value.items()}
    if isinstance(value, list):
        return [told(one) for one in value]
    if isinstance(value, str) and INSTANT.fullmatch(value):
        return round(datetime.fromisoformat(value).timestamp(), 3)
    return value


def prop(node: dict, name: str) -> str | None:
    return next((one["value"] for one in node["props"] if one["name"] == name), None)


@pytest.mark.parametrize("found", WORLDS.values(), ids=WORLDS.keys())
def test_trestle_reads_and_writes_every_value_as_it_was(found, tmp_path) -> None:
    written, again = read(found, tmp_path)
    assert told(again) == told(written)


@pytest.mark.parametrize("words", FEW.values(), ids=FEW)
def test_hostile_words_stand_whole_in_properties_and_dead_in_markdown(words, tmp_path) -> None:
    _, made = read(saying(words), tmp_path)
    observation = made["results"][0]["observations"][0]
    assert prop(made["metadata"], "title") == prop(observation, "statement") == string(words)
    assert prop(observation["relevant-evidence"][0], "quotation") == string(words)
    assert ESCAPED.sub(r"\1", observation["description"]) == one_line(words)
    assert not re.search(r"(?<!\\)[<*_`\[]", observation["description"])


def test_findings_are_the_cells_with_their_outcomes_and_evidence(tmp_path) -> None:
    _, made = read(document(), tmp_path)
    result = made["results"][0]
    cells = [(prop(one, "state"), prop(one, "obligation"), prop(one, "outcome")) for one in result["findings"]]
    assert cells == [(cell.state, cell.obligation, cell.outcome) for cell in document().cells]
    observed = {one["uuid"]: prop(one, "claim") for one in result["observations"]}
    related = [observed[one["observation-uuid"]] for one in result["findings"][0]["related-observations"]]
    assert related == ["ru-pledge", "ru-article"]
    assert "risks" not in result


def test_evidence_leads_to_a_resource_with_the_hash_of_the_kept_copy(tmp_path) -> None:
    _, made = read(document(), tmp_path)
    evidence = made["results"][0]["observations"][0]["relevant-evidence"][0]
    resources = {f"#{one['uuid']}": one for one in made["back-matter"]["resources"]}
    link = resources[evidence["href"]]["rlinks"][0]
    assert (link["href"], link["hashes"]) == (
        "https://example.org/1?a=1&b=2",
        [{"algorithm": "SHA-256", "value": "f" * 64}],
    )
    assert prop(evidence, "quotation") == "«до конца 2019 года»"
    assert made["import-ap"]["href"] in resources


def test_an_observation_says_who_spoke_who_reviewed_and_when(tmp_path) -> None:
    _, made = read(document(), tmp_path)
    names = {one["uuid"]: one["name"] for one in made["metadata"]["parties"]}
    first, second, _ = made["results"][0]["observations"]
    actors = [(one["actors"][0]["role-id"], names[one["actors"][0]["actor-uuid"]]) for one in first["origins"]]
    assert actors == [("speaker", "Alexander Matsegora"), ("reviewer", "Rita Reviewer")]
    assert (first["collected"], second["collected"]) == ("2026-11-01T09:30:00+00:00", "2026-11-23T12:00:00+00:00")
    assert "expires" not in first


def test_observations_of_a_report_that_ended_expire_then_and_an_approval_is_an_attestation(tmp_path) -> None:
    ended = Ended(EndKind.WITHDRAWN, "Rita Reviewer", AT, "Retracted.")
    _, made = read(document(), tmp_path, approved=Approved("Rex Reviewer", AT), ended=ended)
    assert {one["expires"] for one in made["results"][0]["observations"]} == {"2026-11-24T09:00:00+00:00"}
    assert made["results"][0]["attestations"][0]["parts"][0]["prose"] == "Approved by Rex Reviewer on 24 November 2026."


@pytest.mark.parametrize("outcome", Outcome)
def test_every_outcome_has_a_state_and_stands_beside_it(outcome, tmp_path) -> None:
    cells = (quiet("RUS", RETURN.key, outcome.value, None),)
    _, made = read(document(cells=cells), tmp_path)
    (finding,) = made["results"][0]["findings"]
    status = finding["target"]["status"]
    assert (status["state"], status["reason"]) == SATISFIED[outcome]
    assert prop(finding, "outcome") == outcome.value


def test_only_what_is_shown_passes_or_fails() -> None:
    assert {one for one, (_, reason) in SATISFIED.items() if reason == "pass"} == {"fulfilled", "fulfilled_late"}
    assert {one for one, (_, reason) in SATISFIED.items() if reason == "fail"} == {"breached", "overdue"}
    assert SATISFIED[Outcome.NO_INFORMATION] == ("not-satisfied", "other")


def test_names_of_objects_are_the_same_for_the_same_report_and_others_for_another(tmp_path) -> None:
    one, _ = read(document(), tmp_path)
    other, _ = read(document(number=8), tmp_path)
    assert UUID(one["uuid"]).version == 5
    assert one == read(document(), tmp_path)[0]
    found = [re.findall(r'"uuid": "([^"]+)"', json.dumps(made)) for made in (one, other)]
    assert len(found[0]) == len(set(found[0]))
    assert not set(found[0]) & set(found[1])


@pytest.mark.parametrize(("key", "made"), [("r2397-op8", "r2397-op8"), ("8 (b)", "_8--b-"), ("", "_")])
def test_a_key_becomes_a_token(key, made) -> None:
    assert token(key) == made


@pytest.mark.parametrize(
    ("words", "made"),
    [
        ("*a* [b](c) <d>", "\\*a\\* \\[b\\](c) \\<d\\>"),
        *[("- a", "\\- a"), ("12. a", "12\\. a"), ("a - 1. b", "a - 1. b"), ("# a", "\\# a")],
        *[("{{ insert: param, x }}", "\\{\\{ insert: param, x \\}\\}"), ("a\nb", "a⟦U+000A⟧b")],
    ],
)
def test_markdown_shows_words_as_they_are(words, made) -> None:
    assert markdown(words) == made


def test_a_claim_without_words_is_described_by_its_key(tmp_path) -> None:
    _, made = read(document(evidence=(replace(PLEDGE, statement=""),)), tmp_path)
    assert made["results"][0]["observations"][0]["description"] == "ru-pledge"


def test_changes_days_counts_and_figures_are_observations_with_their_facts_as_properties(tmp_path) -> None:
    _, made = read(everything(), tmp_path)
    found = made["results"][0]["observations"][3:]
    assert [one["types"] for one in found] == [[kind] for kind in ("change", "change", "day", "day", "count", "figure")]
    change, _, day, _, count, figure = found
    names = {one["uuid"]: one["name"] for one in made["metadata"]["parties"]}
    assert [names[one["subject-uuid"]] for one in change["subjects"]] == ["Russian Federation", "Côte d'Ivoire"]
    assert (prop(change, "outcome-before"), prop(change, "outcome")) == ("pledged", "in_progress")
    assert prop(change, "cause") == "Claim ru-pledge was accepted."
    assert (prop(day, "day"), prop(day, "judged"), prop(day, "has-passed")) == ("2019-12-22", "true", "false")
    assert (prop(count, "count"), prop(count, "earlier-count"), prop(count, "named-both")) == (
        "47",
        "30",
        "RUS; ru-pledge",
    )
    assert (prop(figure, "row"), prop(figure, "claim")) == ("Year: 2018; Workers: 12,000", "ru-pledge")
    assert {one["collected"] for one in found} == {"2026-11-23T12:00:00+00:00"}
