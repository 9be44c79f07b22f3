"""Settings, read from the environment once and checked at start. A bad one stops the start with one sentence."""

import os
import re
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "TRACKER_"
SECRET_LENGTH = 32
_MAIL_ADDRESS = re.compile(r"[!-?A-~]+@[A-Za-z0-9.-]+")
POSTGRESQL = re.compile(r"^postgres(?:ql)?(?:\+psycopg)?://")


class ConfigError(Exception):
    """A setting cannot be used; the message is one sentence that names the variable."""


class Settings(BaseSettings):
    """Everything that an installation may choose. Each field is the variable TRACKER_<FIELD>."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True)

    data_dir: Path = Path("var")
    kept_dir: Path | None = None
    database_url: str = ""
    secret_key: str = Field(default="", repr=False)
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    public_reading: bool = True
    secure_cookies: bool = False
    session_idle_minutes: int = Field(default=30, ge=1, le=1440)
    session_absolute_hours: int = Field(default=12, ge=1, le=168)
    max_form_bytes: int = Field(default=1_000_000, ge=10_000, le=50_000_000)
    max_upload_bytes: int = Field(default=25_000_000, ge=100_000, le=500_000_000)
    fetch_allow: str = ""
    timestamp_roots_dir: Path | None = None
    page_size: int = Field(default=50, ge=5, le=500)
    installation_name: str = Field(default="", max_length=120)
    log_key: Path | None = None
    checkpoint_dir: Path | None = None
    site_url: str = ""
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: str = Field(default="", repr=False)
    smtp_from: str = ""
    digest_minutes: int = Field(default=0, ge=0, le=1440)

    @classmethod
    def load(cls, **chosen: Any) -> Self:
        """Read the environment; `chosen` wins over it. Raises ConfigError with one sentence for the first fault."""
        refuse_unknown(os.environ, set(cls.model_fields))
        try:
            return cls(**chosen)
        except ValidationError as error:
            raise ConfigError(_sentence(error)) from None

    @field_validator("data_dir", "log_key", "checkpoint_dir")
    @classmethod
    def _absolute(cls, place: Path | None) -> Path | None:
        return place and place.expanduser().absolute()

    @field_validator("kept_dir", "timestamp_roots_dir", mode="before")
    @classmethod
    def _chosen_folder(cls, folder: Path | str | None) -> Path | None:
        return Path(folder).expanduser().absolute() if folder else None

    @field_validator("installation_name")
    @classmethod
    def _one_line(cls, name: str) -> str:
        if not name.isprintable():
            raise ValueError("it must be one line of text")
        return name.strip()

    @field_validator("secret_key")
    @classmethod
    def _long_enough(cls, key: str) -> str:
        if key and len(key) < SECRET_LENGTH:
            raise ValueError(f"it needs at least {SECRET_LENGTH} characters")
        return key

    @field_validator("site_url")
    @classmethod
    def _site(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
            raise ValueError("it must be the address of this site, such as https://tracker.example.org")
        return url.rstrip("/")

    @field_validator("smtp_from")
    @classmethod
    def _bare_address(cls, address: str) -> str:
        if address and not _MAIL_ADDRESS.fullmatch(address):
            raise ValueError("it must be one bare mail address, such as tracker@example.org")
        return address

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Self:
        """Mail needs a sender and an address for its links, and no password goes unencrypted."""
        wanted = {"SMTP_FROM": self.smtp_from, "SITE_URL": self.site_url} if self.smtp_host else {}
        for name, value in wanted.items():
            if not value:
                raise ConfigError(f"{PREFIX}{name} is missing; mail, which {PREFIX}SMTP_HOST switches on, needs it.")
        if bool(self.smtp_user) != bool(self.smtp_password):
            raise ConfigError(f"{PREFIX}SMTP_USER and {PREFIX}SMTP_PASSWORD go together; one of them is missing.")
        if self.smtp_user and self.smtp_security == "none":
            raise ConfigError(f"{PREFIX}SMTP_SECURITY cannot be none where {PREFIX}SMTP_USER signs in with a password.")
        if self.digest_minutes and not self.smtp_host:
            raise ConfigError(f"{PREFIX}DIGEST_MINUTES sends mails; it needs {PREFIX}SMTP_HOST.")
        return self

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, url: str) -> str:
        """Take PostgreSQL in all usual spellings; make a SQLite path absolute, so that every command means one file."""
        if POSTGRESQL.match(url):
            return POSTGRESQL.sub("postgresql+psycopg://", url)
        if not url:
            return url
        if not url.startswith("sqlite:///"):
            raise ValueError("it must begin with sqlite:/// or postgresql://")
        path = url.removeprefix("sqlite:///")
        if not path or path.startswith(":memory:"):
            raise ValueError("it must name a file, since a database in memory would lose the record")
        return f"sqlite:///{Path(path).expanduser().absolute()}"

    @property
    def database(self) -> str:
        """The address of the database: the one chosen, or a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'tracker.sqlite3'}"

    @property
    def kept(self) -> Path:
        """The folder of the kept files: the one chosen, or one in the data folder."""
        return self.kept_dir or self.data_dir / "kept"

    @property
    def exports(self) -> Path:
        """The folder of the files that were made in the background. It may be emptied; they are made again."""
        return self.data_dir / "exports"

    @property
    def timestamp_roots(self) -> Path:
        """The folder of the pinned roots of time-stamp authorities: the one chosen, or one in the data folder."""
        return self.timestamp_roots_dir or self.data_dir / "timestamp_roots"

    @property
    def fetch_from(self) -> tuple[str, ...]:
        """The hosts from which sources may be fetched; none, unless the installation names some."""
        return tuple(host.strip().casefold() for host in self.fetch_allow.split(",") if host.strip())

    @property
    def log_key_file(self) -> Path:
        """The file with the key that signs checkpoints of the audit log: the one chosen, or one in the data folder."""
        return self.log_key or self.data_dir / "log_key.pem"

    @property
    def checkpoint_folder(self) -> Path:
        """The folder for checkpoints outside the database: the one chosen, or one in the data folder."""
        return self.checkpoint_dir or self.data_dir / "checkpoints"

    @property
    def sends_mail(self) -> bool:
        """Whether digests go out by mail."""
        return bool(self.smtp_host)

    def secret(self) -> str:
        """Give the key that signs cookies: the one chosen, or one made at first start and kept in the data folder."""
        return self.secret_key or _kept_secret(self.data_dir)

    def prepare_folder(self) -> None:
        """Make the data folder. Raises ConfigError where that is not allowed."""
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = error.strerror or "it is not allowed"
            raise ConfigError(f"{PREFIX}DATA_DIR cannot be used: {self.data_dir}: {reason}.") from None


def refuse_unknown(environment: Mapping[str, str], fields: set[str]) -> None:
    """Refuse a variable that looks like ours and is none: a misspelt setting must not be passed over in silence."""
    known = {PREFIX + field.upper() for field in fields}
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise ConfigError(f"{name} is not a setting of the tracker; the settings are {', '.join(sorted(known))}.")


def _sentence(error: ValidationError) -> str:
    first = error.errors()[0]
    name = PREFIX + str(first["loc"][0]).upper() if first["loc"] else PREFIX.rstrip("_")
    reason = first["msg"].removeprefix("Value error, ").removeprefix("Input should be ").rstrip(".")
    lead = "" if first["type"] == "value_error" else "it must be "
    return f"{name} cannot be used: {lead}{reason}."


def _kept_secret(folder: Path) -> str:
    """Read the kept key or make it. Workers that start together agree, because a link is made once or not at all."""
    kept = folder / "secret_key"
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        draft = folder / f".secret_key.{secrets.token_hex(8)}"
        handle = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, kept)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return kept.read_text().strip()
