"""What gunicorn calls in each worker of a production server."""

from tracker.cli.running import start_waking
from tracker.config import Settings


def post_worker_init(_worker: object) -> None:
    """Wait for nudges in this worker. A thread that was begun before the workers part would be left behind."""
    start_waking(Settings.load())
