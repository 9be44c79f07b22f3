"""The kept summary of the matrix. It is scratch: it may be emptied at any time, and no answer changes.

No row refers to another table. A writer would have to lock the obligation that it names, after it has taken the turn
of those who write the audit log, and two of them could wait for each other.
"""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.db.base import Base


class CellSummary(Base):
    """The days and the instants for which a cell on which something counts has one decision.

    Days are ordinals of the calendar, `to_day` the first one after; instants are microseconds since 1970, `known_to`
    the first one after. `band` groups neighbouring days, so that a question about a day reads the rows of few others;
    a row lies in one band (see `tracker.db.summaries`). `said` is the decision in short words.
    """

    __tablename__ = "cell_summary"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - the name and the form are SQLAlchemy's
    audited = False
    band: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    obligation_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state_code: Mapped[str] = mapped_column(String(3), primary_key=True)
    from_day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    known_from: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    to_day: Mapped[int]
    known_to: Mapped[int] = mapped_column(BigInteger)
    said: Mapped[str] = mapped_column(String(1000))


class SummaryMark(Base):
    """That the summary is filled: by which rules and queries (a digest of their text), and up to which day.

    Without this row, nothing is read from the summary.
    """

    __tablename__ = "summary_mark"
    audited = False
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    horizon: Mapped[int]
