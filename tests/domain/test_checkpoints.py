"""Checkpoints as signed notes: one form, strictly read."""

import base64
from hashlib import sha256

import pytest

from tracker.domain.checkpoints import Checkpoint, Malformed, Note, PublicKey, Signature, parse_key, parse_note

KEY = PublicKey("tracker/7f3a", bytes(range(32)))
NOTE = Note(
    Checkpoint("tracker/7f3a", 1234, bytes(range(32)), "2026-11-23T09:00:00.000000Z"),
    (Signature("tracker/7f3a", KEY.key_id, bytes(64)),),
)


def test_a_note_has_the_form_that_other_programs_read():
    root, signed = base64.b64encode(bytes(range(32))).decode(), base64.b64encode(KEY.key_id + bytes(64)).decode()
    assert NOTE.text == (
        f"tracker/7f3a\n1234\n{root}\ntime 2026-11-23T09:00:00.000000Z\n\n\u2014 tracker/7f3a {signed}\n"
    )
    assert parse_note(NOTE.text) == NOTE


def test_the_id_of_a_key_is_made_of_its_name_and_its_bytes():
    assert KEY.key_id == sha256(b"tracker/7f3a\n\x01" + bytes(range(32))).digest()[:4]
    assert parse_key(KEY.text) == KEY
    assert KEY.text.startswith(f"tracker/7f3a+{KEY.key_id.hex()}+")


def _flips(text):
    data = text.encode()
    for place in range(len(data) * 8):
        changed = bytearray(data)
        changed[place // 8] ^= 1 << place % 8
        yield bytes(changed)


def test_every_changed_bit_of_a_note_is_refused_or_is_another_note():
    for data in _flips(NOTE.text):
        try:
            found = parse_note(data.decode())
        except (Malformed, UnicodeDecodeError):
            continue
        assert found != NOTE


def test_every_changed_bit_of_a_key_is_refused():
    """A changed name or key does not fit its id."""
    for data in _flips(KEY.text):
        with pytest.raises((Malformed, UnicodeDecodeError)):
            parse_key(data.decode())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tracker/7f3a\n",
        NOTE.text.replace("\n", "\r\n"),
        NOTE.text + "\n",
        NOTE.text.removesuffix("\n"),
        NOTE.text.replace("1234", "01234"),
        NOTE.text.replace("1234", "-1"),
        NOTE.text.replace("1234", "\u0661234"),
        NOTE.text.replace("time 2026", "2026"),
        NOTE.text.replace("time 2026", "time time 2026"),
        NOTE.text.replace("\n\n", "\nmore\n\n"),
        NOTE.text.replace("\u2014", "-"),
        NOTE.text.replace("\u2014 ", "\u2014  "),
        NOTE.checkpoint.body + "\n",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(Malformed):
        parse_note(text)


SIGNED = base64.b64encode(KEY.key_id + bytes(64)).decode()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("tracker/7f3a\n", "it is not a signed checkpoint"),
        (NOTE.text.replace("time 2026", "2026"), "it is not in the one form that a checkpoint has"),
        (NOTE.text.replace("1234", "01234"), "its origin, size or time cannot be read"),
        (NOTE.text.replace("\u2014", "-"), "a signature cannot be read"),
        (NOTE.text.replace(SIGNED, "???"), "it holds something that is not base64"),
        (NOTE.text.replace(SIGNED, "AAAA"), "a hash, key or signature in it is too short or too long"),
    ],
)
def test_what_is_wrong_with_a_note_is_said(text, why):
    with pytest.raises(Malformed) as refusal:
        parse_note(text)
    assert str(refusal.value) == why


def test_a_line_that_is_no_key_is_refused_with_why():
    with pytest.raises(Malformed, match=r"^it is not a public key of the log$"):
        parse_key(KEY.text.replace(KEY.key_id.hex(), "00000000"))
