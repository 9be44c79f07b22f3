"""`tracker bundle`: exchange from the command line, and a laptop that goes and comes back."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.cli.conftest import CommandLine
from tests.databases import SQLiteHouse
from tests.exchanging import Installation, installation, remade
from tests.smaller import CLAIMS
from tracker.clock import now
from tracker.db.models import ForeignReview, TravelCopy
from tracker.domain.vocabulary import ReviewState, Role
from tracker.services import accounts, claim_list, claims, revisions

STATEMENTS = ("First statement.", "Second statement.", "Third statement.")
PLEDGE = "ru-matsegora-2018-07-18-pledge-diplomat"


@pytest.fixture
def go(record_address, monkeypatch, tmp_path):
    """Goes to an installation: the team's, or another one on a database of its own."""
    places = {"team": (record_address, tmp_path / "data")}

    def to(name: str, address: str = "") -> Installation:
        place, folder = places.setdefault(name, (address, tmp_path / name))
        monkeypatch.setenv("TRACKER_DATABASE_URL", place)
        monkeypatch.setenv("TRACKER_DATA_DIR", str(folder))
        monkeypatch.setenv("TRACKER_INSTALLATION_NAME", f"The {name}")
        return installation(name, place, folder)

    return to


def test_a_bundle_is_written_looked_at_merged_and_settled(go, house, tmp_path):
    tracker, file, again = CommandLine(), str(tmp_path / "a.bundle"), str(tmp_path / "b.bundle")
    desk = go("desk", house.copy("small"))
    key = desk.log(statement="Ten workers left in May.", at=now())
    desk.edit(PLEDGE, notes="Theirs.", at=now())
    wrote = tracker("bundle", "export", file).stdout
    digest = tracker("bundle", "digest").stdout.strip()
    told = rf"{len(CLAIMS) + 1} claims, \d+ sources, 0 kept copies, digest [0-9a-f]{{64}}"
    assert re.fullmatch(rf"Wrote .*: {told}\.\n", wrote)
    assert digest in wrote
    assert "already" in tracker("bundle", "export", file, code=1).stderr
    tracker("bundle", "export", again)
    assert (tmp_path / "a.bundle").read_bytes() == (tmp_path / "b.bundle").read_bytes()

    team = go("team")
    team.edit(PLEDGE, notes="Ours.", at=now())
    dry = tracker("bundle", "merge", file, "--as", "analyst", "--dry-run").stdout
    assert "From The desk, whose log had " in dry
    assert "Came: 1 new claim, 1 claim edited on both sides, 1 new source, 1 new origin, 1 matter to settle." in dry
    assert "This was a dry run" in dry
    assert "This was" not in tracker("bundle", "merge", file, "--as", "analyst").stdout
    assert tracker("bundle", "merge", file, "--as", "analyst").stdout.endswith("Came: nothing new.\n")
    matter = tracker.json("bundle", "matters")[0]
    assert (matter["kind"], matter["claim"], matter["from"]) == ("conflict", PLEDGE, "The desk")
    settle = ("bundle", "settle", str(matter["number"]), "--as", "analyst", "--words")
    assert "is settled" in tracker(*settle, "The later one is right.").stdout
    assert "settled this already" in tracker(*settle, "Again.", code=1).stderr
    assert tracker("bundle", "matters").stdout == "Nothing is to settle.\n"
    assert team.ask(lambda session: claims.show(session, key=key)).author.username == "analyst"
    assert "Only an analyst" in tracker("bundle", "merge", file, "--as", "reviewer", code=1).stderr
    (tmp_path / "no.bundle").write_bytes(b"no")
    assert "The bundle is not used" in tracker("bundle", "merge", str(tmp_path / "no.bundle"), code=1).stderr
    tracker("audit", "verify")


def _add_stranger(laptop: Installation) -> None:
    """Somebody who has an account on the laptop alone."""
    roles, name = {Role.REVIEWER}, "Stranger"
    with laptop.desk() as desk:
        person = accounts.add(
            desk.session,
            username="stranger",
            email="s@example.org",
            name=name,
            roles=roles,
            password_hash="x",
            at=now(),
        )
        desk.people["stranger"] = person.id


def _goes_on_both_ways(go, tracker: CommandLine, team: Installation, out: Path) -> None:
    """The laptop takes what the team has by now, and both say the same."""
    tracker("bundle", "export", str(out))
    laptop = go("laptop")
    tracker("bundle", "merge", str(out), "--as", "analyst2")
    said = laptop.ask(lambda session: {revisions.content_of(row).statement for row in claims.current(session).values()})
    assert "Meanwhile at home." in said
    assert laptop.digest() == team.digest()


def test_what_the_same_people_do_on_a_travel_copy_counts_as_theirs_when_it_is_back(
    go, sqlite_house: SQLiteHouse, tmp_path
):
    tracker, copy, back = CommandLine(), tmp_path / "copy.zip", tmp_path / "back.bundle"
    go("team")
    give = ("bundle", "travel", str(copy), "--name", "Laptop of A. N.", "--as")
    assert "Only an administrator" in tracker(*give, "analyst", code=1).stderr
    assert "It is travel copy 1." in tracker(*give, "admin").stdout
    laptop = go("laptop", f"sqlite:///{tmp_path / 'laptop.sqlite3'}")
    tracker("restore", str(copy))
    _add_stranger(laptop)
    keys = [laptop.log(statement=statement, at=now()) for statement in STATEMENTS]
    laptop.decide(keys[0])
    laptop.decide(keys[1], by="stranger")
    tracker("bundle", "export", str(back), "--travel", f"{copy}.key")

    team = go("team")
    team.log(statement="Meanwhile at home.", at=now())
    forged = tmp_path / "forged.bundle"
    forged.write_bytes(remade(back.read_bytes(), lambda files, manifest: files.update({"log.jsonl": b""})))
    assert "not signed by the key" in tracker("bundle", "merge", str(forged), "--as", "analyst2", code=1).stderr
    told = tracker("bundle", "merge", str(back), "--as", "analyst2").stdout
    assert "3 new claims, 2 reviews from elsewhere, 1 review of this installation’s own reviewers" in told
    own = team.ask(claims.current)
    rows = sorted((row for row in own.values() if row.statement in STATEMENTS), key=lambda row: row.statement)
    assert own[keys[0]].statement == "Meanwhile at home.", "a key that was taken meanwhile was left where it was"
    assert [row.author.username for row in rows] == ["analyst"] * 3
    states = [claim_list.review_state(row) for row in rows]
    assert states == [ReviewState.ACCEPTED, ReviewState.WAITING, ReviewState.WAITING]
    assert [review.reviewer.username for review in rows[0].reviews] == ["reviewer"]
    adopted = team.ask(lambda session: {r.reviewer: r.adopted_id for r in session.scalars(select(ForeignReview))})
    assert adopted == {"Reviewer Person": rows[0].reviews[0].id, "Stranger": None}
    after = team.whole()
    tracker("bundle", "merge", str(back), "--as", "analyst2")
    assert team.whole() == after
    tracker("audit", "verify")
    assert team.ask(lambda session: session.scalars(select(TravelCopy.name)).one()) == "Laptop of A. N."
    _goes_on_both_ways(go, tracker, team, tmp_path / "out.bundle")
