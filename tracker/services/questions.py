"""Questions put to states, and the replies on record. A question stays as it was put."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, selectinload

from tracker.db.constraints import refusing
from tracker.db.models import Claim, ClaimRevision, Obligation, Question
from tracker.domain import asking, linking, remarking
from tracker.domain.asking import Asked, QuestionState
from tracker.domain.errors import NotFound, Problem
from tracker.domain.facts import Clocks
from tracker.domain.vocabulary import LinkType
from tracker.services import accounts, claims, law, links


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question as it stood by the clocks, with what came of it in a sentence.

    `reply` is the key of the claim that answers it, where one did by then.
    """

    question: Question
    standing: QuestionState
    sentence: str
    reply: str


def ask(
    session: Session,
    *,
    state: str,
    asked_of: str,
    wording: str,
    asked_on: date,
    by: int,
    at: datetime,
    obligation: str = "",
    claim: str = "",
    channel: str = "",
    reply_by: date | None = None,
) -> Question:
    """Record a question that was put to a state (a code or any name), perhaps about an obligation or a claim.

    `claim` is a key or an address. Raises NotAllowed for anybody who is neither analyst nor reviewer, and RuleBroken
    with every problem at its field.
    """
    remarking.check_speaker("question", accounts.roles_of(session, person=by))
    asking.check_question(
        asked_of=asked_of, channel=channel, wording=wording, asked_on=asked_on, reply_by=reply_by, today=at.date()
    )
    about = links.named_claim(session, named=claim, field="claim", noun="question") if claim else ""
    made = Question(
        state_code=law.state(session, name=state).code,
        obligation_id=law.obligation(session, key=obligation).id if obligation else None,
        claim_id=claims.find(session, key=about).id if about else None,
        asked_of=asked_of,
        channel=channel,
        wording=wording,
        asked_on=asked_on,
        reply_by=reply_by,
        recorded_by_id=by,
        recorded_at=at,
    )
    with refusing(session):
        session.add(made)
    return made


def record_reply(session: Session, *, question: int, named: str, by: int, at: datetime) -> Question:
    """Record which claim (a key or an address) is the state's reply. Raises RuleBroken at `reply`.

    Where the question was about an adverse claim, the reply is linked to that claim too.
    """
    remarking.check_speaker("reply", accounts.roles_of(session, person=by))
    session.get(Question, question, with_for_update=True, populate_existing=True)
    row = get(session, question=question)
    reply = claims.show(session, key=links.named_claim(session, named=named, field="reply", noun="question"))
    asking.check_reply(state=row.state_code, speaks_for=reply.speaks_for, answered=row.reply_id is not None)
    row.reply_id, row.replied_at = reply.claim_id, at
    session.flush()
    if row.claim is not None and row.claim_id != reply.claim_id:
        _link(session, reply, row.claim.key, by=by, at=at)
    return get(session, question=question)


def _link(session: Session, reply: ClaimRevision, adverse: str, *, by: int, at: datetime) -> None:
    """Link the reply to the claim asked about, if that is adverse to the state that replied."""
    about = links.spoken_in(claims.show(session, key=adverse))
    if reply.speaks_for in linking.adverse_to(about):
        links.link(session, claim=reply.claim.key, other=adverse, link_type=LinkType.REPLIES, by=by, at=at)


def get(session: Session, *, question: int) -> Question:
    """A question with its state, obligation, claim and reply. Raises NotFound."""
    query = _whole().where(Question.id == question).execution_options(populate_existing=True)
    row = session.scalar(query)
    if row is None:
        raise NotFound("question", Problem("question", "There is no such question in the record."))
    return row


def line(session: Session, *, row: Question, clocks: Clocks) -> QuestionLine:
    """A loaded question as it stands by the clocks, whether or not it had been put by then."""
    days = _days_of_replies(session, [row.reply_id] if row.reply_id is not None else [])
    return _line(row, _asked(row, days), clocks)


def browse(
    session: Session, *, clocks: Clocks, state: str = "", standing: QuestionState | None = None
) -> list[QuestionLine]:
    """The questions that had been put by the clocks, newest first; those of a state, or of one standing."""
    query = _whole().order_by(Question.asked_on.desc(), Question.id.desc())
    rows = session.scalars(query.where(Question.state_code == state) if state else query)
    return [one for one in _known(session, rows, clocks) if standing in (None, one.standing)]


def of_claim(session: Session, *, claim_id: int, clocks: Clocks) -> list[QuestionLine]:
    """The questions about a claim, by the clocks, in the order in which they were put."""
    return _where(session, Question.claim_id == claim_id, clocks)


def of_claims(session: Session, *, keys: Collection[str], clocks: Clocks) -> dict[str, list[QuestionLine]]:
    """The questions about each of the claims, by the clocks."""
    ids = select(Claim.id).where(Claim.key.in_(keys))
    found: dict[str, list[QuestionLine]] = {}
    for one in _where(session, Question.claim_id.in_(ids), clocks):
        about = one.question.claim
        found.setdefault(about.key if about else "", []).append(one)
    return found


def of_cell(
    session: Session, *, state: str, obligation: int, claims: Collection[str], clocks: Clocks
) -> list[QuestionLine]:
    """The questions to a state about an obligation (its id), or about one of the claims that bear on the cell."""
    ids = select(Claim.id).where(Claim.key.in_(claims))
    about = or_(Question.obligation_id == obligation, Question.claim_id.in_(ids))
    return _where(session, and_(Question.state_code == state, about), clocks)


def replies_on_record(session: Session, *, row: Question, size: int = 20) -> Sequence[ClaimRevision]:
    """Current claims that speak for the state asked, newest first, to choose the reply from."""
    query = select(ClaimRevision).join(Claim, Claim.id == ClaimRevision.claim_id)
    query = query.where(
        ClaimRevision.superseded_at.is_(None),
        Claim.withdrawn_at.is_(None),
        ClaimRevision.speaks_for == row.state_code,
    )
    newest = query.order_by(ClaimRevision.day_last.desc(), ClaimRevision.claim_id.desc()).limit(size)
    return session.scalars(newest.options(selectinload(ClaimRevision.claim))).all()


def _whole() -> Select[Question]:
    return select(Question).options(
        selectinload(Question.state),
        selectinload(Question.obligation).selectinload(Obligation.provision),
        selectinload(Question.claim),
        selectinload(Question.reply),
        selectinload(Question.recorded_by),
    )


def _where(session: Session, condition: ColumnElement[bool], clocks: Clocks) -> list[QuestionLine]:
    query = _whole().where(condition).order_by(Question.asked_on, Question.id)
    return _known(session, session.scalars(query), clocks)


def _known(session: Session, rows: Iterable[Question], clocks: Clocks) -> list[QuestionLine]:
    """Those of the questions that had been put by the clocks, each as it stood."""
    found = list(rows)
    days = _days_of_replies(session, [row.reply_id for row in found if row.reply_id is not None])
    asked = [(row, _asked(row, days)) for row in found]
    return [_line(row, as_read, clocks) for row, as_read in asked if asking.is_asked(as_read, clocks)]


def _asked(row: Question, days: dict[int, date | None]) -> Asked:
    return Asked(
        asked_of=row.asked_of,
        asked_on=row.asked_on,
        reply_by=row.reply_by,
        recorded_at=row.recorded_at,
        replied_at=row.replied_at,
        replied_on=days.get(row.reply_id) if row.reply_id is not None else None,
        reply_gone_at=row.reply.withdrawn_at if row.reply is not None else None,
    )


def _line(row: Question, asked: Asked, clocks: Clocks) -> QuestionLine:
    reply = row.reply.key if row.reply is not None and asking.is_answered(asked, clocks) else ""
    return QuestionLine(row, asking.state_of(asked, clocks), asking.sentence(asked, clocks), reply)


def _days_of_replies(session: Session, claim_ids: Collection[int]) -> dict[int, date | None]:
    """The last possible day on which each reply was said, where its current revision says one."""
    if not claim_ids:
        return {}
    query = select(ClaimRevision.claim_id, ClaimRevision.said_last)
    current = query.where(ClaimRevision.claim_id.in_(claim_ids), ClaimRevision.superseded_at.is_(None))
    return dict(session.execute(current).all())
