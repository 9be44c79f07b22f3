"""Digests by mail: one a person and period, whatever breaks off, tried again where nothing went, and nothing untold."""

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.mail_server import DROP, mail_server
from tests.services.desks import ADVERSE, AT, DUTY
from tests.services.desks import Desk as Deeds
from tracker.db.engine import reading, writing
from tracker.db.models import DigestMail, User
from tracker.domain.vocabulary import MailRhythm
from tracker.exports import as_mail, posting
from tracker.exports.as_mail import Envelope, Links
from tracker.exports.posting import Security, Server
from tracker.services import accounts, digest_mails, watches
from tracker.services.digest_mails import MOST_ATTEMPTS, STILL, Desk

LINKS = Links(group=lambda group: "https://t.example.org/", line=lambda line: "", page="https://t.example.org/w")
MORNING = datetime(AT.year, AT.month, AT.day, 6, tzinfo=UTC) + timedelta(days=1)


class Bench:
    """People who watch Mongolia, a claim that was recorded there, and whoever sends mails."""

    def __init__(self, engine, server) -> None:
        self.engine, self.server, self.at = engine, server, MORNING
        with self.session() as session:
            self.deeds = Deeds(session)
            self.deeds.log(**ADVERSE)
            self.people = self.deeds.people
        self.chooses("viewer")

    @contextmanager
    def session(self):
        with writing(self.engine, actor="test") as session:
            yield session

    def chooses(self, name: str, rhythm: MailRhythm = MailRhythm.DAILY) -> None:
        with self.session() as session:
            watches.begin(session, user=self.people[name], at=AT, state="MNG", obligation=DUTY)
            watches.choose_mail(session, user=self.people[name], rhythm=rhythm)

    def logs(self, statement: str, at: datetime) -> None:
        with self.session() as session:
            Deeds(session).log(**ADVERSE | {"statement": statement}, at=at)

    def send(self, at: datetime | None = None) -> digest_mails.Sent:
        self.at = at or self.at
        server = Server("127.0.0.1", self.server.port, Security.NONE)
        return digest_mails.send(
            Desk(
                record=lambda: reading(self.engine),
                notebook=self.session,
                instant=lambda: self.at,
                write=lambda one: as_mail.render(one.digest, _envelope(one), LINKS),
                post=lambda mail, to, before: posting.hand_over(server, mail, sender="t@x.org", to=to, before=before),
            )
        )

    def mails(self) -> list[tuple[str, str, str, int]]:
        with reading(self.engine) as session:
            rows = session.scalars(select(DigestMail).order_by(DigestMail.id))
            return [(row.period, digest_mails.state_of(row), row.failed, row.attempts) for row in rows]

    def texts(self) -> list[str]:
        return [taken.mail.get_body(("plain",)).get_content() for taken in self.server.taken]


def _envelope(one) -> Envelope:
    who = {"name": one.name, "address": one.address, "user": one.user}
    return Envelope(sender="t@x.org", product="Tracker", period=one.period, at=one.at, **who)


@pytest.fixture
def bench(record):
    with mail_server() as server:
        yield Bench(record, server)


TODAY = MORNING.date().isoformat()


def test_each_person_gets_one_mail_a_period_however_often_it_is_sent(bench):
    bench.chooses("analyst", MailRhythm.WEEKLY)
    first, again = bench.send(), bench.send(MORNING + timedelta(hours=5))
    assert (first.sent, first.nothing, first.failed) == (1, 1, [])
    assert (again.sent, again.nothing, again.failed) == (0, 0, [])
    (taken,) = bench.server.taken
    assert taken.to == "viewer@example.org"
    assert "A newspaper: The Panel says that workers stayed." in bench.texts()[0].replace("\n", " ")
    assert [state for _, state, _, _ in bench.mails()] == ["sent", "nothing to tell"]
    bench.logs("Once more.", MORNING)
    assert bench.send(MORNING + timedelta(days=1)).sent == 1
    assert "Once more." in bench.texts()[1]
    assert "workers stayed" not in bench.texts()[1]
    week = bench.send(MORNING + timedelta(days=7 - MORNING.weekday()))
    assert week.sent == 1
    assert bench.server.taken[2].to == "analyst@example.org"
    assert "workers stayed" in bench.texts()[2]


def test_whoever_chose_none_watches_nothing_or_is_disabled_gets_nothing(bench):
    with bench.session() as session:
        watches.choose_mail(session, user=bench.people["reviewer"], rhythm=MailRhythm.DAILY)
        accounts.disable(session, username="viewer")
    bench.chooses("analyst", MailRhythm.NONE)
    assert bench.send() == digest_mails.Sent()
    assert bench.mails() == []


def test_what_certainly_did_not_go_is_tried_again_and_then_given_up_until_the_next_period(bench):
    bench.server.answers["RCPT"] = b"450 come again"
    said = f"viewer, {TODAY}: The server of mail refuses it: 450 come again."
    assert [bench.send().failed for _ in range(MOST_ATTEMPTS)] == [[said]] * MOST_ATTEMPTS
    assert bench.send().failed == []
    assert bench.mails() == [(TODAY, "not sent", "The server of mail refuses it: 450 come again.", MOST_ATTEMPTS)]
    bench.server.answers.clear()
    assert bench.send().sent == 0
    assert bench.send(MORNING + timedelta(days=1)).sent == 1
    assert "workers stayed" in bench.texts()[0]


def test_after_a_failure_the_same_day_brings_the_mail(bench):
    bench.server.answers["."] = b"451 not now"
    assert len(bench.send().failed) == 1
    bench.server.answers.clear()
    assert bench.send().sent == 1
    assert bench.mails() == [(TODAY, "sent", "", 2)]


def test_a_mail_that_may_have_gone_is_not_sent_again_and_the_next_one_tells_it_again(bench):
    bench.server.answers["."] = DROP
    assert "lost while the mail went" in bench.send().failed[0]
    bench.server.answers.clear()
    assert bench.send(MORNING + timedelta(hours=1)).sent == 0
    assert len(bench.server.taken) == 1
    assert bench.mails()[0][1] == "handed over, and not known to be taken"
    assert bench.send(MORNING + timedelta(days=1)).sent == 1
    assert "workers stayed" in bench.texts()[1]
    assert bench.server.taken[0].mail["Message-ID"] != bench.server.taken[1].mail["Message-ID"]


KILLED = {
    "while the server was asked": ("before", 1),
    "while the words went": ("after", 0),
}


@pytest.mark.parametrize(("when", "then"), KILLED.values(), ids=KILLED)
def test_a_process_that_is_killed_leaves_one_mail_at_most(bench, monkeypatch, when, then):
    whole = posting.hand_over

    def killed(server, mail, *, sender, to, before):
        def last() -> None:
            if when == "before":
                raise KeyboardInterrupt
            before()

        whole(server, mail, sender=sender, to=to, before=last)
        raise KeyboardInterrupt

    monkeypatch.setattr(posting, "hand_over", killed)
    with pytest.raises(KeyboardInterrupt):
        bench.send()
    monkeypatch.setattr(posting, "hand_over", whole)
    assert bench.send().sent == 0  # it may be alive still
    assert bench.send(MORNING + STILL + timedelta(seconds=1)).sent == then
    assert len(bench.server.taken) == 1


def test_of_two_who_send_at_once_one_does(bench):
    inner = []
    bench.server.before_words.append(lambda: inner.append(bench.send()) if not inner else None)
    assert bench.send().sent == 1
    assert inner == [digest_mails.Sent()]
    assert len(bench.server.taken) == 1


def test_one_who_was_slow_hands_nothing_over_once_another_has_begun(bench, monkeypatch):
    whole = posting.hand_over

    def slow(server, mail, *, sender, to, before):
        monkeypatch.setattr(posting, "hand_over", whole)
        assert bench.send(MORNING + STILL + timedelta(seconds=1)).sent == 1
        whole(server, mail, sender=sender, to=to, before=before)

    monkeypatch.setattr(posting, "hand_over", slow)
    assert bench.send() == digest_mails.Sent()
    assert len(bench.server.taken) == 1


def test_an_address_that_is_none_fails_alone_and_a_server_that_is_away_ends_the_run(bench):
    bench.chooses("analyst")
    with bench.session() as session:
        session.get_one(User, bench.people["viewer"]).email = "not,one@example.org"
    found = bench.send()
    assert (found.sent, found.failed) == (1, [f"viewer, {TODAY}: The mail address cannot be read."])
    bench.logs("Once more.", MORNING)
    bench.chooses("reviewer")
    bench.server.port = 1
    unreadable, away = bench.send(MORNING + timedelta(days=1)).failed
    assert "cannot be read" in unreadable
    assert "cannot be reached" in away
    assert len(bench.mails()) == 4  # the reviewer's was not begun


def test_a_fault_of_ours_is_recorded_and_known(bench, monkeypatch):
    monkeypatch.setattr(as_mail, "render", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bench.send()
    assert bench.mails() == [(TODAY, "not sent", digest_mails.FAULT, 1)]


def test_mails_of_long_ago_are_forgotten(bench):
    bench.send()
    bench.send(MORNING + digest_mails.KEPT + timedelta(days=2))
    assert TODAY not in [period for period, *_ in bench.mails()]
