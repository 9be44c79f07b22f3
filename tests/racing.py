"""People who do things at the same moment, by page, by command and by service. How many is the caller's to say.

Each race is counted from what was acknowledged and compared with what the record holds afterwards.
"""

import re
import threading
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

import click
from flask.testing import FlaskClient
from sqlalchemy import NullPool, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import aliased

from tests.people import PASSWORD
from tests.services.test_claims import CONTENT
from tests.web.test_claim_form import fields_of
from tracker import clock
from tracker.app import create_app
from tracker.cli import main
from tracker.config import Settings
from tracker.db.engine import is_busy, make_engine, reading, writing
from tracker.db.models import Claim, ClaimRevision, Review
from tracker.domain.errors import RuleBroken, Stale
from tracker.domain.vocabulary import Credibility, Reliability, Role, Verdict
from tracker.services import accounts, claims, reviews

ROADS = ("service", "form", "command")
_TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Tally:
    """How many races there were, how many decisions or edits were acknowledged, and how many were refused."""

    races: int = 0
    acknowledged: int = 0
    refused: int = 0
    amiss: list[str] = field(default_factory=list)


class Course:
    """A record on which people race: its database, its pages, and the people signed in to them.

    The commands find the database by the environment, which the caller sets.
    """

    def __init__(self, address: str, folder: Path) -> None:
        self.engine = make_engine(address, poolclass=NullPool)
        self.app = create_app(Settings(database_url=address, data_dir=folder))
        with reading(self.engine) as session:
            self.people = {user.username: user.id for user in accounts.list_all(session)}
        self.clients: dict[str, tuple[FlaskClient, str]] = {}

    def close(self) -> None:
        """Let go of the database."""
        with self.app.app_context():
            self.app.extensions["sqlalchemy"].engine.dispose()
        self.engine.dispose()

    def sign_in(self, *names: str) -> None:
        """Sign people in, each in a browser of their own."""
        for name in names:
            client = FlaskClient(self.app, self.app.response_class)
            token = _TOKEN.search(client.get("/login").text)
            assert token is not None
            form = {"identity": name, "password": PASSWORD, "csrf_token": token[1]}
            assert client.post("/login", data=form).status_code in (302, 303)
            again = _TOKEN.search(client.get("/claims/").text + client.get("/").text)
            assert again is not None
            self.clients[name] = client, again[1]

    def log(self, author: str, number: int) -> str:
        """Log a claim; its key."""
        with writing(self.engine, actor=author) as session:
            content = replace(CONTENT, statement=f"Statement {number}.")
            author_id = self.people[author]
            return claims.log(session, content=content, author=author_id, at=clock.now(), key=f"race-{number}").key

    def decide(self, road: str, key: str, who: str) -> bool:
        """Accept the first revision of a claim by one of the roads; whether that was acknowledged."""
        return getattr(self, f"_by_{road}")(key, who)

    def _by_service(self, key: str, who: str) -> bool:
        graded = {"reliability": Reliability.B, "credibility": Credibility.TWO, "comment": "", "at": clock.now()}
        try:
            with writing(self.engine, actor=who) as session:
                person = self.people[who]
                reviews.decide(session, key=key, revision=1, seen=0, reviewer=person, verdict=Verdict.RIGHT, **graded)
        except RuleBroken:
            return False
        return True

    def _by_form(self, key: str, who: str) -> bool:
        client, token = self.clients[who]
        form = {"verdict": "right", "reliability": "B", "credibility": "2", "revision": "1", "seen": "0"}
        answer = client.post(f"/review/{key}", data=form | {"csrf_token": token})
        assert answer.status_code in (303, 403, 409), answer.text[:500]
        return answer.status_code == 303

    def _by_command(self, key: str, who: str) -> bool:
        arguments = ["claims", "review", key, "--as", who, "--verdict", "right", "--grade", "B2", "--revision", "1"]
        try:
            main.main(arguments, standalone_mode=False)
        except click.ClickException:
            return False
        return True

    def edit(self, key: str, who: str, statement: str) -> bool:
        """Edit a claim from the revision that is current now; whether that was acknowledged."""
        with reading(self.engine) as session:
            base = claims.show(session, key=key).number
        try:
            with writing(self.engine, actor=who) as session:
                content = replace(CONTENT, statement=statement)
                person = self.people[who]
                claims.edit(session, key=key, base=base, content=content, author=person, at=clock.now(), reason="")
        except Stale:
            return False
        except OperationalError as error:
            if not is_busy(error):
                raise
            return False  # sixteen at once may keep SQLite's one writer busy for longer than one waits
        return True

    def edit_by_form(self, key: str, who: str, statement: str) -> bool:
        """Edit a claim by its form; whether that was acknowledged."""
        client, token = self.clients[who]
        place = f"/claims/{key}/edit"
        form = fields_of(client.get(place).text) | {"statement": statement, "csrf_token": token}
        form["action"] = "save_anyway"  # the others' words are much alike, and the page would ask about that
        answer = client.post(place, data=form)
        assert answer.status_code in (303, 409, 503), answer.text[:500]
        return answer.status_code == 303

    def give_roles(self, who: str, roles: set[Role]) -> bool:
        """Give a person other roles."""
        with writing(self.engine, actor="admin") as session:
            accounts.set_roles(session, username=who, roles=roles)
        return False  # it decides nothing


@contextmanager
def course(address: str, folder: Path):
    """A course, and the end of it."""
    found = Course(address, folder)
    try:
        yield found
    finally:
        found.close()


def at_once(deeds: list[Callable[[], bool]]) -> int:
    """Do all deeds at the same moment; how many were acknowledged. What any of them met is raised."""
    gate = threading.Barrier(len(deeds))
    answers: list[bool] = []
    faults: list[BaseException] = []

    def run(deed: Callable[[], bool]) -> None:
        gate.wait()
        try:
            answers.append(deed())
        except BaseException as error:  # noqa: BLE001 - raised again where the test sees it
            faults.append(error)

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return sum(answers)


def race_reviews(place: Course, *, pairs: int, seed: int) -> Tally:
    """Let people decide on the same claim at once: two reviewers, or a reviewer and an author by some trick."""
    dice, tally = Random(seed), Tally()  # noqa: S311 - a test's dice
    place.sign_in("reviewer", "reviewer2", "both")
    for number in range(pairs):
        kind = dice.choice(("pair", "pair", "pair", "author", "role", "edit"))
        author = {"author": "both"}.get(kind, "analyst")
        key = place.log(author, number)
        done = at_once(_deeds(place, kind, key, dice))
        if kind == "role":
            place.give_roles("analyst", {Role.ANALYST})
        tally.races += 1
        tally.acknowledged += done
        least = 0 if kind == "edit" else 1
        if not least <= done <= 1 or _decisions(place, key) != done:
            tally.amiss.append(f"{kind} {key}: {done} acknowledged, {_decisions(place, key)} in the record")
    tally.amiss += [f"self-approval of {key}" for key in self_approvals(place)]
    return tally


def _deeds(place: Course, kind: str, key: str, dice: Random) -> list[Callable[[], bool]]:
    roads = [dice.choice(ROADS) for _ in range(2)]
    somebody = [lambda: place.decide(roads[0], key, "reviewer")]
    if kind == "pair":
        return [*somebody, lambda: place.decide(roads[1], key, "reviewer2")]
    if kind == "author":
        return [*somebody, lambda: place.decide(roads[1], key, "both")]
    if kind == "role":
        both = {Role.ANALYST, Role.REVIEWER}
        road = dice.choice(("service", "command"))  # a change of roles ends the person's browsers
        return [*somebody, lambda: place.give_roles("analyst", both), lambda: place.decide(road, key, "analyst")]
    edit = lambda: place.edit(key, "both", f"Edited {key}.") and False  # noqa: E731 - one of several deeds
    return [edit, lambda: place.decide(roads[1], key, "both")]


def _decisions(place: Course, key: str) -> int:
    with reading(place.engine) as session:
        query = select(func.count()).select_from(Review).join(ClaimRevision, ClaimRevision.id == Review.revision_id)
        return session.scalar(query.join(Claim).where(Claim.key == key)) or 0


def self_approvals(place: Course) -> list[str]:
    """Claims whose reviewer had written the revision that they reviewed, or an earlier one."""
    judged, earlier = aliased(ClaimRevision), aliased(ClaimRevision)
    query = select(Claim.key).join(judged, judged.claim_id == Claim.id).join(Review, Review.revision_id == judged.id)
    query = query.join(earlier, (earlier.claim_id == Claim.id) & (earlier.number <= judged.number))
    with reading(place.engine) as session:
        return list(session.scalars(query.where(earlier.author_id == Review.reviewer_id)))


def race_edits(place: Course, *, editors: int, edits: int, claims_shared: int) -> Tally:
    """Let editors change the same few claims, each from what they read, and again where they were refused."""
    place.sign_in("analyst2")
    keys = [place.log("analyst", number) for number in range(claims_shared)]
    tally, lock = Tally(races=editors), threading.Lock()

    def work(editor: int) -> bool:
        for number in range(edits):
            key, words = keys[(editor + number) % len(keys)], f"Editor {editor} writes {number}."
            save = place.edit_by_form if editor == 0 else place.edit
            while not save(key, "analyst2", words):
                with lock:
                    tally.refused += 1
            with lock:
                tally.acknowledged += 1
        return True

    at_once([lambda editor=editor: work(editor) for editor in range(editors)])
    wanted = {f"Editor {editor} writes {number}." for editor in range(editors) for number in range(edits)}
    tally.amiss += _lost(place, keys, wanted)
    return tally


def _lost(place: Course, keys: list[str], wanted: set[str]) -> list[str]:
    """What the history of the claims lacks, has twice, or numbers with a gap."""
    query = select(Claim.key, ClaimRevision.number, ClaimRevision.statement).join(Claim).where(Claim.key.in_(keys))
    with reading(place.engine) as session:
        history = session.execute(query.order_by(Claim.key, ClaimRevision.number)).all()
    said = [words for _, number, words in history if number > 1]
    numbers = {key: [number for found, number, _ in history if found == key] for key in keys}
    gaps = [f"gap in {key}" for key, found in numbers.items() if found != list(range(1, len(found) + 1))]
    return [*(f"lost: {words}" for words in sorted(wanted - set(said))), *gaps] + (
        [f"{len(said)} revisions for {len(wanted)} edits"] if len(said) != len(wanted) else []
    )
