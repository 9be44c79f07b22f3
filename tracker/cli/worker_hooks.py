"""What gunicorn calls in each worker of a production server."""

from tracker.config import Settings
from tracker.services import waking


def post_worker_init(_worker: object) -> None:
    """Wait for nudges in this worker. A thread that was begun before the workers part would be left behind."""
    waking.start(Settings.load())
