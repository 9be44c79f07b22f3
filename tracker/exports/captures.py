"""A kept file with what is known of how it was taken: what WARC and WACZ files are made from."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import quote

_URI_MARKS = "!#$%&'()*+,/:;=?@[]~"


@dataclass(frozen=True, slots=True)
class Captured:
    """One kept file. `data` are its bytes after transfer and content encodings were taken off.

    `status` is the HTTP status, 0 where the file was uploaded; `headers` are those of the answer, as received.
    `custody` names what else is known of the capture, such as the collector and the method.
    """

    address: str
    media_type: str
    data: bytes
    at: datetime
    sha256: str
    sha3_512: str
    text: str = ""
    text_extractor: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    status: int = 0
    custody: dict[str, str] = field(default_factory=dict)
    title: str = ""

    @property
    def uri(self) -> str:
        """The address as a URI. A file without an address is named by its content and by nothing invented."""
        address = one_line(self.address)
        if web := re.match(r"(?i)https?://", address):
            address = web[0].lower() + address[web.end() :].partition("#")[0]
        return quote(address, safe=_URI_MARKS, errors="replace") or f"urn:sha256:{self.sha256}"

    @property
    def fetched(self) -> bool:
        """Whether an HTTP answer brought the file."""
        return self.status > 0 and self.uri.startswith(("http://", "https://"))

    def checked(self) -> "Captured":
        """The capture itself. Raises ValueError where a digest is not that of the data, or the instant has no zone."""
        if hashlib.sha256(self.data).hexdigest() != self.sha256:
            raise ValueError(f"The SHA-256 of {self.uri} is not that of its bytes.")
        if hashlib.sha3_512(self.data).hexdigest() != self.sha3_512:
            raise ValueError(f"The SHA3-512 of {self.uri} is not that of its bytes.")
        utc(self.at)
        return self


def captured(data: bytes, *, address: str, media_type: str, at: datetime, **known: object) -> Captured:
    """A capture of some bytes, with both digests taken of them; `known` are further fields of `Captured`."""
    digests = hashlib.sha256(data).hexdigest(), hashlib.sha3_512(data).hexdigest()
    return Captured(address, media_type, data, at, *digests, **known)  # pyright: ignore[reportArgumentType]: by name


def utc(at: datetime) -> datetime:
    """An instant in UTC. Raises ValueError where it has no zone."""
    if at.tzinfo is None:
        raise ValueError("An instant needs its zone.")
    return at.astimezone(UTC)


def one_line(text: str) -> str:
    """A text that cannot end a header early: each run of control characters and line ends is one space."""
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029]+", " ", text).strip()
