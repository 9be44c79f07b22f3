"""A server of mail for tests: it takes mails on a port of this machine, and misbehaves where a test tells it to."""

import base64
import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DROP = b""
"""An answer that is none: the connection ends."""


@dataclass(frozen=True)
class Taken:
    """A mail that was taken: the envelope, the words as they came, whether encrypted, and who had signed in."""

    sender: str
    to: str
    words: bytes
    encrypted: bool
    user: str

    @property
    def mail(self) -> EmailMessage:
        """The mail as a reader reads it."""
        found = message_from_bytes(self.words, policy=default)
        assert isinstance(found, EmailMessage)
        return found


@dataclass
class MailServer:
    """What came, and what is answered. `answers` has an answer of its own for a command, or for the words (`.`)."""

    port: int = 0
    taken: list[Taken] = field(default_factory=list)
    answers: dict[str, bytes] = field(default_factory=dict)
    greetings: list[str] = field(default_factory=list)
    before_words: list[Callable[[], None]] = field(default_factory=list)
    context: ssl.SSLContext | None = None
    password: str = ""


class _Conversation(socketserver.StreamRequestHandler):
    server: Any

    def handle(self) -> None:
        self.state: MailServer = self.server.state
        self.encrypted, self.user, self.sender, self.to = False, "", "", ""
        self._say(b"220 ready")
        try:
            while line := self.rfile.readline(2_000):
                if not self._obey(line.decode("latin-1").rstrip("\r\n")):
                    return
        except (ConnectionError, ssl.SSLError):
            return

    def finish(self) -> None:
        super().finish()
        self.connection.close()  # the encrypted one, of which the server below knows nothing

    def _say(self, answer: bytes) -> bool:
        if answer == DROP:
            return False
        self.wfile.write(answer + b"\r\n")
        return True

    def _obey(self, line: str) -> bool:
        verb = line[:4].upper()
        if verb in self.state.answers:
            return self._say(self.state.answers[verb])
        return getattr(self, f"_{verb.lower()}", self._unknown)(line)

    def _unknown(self, _line: str) -> bool:
        return self._say(b"500 what?")

    def _ehlo(self, line: str) -> bool:
        self.state.greetings.append(line)
        offers = [b"250-here", *([b"250-STARTTLS"] if self.state.context and not self.encrypted else [])]
        return self._say(b"\r\n".join([*offers, b"250-AUTH PLAIN", b"250 SIZE 1000000"]))

    def _star(self, _line: str) -> bool:
        assert self.state.context
        self._say(b"220 go")
        self.connection = self.state.context.wrap_socket(self.connection, server_side=True)
        self.rfile, self.wfile = self.connection.makefile("rb"), self.connection.makefile("wb", 0)
        self.encrypted = True
        return True

    def _auth(self, line: str) -> bool:
        _, user, password = base64.b64decode(line.split()[2]).decode().split("\0")
        if password != self.state.password:
            return self._say(b"535 no such person")
        self.user = user
        return self._say(b"235 welcome")

    def _mail(self, line: str) -> bool:
        self.sender = line.partition(":")[2].split(" ")[0].strip("<>")
        return self._say(b"250 ok")

    def _rcpt(self, line: str) -> bool:
        self.to = line.partition(":")[2].split(" ")[0].strip("<>")
        return self._say(b"250 ok")

    def _data(self, _line: str) -> bool:
        for look in self.state.before_words:
            look()
        self._say(b"354 go")
        lines: list[bytes] = []
        while (line := self.rfile.readline(2_000)) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b".") else line)
        answer = self.state.answers.get(".", b"250 taken")
        if answer.startswith(b"250") or answer == DROP:
            self.state.taken.append(Taken(self.sender, self.to, b"".join(lines), self.encrypted, self.user))
        return self._say(answer)

    def _rset(self, _line: str) -> bool:
        return self._say(b"250 ok")

    def _quit(self, _line: str) -> bool:
        self._say(b"221 bye")
        return False


@contextmanager
def mail_server(**chosen: Any) -> Iterator[MailServer]:
    """A server of mail while the block runs."""
    state = MailServer(**chosen)
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Conversation) as server:
        server.daemon_threads = True
        server.state = state  # pyright: ignore[reportAttributeAccessIssue] - it is ours
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()


def certificate(folder: Path, *, at: datetime) -> tuple[ssl.SSLContext, Path]:
    """A context for a server at 127.0.0.1, and the file with the certificate by which it is known."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(at.astimezone(UTC) - timedelta(days=1))
        .not_valid_after(at.astimezone(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, private = folder / "server.pem", folder / "server.key"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, plain)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, private)
    return context, file
