"""Entities of FollowTheMoney as sums of statements: one statement for each value, with where it is from.

A line holds an entity twice over: `properties` for readers that know entities, and `statements`, of which each has the
id that the FollowTheMoney library makes, so that two reports that say the same agree.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

_OUTSIDE_ID = re.compile(r"[^0-9A-Za-z.-]+")


@dataclass(frozen=True, slots=True)
class Seen:
    """What all statements of a report have in common: the dataset, and the instant at which they were known."""

    dataset: str
    at: datetime


@dataclass(slots=True)
class Entity:
    """An entity being put together. `origin` is the key of the claim that it is from, or `report`."""

    seen: Seen
    id: str
    schema: str
    origin: str = "report"
    statements: list[dict[str, Any]] = field(default_factory=list)

    def say(self, prop: str, value: str, *, lang: str = "", original: str = "") -> None:
        """Add a statement; an empty value says nothing, and the same one twice is one."""
        if not value:
            return
        made = self._statement(prop, value, lang or None, original if original != value else "")
        if made["id"] not in {one["id"] for one in self.statements}:
            self.statements.append(made)

    def made(self) -> dict[str, Any]:
        """The entity with its statements. The last one is of the entity itself, and its value changes when any does."""
        whole = [*self.statements, self._statement("id", self._checksum(), None, "")]
        at = self._at()
        return {
            "id": self.id,
            "schema": self.schema,
            "properties": {prop: self.values(prop) for prop in dict.fromkeys(one["prop"] for one in self.statements)},
            "datasets": [self.seen.dataset],
            "first_seen": at,
            "last_seen": at,
            "statements": whole,
        }

    def values(self, prop: str) -> list[str]:
        """The values of a property, each once."""
        return list(dict.fromkeys(one["value"] for one in self.statements if one["prop"] == prop))

    def _statement(self, prop: str, value: str, lang: str | None, original: str) -> dict[str, Any]:
        return {
            "id": _id(self.seen.dataset, self.id, prop, value, lang),
            "entity_id": self.id,
            "canonical_id": self.id,
            "schema": self.schema,
            "prop": prop,
            "value": value,
            "dataset": self.seen.dataset,
            "lang": lang,
            "original_value": original or None,
            "external": False,
            "first_seen": self._at(),
            "last_seen": self._at(),
            "origin": self.origin,
        }

    def _checksum(self) -> str:
        ids = sorted(one["id"] for one in self.statements)
        return hashlib.sha1("".join([self.schema, *ids]).encode(), usedforsecurity=False).hexdigest()

    def _at(self) -> str:
        return self.seen.at.strftime("%Y-%m-%dT%H:%M:%S")


def identifier(*parts: str) -> str:
    """An id that FollowTheMoney takes: letters, digits, full stops and hyphens, none of the latter at its ends."""
    return "-".join(filter(None, (_OUTSIDE_ID.sub("-", part).strip(".-") for part in parts)))


def lines(entities: Iterator[Entity]) -> Iterator[dict[str, Any]]:
    """The entities, each id once: the first that has it."""
    seen: set[str] = set()
    for entity in entities:
        if entity.id not in seen:
            seen.add(entity.id)
            yield entity.made()


def _id(dataset: str, entity: str, prop: str, value: str, lang: str | None) -> str:
    """The id of a statement as the library makes it; SHA-1 because the library does."""
    key = f"{dataset}.{entity}.{prop}.{value}" + (f"@{lang}" if lang else "")
    return hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()
