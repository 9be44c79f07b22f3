"""A digest as a mail: plain text, and the same as HTML. Only the edition for the public goes by mail.

No text of the record stands in a header but the name of the person, and the library refuses a line end there. The same
digest to the same person in the same period has the same Message-ID, so a mail that was sent twice is seen to be one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tracker.domain.dates import day_words
from tracker.domain.digesting import Digest, Entry, Group, Line, Period, public
from tracker.domain.report import NOTICE, instant_text
from tracker.exports.glyphs import visible


class Unaddressable(Exception):
    """A mail address cannot be written into a mail; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Links:
    """Addresses of pages of this installation: of a group, of a claim or source that a line names, of the digest."""

    group: Callable[[Group], str]
    line: Callable[[Line], str]
    page: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom a mail is and to whom, in which period, and when it is written."""

    sender: str
    product: str
    name: str
    address: str
    user: int
    period: Period
    at: datetime


def render(digest: Digest, envelope: Envelope, links: Links) -> EmailMessage:
    """The mail. Raises Unaddressable for an address that cannot stand in one."""
    shown, sender = public(digest), address(envelope.sender, envelope.product)
    mail = EmailMessage(policy=SMTP)
    mail["From"] = sender
    mail["To"] = address(envelope.address, envelope.name)
    mail["Subject"] = _subject(shown, envelope)
    mail["Date"] = format_datetime(envelope.at)
    mail["Message-ID"] = f"<digest-{envelope.user}-{envelope.period.name}@{sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    told: dict[str, Any] = {"digest": shown, "envelope": envelope, "links": links, "notice": NOTICE}
    mail.set_content(_PLAIN.get_template("digest.txt.jinja").render(told), cte="quoted-printable")
    page = _PAGES.get_template("digest.html.jinja").render(told)
    mail.add_alternative(page, subtype="html", cte="quoted-printable")
    return mail


def address(spec: str, name: str) -> Address:
    """An address with the name of its owner. Raises Unaddressable where it is none, or not in ASCII."""
    try:
        found = Address(display_name=" ".join(name.split()), addr_spec=spec)
    except (HeaderParseError, ValueError, IndexError):
        raise Unaddressable("The mail address cannot be read.") from None
    if not spec.isascii() or not found.domain or found.addr_spec != spec or any(one <= " " for one in spec):
        raise Unaddressable("The mail address is not one that any server of mail takes.")
    return found


def _subject(digest: Digest, envelope: Envelope) -> str:
    what = f"{digest.told:,} {'entry' if digest.told == 1 else 'entries'}"
    return f"{envelope.product}: {what} until {day_words(envelope.period.until.date())}"


def _shown(value: Any) -> Any:
    """What stands in the mail for a text of the record: one line, with every character that cannot be seen named."""
    return visible(" ".join(value.split())) if isinstance(value, str) else value


def _date(entry: Entry) -> str:
    return day_words(entry.day)


_OPTIONS: dict[str, Any] = {
    "loader": FileSystemLoader(Path(__file__).parent),
    "undefined": StrictUndefined,
    "trim_blocks": True,
    "lstrip_blocks": True,
}
_PLAIN = Environment(autoescape=False, finalize=_shown, **_OPTIONS)  # noqa: S701  (plain text, which has no markup)
_PAGES = Environment(autoescape=True, **_OPTIONS)
for _one in (_PLAIN, _PAGES):
    _one.globals.update(date_of=_date, instant=instant_text)
_PAGES.filters["shown"] = _shown
