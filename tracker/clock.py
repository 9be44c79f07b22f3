"""The only place that reads the time. Instants are UTC; legal days are dates, made from an instant here only."""

from datetime import UTC, date, datetime


def now() -> datetime:
    """The present instant, in UTC, to the microsecond."""
    return datetime.now(UTC)


def today() -> date:
    """The present day in UTC. Every user sees the same day, whatever their own zone."""
    return now().date()
