"""Nudges: signed JSON on both kinds of queue, and nothing else is ever run."""

import json
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from huey.registry import Message

from tracker.config import Settings
from tracker.services import waking
from tracker.services.waking import SignedJSON


@pytest.fixture
def settings(address: str, tmp_path) -> Settings:
    return Settings(data_dir=tmp_path, secret_key="k" * 40, database_url=address)


def test_nudges_travel_and_run_what_waits_for_them_once(settings) -> None:
    waking.nudge(settings)
    waking.nudge(settings)
    woken = []
    assert waking.answer(settings, lambda: woken.append(1)) == 2
    assert woken == [1]
    assert waking.answer(settings, lambda: woken.append(1)) == 0
    assert woken == [1]


def test_whoever_waits_carries_out_what_was_nudged_before(settings, monkeypatch) -> None:
    worked = threading.Event()
    waking.nudge(settings)
    monkeypatch.setattr(waking, "LOOKED_EVERY", 0.01)
    monkeypatch.setattr(waking, "_work", lambda _noun: worked.set())
    stop = waking.start(settings)
    assert worked.wait(20)
    stop()


def test_many_may_make_the_queue_at_the_same_moment(settings) -> None:
    at_once = threading.Barrier(12)

    def make(_: int) -> int:
        at_once.wait()
        chosen = waking.queue(settings)
        waiting = chosen.storage.queue_size()
        chosen.storage.close()
        return waiting

    with ThreadPoolExecutor(12) as makers:
        assert sum(makers.map(make, range(12))) == 0


def test_a_nudge_that_nobody_sent_comes_after_a_while(settings, monkeypatch) -> None:
    worked = threading.Event()
    monkeypatch.setattr(waking, "LOOKED_EVERY", 0.01)
    monkeypatch.setattr(waking, "_work", lambda _noun: worked.set())
    stop = waking.start(settings, again=timedelta(milliseconds=20))
    assert worked.wait(20)
    stop()


def test_a_nudge_for_the_one_does_not_wake_the_other(settings) -> None:
    waking.nudge(settings, waking.IMPORTS)
    woken = []
    assert waking.answer(settings, lambda: woken.append(1)) == 0
    assert waking.answer(settings, lambda: woken.append(2), waking.IMPORTS) == 1
    assert woken == [2]


def test_what_travels_is_signed_json_without_arguments(settings) -> None:
    waking.nudge(settings)
    chosen = waking.queue(settings)
    waiting = chosen.storage.dequeue()
    assert waiting is not None
    data = bytes(waiting)
    signature, _, text = data.partition(b":")
    assert json.loads(text)[1] == "tracker.services.waking.wake"
    assert not any(json.loads(text)[6:8])
    assert len(signature) == 64
    chosen.storage.close()


def test_a_message_of_another_key_or_a_pickle_is_refused() -> None:
    ours, other = SignedJSON("a" * 40), SignedJSON("b" * 40)
    message = Message("1", "wake", *[None] * (len(Message._fields) - 2))
    assert ours.deserialize(ours.serialize(message))[:2] == ("1", "wake")
    for forged in (other.serialize(message), pickle.dumps(message), b"", ours.serialize(message) + b" "):
        with pytest.raises(ValueError, match="not signed by this installation"):
            ours.deserialize(forged)


def test_a_queue_that_cannot_be_reached_loses_no_job(tmp_path, caplog) -> None:
    settings = Settings(data_dir=tmp_path, secret_key="k" * 40, database_url="postgresql://nobody@127.0.0.1:9/none")
    waking.nudge(settings)
    assert "No nudge could be sent" in caplog.text


def test_what_is_repeated_goes_on_after_a_failure_and_ends_when_it_is_told_to(monkeypatch, caplog):
    monkeypatch.setattr(waking, "SECONDS", 0.001)
    done = threading.Event()
    runs: list[int] = []

    def run() -> None:
        runs.append(len(runs))
        if len(runs) == 1:
            raise RuntimeError("the post office is closed")
        if len(runs) == 3:
            done.set()

    stop = waking.repeat(1, run)
    assert done.wait(60), "it was not repeated"
    stop()
    ended = len(runs)
    assert "What is done every 1 minutes failed: the post office is closed" in caplog.text
    assert not any(thread.name == "repeating" for thread in threading.enumerate())
    assert len(runs) == ended
