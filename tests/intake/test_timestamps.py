from datetime import timedelta

import pytest
from rfc3161_client import HashAlgorithm, TimestampRequestBuilder, decode_timestamp_response

from tests.intake.authority import POLICY, STAMPED, answer, holder, refusal
from tracker.domain.errors import RuleBroken
from tracker.intake import timestamps
from tracker.intake.timestamps import LARGEST, read_token, request_for, same

DATA = b"origin\n200\nroot of the log\n"
ROOT = holder("Root")
MIDDLE = holder("Middle", ROOT)
AUTHORITY = holder("Authority of tests", ROOT, stamps=True)
UNDER_MIDDLE = holder("Authority under another", MIDDLE, stamps=True)
STRANGER = holder("Stranger")
ASKED = request_for(DATA)
ANSWER = answer(ASKED.data, AUTHORITY)
LONG_ANSWER = answer(ASKED.data, UNDER_MIDDLE, chain=(MIDDLE,))
_YEARS = timedelta(days=900)


def _read(given=ANSWER, **changed):
    return read_token(given, **{"data": DATA, "roots": [ROOT.pem], "nonce": ASKED.nonce} | changed)


def test_a_token_says_when_by_whom_and_under_what_policy():
    token = _read()
    assert (token.time, token.serial, token.policy, token.digest) == (STAMPED, 20240506, POLICY, "sha512")
    assert token.authority == "CN=Authority of tests"
    assert ANSWER.endswith(token.data)
    assert same(token.data, token.sha256)


def test_two_questions_for_one_file_are_never_alike():
    assert len({request_for(DATA).nonce for _ in range(20)}) == 20


def test_a_kept_token_is_verified_again_without_its_answer():
    token = _read(LONG_ANSWER)
    assert _read(token.data, recorded=token.sha256) == token


def test_a_token_over_sha_256_without_a_number_is_taken_too():
    asked = TimestampRequestBuilder(data=DATA, hash_algorithm=HashAlgorithm.SHA256, nonce=False).build().as_bytes()
    assert _read(answer(asked, AUTHORITY), nonce=None).digest == "sha256"


def test_validity_is_judged_at_the_time_of_the_token():
    late = holder("Late", ROOT, stamps=True, first=STAMPED - 2 * _YEARS, last=STAMPED - _YEARS)
    root = holder("Old root", first=STAMPED - 2 * _YEARS, last=STAMPED - _YEARS)
    old = holder("Old", root, stamps=True, first=STAMPED - 2 * _YEARS, last=STAMPED - _YEARS)
    at = STAMPED - _YEARS - timedelta(days=9)
    assert _read(answer(ASKED.data, old, at=at), roots=[root.pem]).time == at
    with pytest.raises(RuleBroken, match="valid at its time"):
        _read(answer(ASKED.data, late))


def test_one_of_several_pinned_roots_is_enough():
    assert _read(roots=[STRANGER.pem + holder("Another").pem, ROOT.pem]).time == STAMPED


def _swapped(given):
    """The answer with its two certificates in each other's place."""
    one, two = UNDER_MIDDLE.der, MIDDLE.der
    return given.replace(one + two, two + one) if one + two in given else given.replace(two + one, one + two)


REFUSED = {
    "another file": ({"data": b"another"}, "another file"),
    "another number": ({"nonce": ASKED.nonce + 1}, "another question"),
    "another root": ({"roots": [STRANGER.pem]}, "under a pinned root"),
    "a root of the same name": ({"roots": [holder("Root").pem]}, "under a pinned root"),
    "no root": ({"roots": []}, "No root"),
    "a root that is none": ({"roots": [b"-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----\n"]}, "in PEM"),
    "another hash in the log": ({"recorded": "0" * 64}, "in the log"),
    "no chain": ({"given": answer(ASKED.data, UNDER_MIDDLE)}, "under a pinned root"),
    "extra certificate": ({"given": answer(ASKED.data, AUTHORITY, chain=(STRANGER,))}, "nothing to do with"),
    "extra sibling": ({"given": answer(ASKED.data, AUTHORITY, chain=(MIDDLE,))}, "nothing to do with"),
    "reordered chain": ({"given": _swapped(LONG_ANSWER)}, "damaged"),
    "expired": ({"given": answer(ASKED.data, AUTHORITY, at=STAMPED + _YEARS)}, "valid at its time"),
    "not yet valid": ({"given": answer(ASKED.data, AUTHORITY, at=STAMPED - _YEARS)}, "valid at its time"),
    "not for stamping": ({"given": answer(ASKED.data, holder("Mail", ROOT))}, "for timestamps"),
    "not critically for stamping": (
        {"given": answer(ASKED.data, holder("Lax", ROOT, stamps=True, critical=False))},
        "for timestamps",
    ),
    "signed by itself": ({"given": answer(ASKED.data, holder("Self", stamps=True))}, "under a pinned root"),
    "rejected": ({"given": refusal()}, "did not grant a timestamp and says: “The authority is closed.”"),
    "waiting": ({"given": refusal("waiting", "")}, "did not grant a timestamp"),
    "nothing": ({"given": b""}, "damaged"),
    "text": ({"given": b"hello"}, "damaged"),
    "the question": ({"given": ASKED.data}, "damaged"),
    "a certificate": ({"given": ROOT.der}, "damaged"),
    "cut off": ({"given": ANSWER[:-1]}, "damaged"),
    "with a tail": ({"given": ANSWER + b"\0"}, "damaged"),
    "too large": ({"given": bytes(LARGEST + 1)}, "larger than"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_token_is_refused_with_a_sentence(name):
    changed, said = REFUSED[name]
    with pytest.raises(RuleBroken, match=said.replace("“", ".").replace("”", ".")) as refused:
        _read(**changed)
    assert (refused.value.noun, refused.value.field) == ("timestamp", "file")
    assert refused.value.sentence.endswith(".")


def test_a_token_that_the_library_writes_in_another_way_is_not_pinned(monkeypatch):
    monkeypatch.setattr(timestamps, "_parsed", lambda given: (decode_timestamp_response(given), given[:-1]))
    with pytest.raises(RuleBroken, match="cannot be pinned"):
        _read()


def test_an_empty_file_is_not_timestamped():
    with pytest.raises(RuleBroken, match="empty"):
        request_for(b"")


TOKEN = _read()


@pytest.mark.parametrize("part", range(8))
def test_every_flipped_bit_of_a_token_is_found_by_its_signature_or_by_its_hash(part):
    """Trap T9: some flips verify. Each of those has another hash, and is refused where the log's hash is given."""
    verifying = 0
    for position in range(len(TOKEN.data)):
        flipped = bytearray(TOKEN.data)
        flipped[position] ^= 1 << part
        try:
            found = _read(bytes(flipped))
        except RuleBroken:
            continue
        verifying += 1
        assert not same(found.data, TOKEN.sha256)
        with pytest.raises(RuleBroken, match="in the log"):
            _read(bytes(flipped), recorded=TOKEN.sha256)
    assert verifying < len(TOKEN.data) / 20
