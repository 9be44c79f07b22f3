"""Logs for tests of the verifiers: a record with checkpoints outside it, judged twice, and honest random histories."""

import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from tests.databases import SEEDED_AT
from tests.reporting import frozen
from tests.services.test_claims import CONTENT
from tracker import clock
from tracker.db.engine import reading, snapshot, writing
from tracker.db.models import Claim, ClaimLink, Report, User
from tracker.domain.errors import RuleBroken
from tracker.domain.vocabulary import Credibility, LinkType, Reliability, Role, Verdict
from tracker.exports import audit_bundle, verifier
from tracker.services import (
    accounts,
    audit,
    checkpoints,
    claims,
    links,
    log_keys,
    outside,
    report_reading,
    reports,
    reviews,
    verification,
)
from tracker.services.outside import Outside
from tracker.services.verification import Verdict as Judgement

AT = SEEDED_AT + timedelta(hours=5)


@dataclass
class Watched:
    """A record, and what stands outside its database."""

    engine: Engine
    folder: Path

    @property
    def place(self) -> Outside:
        """Where the signing key and the checkpoints are."""
        return Outside(self.folder / "log_key.pem", self.folder / "checkpoints")

    def checkpoint(self) -> int:
        """Make a checkpoint, write it outside, and give its size."""
        with writing(self.engine, actor="checkpoint") as session:
            size = checkpoints.make(session, place=self.place, at=clock.now()).size
        with reading(self.engine) as session:
            checkpoints.publish(session, place=self.place)
        return size

    def rotate(self) -> None:
        """Change the key as the command does."""
        with writing(self.engine, actor="rotation") as session:
            fresh = checkpoints.rotate(session, place=self.place, at=clock.now())
        log_keys.keep(fresh, self.place.key, replace=True)
        with reading(self.engine) as session:
            checkpoints.publish(session, place=self.place)

    def ours(self) -> Judgement:
        """What the product finds."""
        anchors = outside.read(self.place.folder)
        with snapshot(self.engine) as session:
            return verification.verify(session, anchors=anchors, at=clock.now())

    def theirs(self) -> list[tuple[str, str]]:
        """What the independent verifier finds: codes and places."""
        anchors, file = outside.read(self.place.folder), self.folder / "bundle.zip"
        with snapshot(self.engine) as session:
            audit_bundle.write(file, audit.bundle(session, anchors=anchors), at=clock.now())
        return verifier.Check(zipfile.Path(file), dict(anchors.notes), list(anchors.keys)).found

    def codes(self) -> set[str]:
        """The codes that the two agree on."""
        found = self.ours().findings
        codes = {str(finding.code) for finding in found}
        assert codes - {"trigger"} == {code for code, _ in self.theirs()}, found
        return codes


Deed = Callable[[Session, Random, dict[str, int]], Any]


def _any(session: Session, dice: Random, column: Any) -> Any:
    found = sorted(session.scalars(select(column)))
    return dice.choice(found) if found else None


def _log(session: Session, dice: Random, people: dict[str, int]) -> None:
    content = replace(CONTENT, statement=f"Statement {dice.random()} \u2013 \u0645\u0631\u062d\u0628\u0627 e\u0301.")
    claims.log(session, content=content, author=people["analyst"], at=AT)


def _edit(session: Session, dice: Random, people: dict[str, int]) -> None:
    key = _any(session, dice, Claim.key)
    base = claims.show(session, key=key).number
    content = replace(CONTENT, statement=f"Edited {dice.random()}.")
    claims.edit(session, key=key, base=base, content=content, author=people["analyst2"], at=AT, reason="Better.")


def _withdraw(session: Session, dice: Random, people: dict[str, int]) -> None:
    claims.withdraw(session, key=_any(session, dice, Claim.key), by=people["analyst"], at=AT, reason="Wrong.")


def _review(session: Session, dice: Random, people: dict[str, int]) -> None:
    key = _any(session, dice, Claim.key)
    shown = claims.show(session, key=key)
    reviews.decide(
        session,
        key=key,
        revision=shown.number,
        seen=max((review.number for review in shown.reviews), default=0),
        reviewer=people[dice.choice(["reviewer", "reviewer2"])],
        verdict=dice.choice(list(Verdict)),
        reliability=dice.choice(list(Reliability)),
        credibility=dice.choice(list(Credibility)),
        comment="Looked at.",
        at=AT,
    )


def _roles(session: Session, dice: Random, people: dict[str, int]) -> None:
    roles = set(dice.sample(list(Role), dice.randint(1, 3)))
    accounts.set_roles(session, username="viewer", roles=roles)


def _account(session: Session, dice: Random, people: dict[str, int]) -> None:
    deed = dice.choice([accounts.disable, accounts.enable])
    deed(session, username="viewer")
    accounts.reset_password(session, username="viewer", password_hash=f"$argon2id$ {dice.random()}")


def _link(session: Session, dice: Random, people: dict[str, int]) -> None:
    one, two = _any(session, dice, Claim.key), _any(session, dice, Claim.key)
    if one != two:
        links.link(session, claim=one, other=two, link_type=dice.choice(list(LinkType)), by=people["analyst"], at=AT)


def _unlink(session: Session, dice: Random, people: dict[str, int]) -> None:
    number = _any(session, dice, ClaimLink.id)
    if number:
        links.unlink(session, row=session.get_one(ClaimLink, number), by=people["analyst"], at=AT)


def _freeze(session: Session, dice: Random, people: dict[str, int]) -> None:
    frozen(
        session,
        regime="dprk-1718",
        states=["RUS"],
        obligations=["r2397-op8-repatriation"],
        as_of=AT.date(),
        known_at=AT,
        title=f"Report {dice.random()}",
        author=people["analyst"],
        at=AT,
    )


def _approve(session: Session, dice: Random, people: dict[str, int]) -> None:
    number = _any(session, dice, Report.number)
    if number:
        digest = report_reading.get(session, number=number).digest
        reports.approve(session, number=number, approver=people["reviewer"], digest=digest, at=AT)


DEEDS: tuple[Deed, ...] = (
    *(_log, _edit, _edit, _withdraw, _review, _review),
    *(_roles, _account, _link, _unlink, _freeze, _approve),
)


def live(watched: Watched, dice: Random, transactions: int) -> None:
    """An honest random history: deeds in transactions, some refused, some in savepoints, some rolled back whole."""
    with reading(watched.engine) as session:
        people = {user.username: user.id for user in session.scalars(select(User))}
    for _ in range(transactions):
        with Session(watched.engine, info={"actor": "history"}) as session:
            for _ in range(dice.randint(1, 3)):
                _try(session, dice, people)
            session.rollback() if dice.random() < 0.2 else session.commit()
        if dice.random() < 0.3:
            dice.choice([watched.checkpoint, watched.checkpoint, watched.rotate])()


def _try(session: Session, dice: Random, people: dict[str, int]) -> None:
    try:
        with session.begin_nested():
            dice.choice(DEEDS)(session, dice, people)
            if dice.random() < 0.1:
                raise RuleBroken.at("history", "", "Somebody thought better of it.")
    except RuleBroken:
        pass  # what a rule refuses is a part of every honest history
