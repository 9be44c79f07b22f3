"""The report as JSON-LD: a processor that may ask no other place for anything expands it without loss."""

import json
from dataclasses import replace
from typing import Any, NoReturn

import pytest
from pyld import jsonld
from pyld.options import ExpandOptions

from tests.exports.documents import (
    FEW,
    PLEDGE,
    copy_of,
    document,
    everything,
    saying,
    secretive,
)
from tracker.domain.public_edition import public
from tracker.exports import as_jsonld

SCHEMA, PROV, OURS = "https://schema.org/", "http://www.w3.org/ns/prov#", "urn:tracker:terms#"


def refuse(url: str, options: dict) -> NoReturn:
    raise AssertionError(f"something was asked for: {url}")


def expanded(source: dict) -> list[dict]:
    """The graph as a processor reads it; a key that it would drop is an error."""
    dropped: list[str | None] = []
    options = ExpandOptions(documentLoader=refuse)
    found = jsonld.expand(source, options, on_property_dropped=dropped.append)
    assert dropped == []
    return found


def iri(name: str, context: dict) -> str:
    """What a compact name or a key stands for."""
    prefix, colon, rest = name.partition(":")
    if colon and prefix in context:
        return context[prefix] + rest
    if name in context:
        entry = context[name]
        return iri(entry["@id"] if isinstance(entry, dict) else entry, context)
    return name


def several(value: Any) -> list:
    return value if isinstance(value, list) else [value]


def losses(source: Any, found: Any, context: dict, key: str = "") -> list[str]:
    """Every key and value of a source that its expansion does not have, or has as something else."""
    if isinstance(source, dict) and "@value" not in source:
        return [loss for name, value in source.items() for loss in lost(name, value, found, context)]
    kind = context[key].get("@type") if isinstance(context.get(key), dict) else None
    if isinstance(source, dict):
        expected = source | {"@language": source["@language"].lower()}
        found = found | {"@language": found["@language"].lower()}
    elif kind == "@id":
        expected = {"@id": source}
    else:
        expected = {"@value": source} | ({"@type": iri(kind, context)} if kind else {})
    return [] if found == expected else [f"{key}: {source!r} became {found!r}"]


def lost(name: str, value: Any, found: dict, context: dict) -> list[str]:
    if name == "@id":
        return [] if found[name] == value else [f"@id: {value}"]
    if name == "@type":
        return [] if found[name] == [iri(one, context) for one in several(value)] else [f"@type: {value}"]
    there = found.get(iri(name, context), [])
    if len(there) != len(several(value)):
        return [f"{name}: {value!r} became {there!r}"]
    pairs = zip(several(value), there, strict=True)
    return [loss for one, other in pairs for loss in losses(one, other, context, name)]


def graph(found) -> tuple[dict, list[dict]]:
    source = json.loads(as_jsonld.render(copy_of(found)))
    return source, expanded(source)


WORLDS = {
    "full": document(),
    "everything": everything(),
    "restricted": secretive(),
    "public": public(secretive()),
    "bare": document(manifest=None, cells=(), evidence=(), states=(), obligations=(), terms=()),
    **{name: saying(words) for name, words in FEW.items()},
}


@pytest.mark.parametrize("found", WORLDS.values(), ids=WORLDS.keys())
def test_every_key_and_every_value_is_found_in_the_expansion(found) -> None:
    source, read = graph(found)
    assert len(source["@graph"]) == len(read)
    pairs = zip(source["@graph"], read, strict=True)
    assert [loss for node, other in pairs for loss in losses(node, other, source["@context"])] == []


def test_a_context_that_is_elsewhere_would_be_noticed() -> None:
    with pytest.raises(jsonld.JsonLdError, match="loading remote context failed"):
        expanded({"@context": "https://schema.org/", "name": "x"})


def test_a_loss_would_be_noticed() -> None:
    source = json.loads(as_jsonld.render(copy_of(document())))
    source["@graph"][0]["unheard"] = "of"
    with pytest.raises(AssertionError):
        expanded(source)
    assert losses({"name": "a"}, {f"{SCHEMA}name": [{"@value": "b"}]}, source["@context"])


def of_type(read: list[dict], kind: str) -> list[dict]:
    return [node for node in read if kind in node.get("@type", [])]


def value(node: dict, name: str) -> Any:
    return next(iter(node.get(name, [{}])[0].values()), None)


def test_each_reviewed_claim_has_a_review_with_the_admiralty_pair() -> None:
    _, read = graph(document())
    (review,) = of_type(read, f"{SCHEMA}ClaimReview")
    (claim,) = [one for one in of_type(read, f"{SCHEMA}Claim") if one["@id"] == value(review, f"{SCHEMA}itemReviewed")]
    assert value(claim, f"{SCHEMA}text") == PLEDGE.statement
    assert value(claim[f"{SCHEMA}author"][0], f"{SCHEMA}name") == "Alexander Matsegora"
    assert value(review[f"{SCHEMA}author"][0], f"{SCHEMA}name") == "Rita Reviewer"
    assert [value(one, f"{SCHEMA}ratingValue") for one in review[f"{SCHEMA}reviewRating"]] == ["2", "C"]
    assert value(review[f"{SCHEMA}comment"][0], f"{SCHEMA}text") == "The words were translated twice."
    sources = {one["@id"]: one for one in of_type(read, f"{SCHEMA}CreativeWork")}
    assert value(sources[value(claim, f"{SCHEMA}appearance")], f"{SCHEMA}name") == "Россия выполнит"


def test_provenance_leads_from_a_finding_to_the_kept_copy() -> None:
    _, read = graph(document())
    nodes = {node["@id"]: node for node in read if "@id" in node}
    report = nodes[copy_of(document()).mark]
    making = nodes[value(report, f"{PROV}wasGeneratedBy")]
    assert value(nodes[value(report, f"{PROV}wasAttributedTo")], f"{SCHEMA}name") == "Anna Analyst"
    finding = nodes[value(report, f"{SCHEMA}hasPart")]
    claim = nodes[value(finding, f"{PROV}wasDerivedFrom")]
    page = nodes[value(claim, f"{PROV}wasDerivedFrom")]
    kept = nodes[value(page, f"{SCHEMA}encoding")]
    assert value(kept, f"{SCHEMA}sha256") == "f" * 64
    assert {kept["@id"], claim["@id"]} <= {one["@id"] for one in making[f"{PROV}used"]}


def test_outcomes_are_those_of_the_cells() -> None:
    _, read = graph(document())
    outcomes = [value(one, f"{OURS}outcome") for one in of_type(read, f"{OURS}Finding")]
    assert outcomes == [cell.outcome for cell in document().cells]


def pointers(node: Any) -> list[str]:
    """Names of other nodes, wherever they stand in one."""
    if isinstance(node, list):
        return [name for one in node for name in pointers(one)]
    if not isinstance(node, dict):
        return []
    return [node["@id"]] if list(node) == ["@id"] else pointers(list(node.values()))


def test_every_name_leads_to_a_node() -> None:
    _, read = graph(everything())
    named = pointers(read)
    assert len(named) > 20
    assert set(named) <= {node["@id"] for node in read if "@id" in node}


def test_words_stand_in_their_language_where_it_is_one() -> None:
    _, read = graph(document())
    quoted = of_type(read, f"{SCHEMA}Claim")[0][f"{OURS}citation"][0][f"{OURS}quotation"]
    assert quoted == [{"@value": "«до конца 2019 года»", "@language": "ru"}]
    odd = replace(PLEDGE, citations=(replace(PLEDGE.citations[0], language="no language"),))
    _, read = graph(document(evidence=(odd,)))
    quoted = of_type(read, f"{SCHEMA}Claim")[0][f"{OURS}citation"][0][f"{OURS}quotation"]
    assert quoted == [{"@value": "«до конца 2019 года»"}]


# What reports of some kinds hold beside cells and evidence.


def texts(nodes: list[dict], name: str) -> list[Any]:
    return [value(node, name) for node in nodes]


def test_a_change_has_both_outcomes_its_states_and_its_causes() -> None:
    _, read = graph(everything())
    first, _ = changes = of_type(read, f"{OURS}Change")
    assert texts(changes, f"{OURS}outcome") == ["in_progress", "in_progress"]
    assert value(first[f"{OURS}before"][0], f"{OURS}outcome") == "pledged"
    assert [one["@id"].rpartition("#")[2] for one in first[f"{OURS}state"]] == ["state/RUS", "state/CIV"]
    assert value(first[f"{OURS}reason"][0], f"{OURS}sentence") == "Claim ru-pledge was accepted."
    assert str(value(first, f"{PROV}wasDerivedFrom")).endswith("#claim/ru-pledge")
    (freezing,) = of_type(read, f"{PROV}Activity")
    assert freezing[f"{OURS}before"][0][f"{OURS}asOf"][0]["@value"] == "2018-01-01"


def test_a_day_is_an_event_and_a_count_an_observation_of_a_quantity() -> None:
    _, read = graph(everything())
    days = of_type(read, f"{SCHEMA}Event")
    assert [one[f"{SCHEMA}startDate"] for one in days] == [
        [{"@value": day, "@type": "http://www.w3.org/2001/XMLSchema#date"}] for day in ("2019-12-22", "2020-03-22")
    ]
    assert texts(days, f"{SCHEMA}name") == ["due", "report due"]
    assert texts(days, f"{OURS}judged") == [True, False]
    counts = of_type(read, f"{SCHEMA}Observation")
    amounts = [one[f"{SCHEMA}value"][0] for one in counts]
    assert [(value(one, f"{SCHEMA}value"), value(one, f"{SCHEMA}unitText")) for one in amounts] == [
        (47, "states"),
        (30, "states"),
    ]
    assert {kind for one in amounts for kind in one["@type"]} == {f"{SCHEMA}QuantitativeValue"}
    assert [one[f"{SCHEMA}observationDate"][0]["@value"] for one in counts] == ["2019-12-22", "2019-03-22"]
    (named,) = counts[0][f"{OURS}named"]
    assert value(named, f"{SCHEMA}name") == "Named by both"
    assert str(value(named[f"{SCHEMA}member"][0], f"{OURS}state")).endswith("#state/RUS")


def test_a_figure_is_a_dataset_with_every_row_as_it_is_printed() -> None:
    _, read = graph(everything())
    (found,) = of_type(read, f"{SCHEMA}Dataset")
    assert [one["@value"] for one in found[f"{SCHEMA}variableMeasured"]] == ["Year", "Workers"]
    said = found[f"{OURS}row"][0][f"{SCHEMA}additionalProperty"]
    assert [(value(one, f"{SCHEMA}name"), value(one, f"{SCHEMA}value")) for one in said] == [
        ("Year", "2018"),
        ("Workers", "12,000"),
    ]
    parts = {one["@id"] for one in read[0][f"{SCHEMA}hasPart"]}
    assert {f"{read[0]['@id']}#{name}" for name in ("figure/1", "change/2", "day/2", "count", "earlier-count")} <= parts
