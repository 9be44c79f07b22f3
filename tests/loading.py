"""Backups taken while people write, brought back, and compared. How many is the caller's to say."""

import itertools
import threading
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, NullPool, func, select
from sqlalchemy.exc import OperationalError

from tests import backups, victim
from tests.databases import House
from tracker.db.engine import is_busy, make_engine, reading
from tracker.db.kept import Store
from tracker.db.models import Capture, Claim, ClaimRevision, KeptFile, Review


@contextmanager
def writers(address: str, folder: Path, deeds: list[str]):
    """Do deeds over and over, each in a thread of its own, until the block ends; gives how many were done."""
    over, done, faults = threading.Event(), [0] * len(deeds), []

    def work(index: int) -> None:
        engine = make_engine(address, poolclass=NullPool)
        try:
            for number in itertools.count():
                if over.is_set():
                    return
                done[index] += _did(deeds[index], engine, folder, f"{deeds[index]}-{index}-{number}")
        except BaseException as error:  # noqa: BLE001 - raised again where the test sees it
            faults.append(error)
        finally:
            engine.dispose()

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(deeds))]
    for thread in threads:
        thread.start()
    try:
        yield lambda: sum(done)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    if faults:
        raise faults[0]


def _did(deed: str, engine: Engine, folder: Path, name: str) -> bool:
    """Do a deed; False where others kept SQLite busy for too long, as a person would be told."""
    try:
        victim.DEEDS[deed](engine, folder, name)
    except OperationalError as error:
        if not is_busy(error):
            raise
        return False
    return True


def back_up_under_load(address: str, house: House, folder: Path, *, times: int) -> list[str]:
    """Take backups while three people import, review and upload; what is amiss with any of them when it is back."""
    store, engine = Store(folder / "kept"), make_engine(address, poolclass=NullPool)
    amiss: list[str] = []
    with writers(address, folder, ["import", "review", "upload"]) as done:
        for number in range(times):
            _wait_for(done, done() + 3)
            place = folder / f"backup-{number}.zip"
            before = done()
            made = backups.take(engine, store, place)
            amiss += [] if done() > before else [f"nobody wrote during backup {number}"]
            amiss += _compare(place, house, folder / f"restored-{number}", made.digest)
    engine.dispose()
    return amiss


def _wait_for(done: Callable[[], int], many: int) -> None:
    while done() < many:
        threading.Event().wait(0.01)


def _compare(place: Path, house: House, folder: Path, digest: str) -> list[str]:
    target = house.copy("blank")
    elsewhere = Store(folder)
    backups.bring_back(place, target, elsewhere)
    found = [] if backups.digest(target) == digest else ["another digest"]
    engine = make_engine(target, poolclass=NullPool)
    with reading(engine) as session:
        kept = set(session.scalars(select(KeptFile.sha256)))
        found += [] if kept == set(elsewhere.names()) else ["other files than the rows name"]
        for child, parent in ((ClaimRevision.claim_id, Claim.id), (Capture.kept_file_id, KeptFile.id)):
            orphans = session.scalar(select(func.count()).where(parent.not_in(select(child))))
            found += [f"{orphans} rows without their part"] if orphans else []
        found += [] if session.scalar(select(func.count()).select_from(Review)) else ["no review"]
    engine.dispose()
    house.drop(target)
    return found
