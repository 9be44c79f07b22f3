"""What gunicorn asks of a production server: what to do in each worker, and how to write the log of requests."""

import re
from typing import Any

from gunicorn.glogging import Logger

from tracker.cli.running import start_waking
from tracker.config import Settings

_SECRET = re.compile(r"(/watching/feed/)[^/?\s\"]+")


def post_worker_init(_worker: object) -> None:
    """Wait for nudges in this worker. A thread that was begun before the workers part would be left behind."""
    start_waking(Settings.load())


def without_secrets(text: str) -> str:
    """A line of the log without the secret that stands in the address of a feed."""
    return _SECRET.sub(r"\1…", text)


class logger_class(Logger):  # noqa: N801  (the name under which gunicorn looks for it)
    """Writes the log of requests without the secrets in addresses, those that a browser names as referrers included."""

    def atoms(self, resp: Any, req: Any, environ: Any, request_time: Any) -> Any:
        """What may stand in a line, by its short names."""
        found = super().atoms(resp, req, environ, request_time)
        return {name: without_secrets(value) if isinstance(value, str) else value for name, value in found.items()}
