"""Hands a mail to the server of mail of this installation, by SMTP, and says what came of it.

Three answers are kept apart: it was taken; it was certainly not taken, with why; or nobody can know, because the
connection was lost after the words had gone. `before` is called at the last moment at which it is certain that nothing
has gone out.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from enum import StrEnum

SECONDS = 20.0
"""How long one answer of the server is waited for."""

_UNFIT = re.compile(r"[^!-~]|[<>,;]")

LONGEST = 200
"""How many characters of what a server says are kept."""


class Security(StrEnum):
    """How a connection is kept from being read."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class Server:
    """A server of mail, and who signs in there; without a user, nobody does."""

    host: str
    port: int
    security: Security = Security.STARTTLS
    user: str = ""
    password: str = ""
    greeting: str = "localhost"
    """The name under which we greet it; looking our own up could take long."""

    def __repr__(self) -> str:
        """Without the password."""
        return f"Server({self.host}:{self.port}, {self.security})"


class NotTaken(Exception):
    """The server certainly did not take the mail; the message is a sentence."""


class Unreachable(NotTaken):
    """No mail can be handed over for now: the server does not answer, or does not let us in."""


class Unknown(Exception):
    """The connection was lost after the words had gone: it is not known whether the server took them."""


def hand_over(server: Server, mail: EmailMessage, *, sender: str, to: str, before: Callable[[], None]) -> None:
    """Hand one mail over. Raises NotTaken, Unreachable or Unknown. Whatever `before` raises ends it, with nothing sent.

    The addresses are bare ones: what could end a command, or name somebody else, is refused.
    """
    if any(_UNFIT.search(address) for address in (sender, to)):
        raise NotTaken("The mail address holds a character that no bare address has.")
    connection = _connected(server)
    try:
        _addressed(connection, sender, to)
        before()
        _given(connection, mail.as_bytes(policy=SMTP.clone(max_line_length=78)))
    finally:
        _leave(connection)


def _connected(server: Server) -> smtplib.SMTP:
    """A connection in which the server is ready for a mail."""
    try:
        if server.security is Security.TLS:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, server.greeting, timeout=SECONDS, context=ssl.create_default_context()
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, server.greeting, timeout=SECONDS)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise Unreachable(_sentence("The server of mail cannot be reached", error)) from None
    try:
        if server.security is Security.STARTTLS:
            connection.starttls(context=ssl.create_default_context())
        connection.ehlo_or_helo_if_needed()
        if server.user:
            connection.login(server.user, server.password)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        connection.close()
        raise Unreachable(_sentence("The server of mail does not let us in", error)) from None
    return connection


def _addressed(connection: smtplib.SMTP, sender: str, to: str) -> None:
    try:
        for code, said in (connection.mail(sender), connection.rcpt(to)):
            if code not in (250, 251):
                raise NotTaken(f"The server of mail refuses it: {code} {_clean(said)}")
    except (OSError, smtplib.SMTPException, ValueError) as error:
        raise NotTaken(_sentence("The server of mail broke off", error)) from None


def _given(connection: smtplib.SMTP, words: bytes) -> None:
    try:
        code, said = connection.data(words)
    except smtplib.SMTPDataError as error:  # it did not let us begin, so nothing went
        raise NotTaken(f"The server of mail refuses it: {error.smtp_code} {_clean(error.smtp_error)}") from None
    except (OSError, smtplib.SMTPException) as error:
        raise Unknown(_sentence("The connection was lost while the mail went", error)) from None
    if code != 250:
        raise NotTaken(f"The server of mail refuses it: {code} {_clean(said)}")


def _leave(connection: smtplib.SMTP) -> None:
    """Say goodbye; whether the server hears it changes nothing."""
    try:
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()


def _sentence(lead: str, error: Exception) -> str:
    said = error.smtp_error if isinstance(error, smtplib.SMTPResponseException) else str(error)
    return f"{lead}: {_clean(said) or type(error).__name__}"


def _clean(said: bytes | str) -> str:
    """What a server said, as one line of visible text."""
    text = said.decode("ascii", "replace") if isinstance(said, bytes) else said
    shown = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(shown.split())[:LONGEST].rstrip(".") + "."
