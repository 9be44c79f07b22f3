"""Checks the bundle that `tracker audit export` writes, with Python alone and nothing of the tracker.

Usage: python3 verifier.py BUNDLE [--checkpoints FOLDER] [--key FILE]      (a zip, or the folder that it unpacks to)
Exit codes: 0 nothing but warnings, 1 something does not match, 2 it could not be checked.
"""

import argparse
import json
import re
import sys
import zipfile
from base64 import b64decode, b64encode
from collections import defaultdict
from datetime import datetime, timedelta
from hashlib import sha256, sha512
from pathlib import Path
from typing import Any

BODY = r"([^\s+]+\n(0|[1-9]\d*)\n(\S{42}[AEIMQUYcgkosw048]=)\ntime (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)\n)"
NOTE = re.compile(BODY + r"\n((?:\u2014 [^\s+]+ \S{90}[AEIMQUYcgkosw048]=\n)+)", re.ASCII)  # base64 in its one form
COLUMNS = ("seq", "at", "actor", "action", "noun", "key", "row")
WARNINGS, OLD, BAD = ("clock", "anchor"), timedelta(hours=48), "backslashreplace"
Point = tuple[int, int, int, int]  # of Ed25519, as in RFC 8032: (X, Y, Z, T) with x = X/Z, y = Y/Z and xy = T/Z
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, ROOT = -121665 * pow(121666, P - 2, P) % P, pow(2, (P - 1) // 4, P)


def _add(p: Point, q: Point) -> Point:
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    return (b - a) * (d - c) % P, (d + c) * (b + a) % P, (d - c) * (d + c) % P, (b - a) * (b + a) % P


def _times(number: int, point: Point) -> Point:
    half = _times(number >> 1, _add(point, point)) if number else (0, 1, 1, 0)
    return _add(half, point) if number & 1 else half


def _point(data: bytes) -> Point | None:
    sign, y = divmod(int.from_bytes(data, "little"), 2**255)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * ROOT % P
    good = y < P and (x * x - square) % P == 0 and (x or not sign)
    x = x if x & 1 == sign else P - x
    return (x, y, 1, x * y % P) if good else None


def is_signed(key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the Ed25519 signature over the message is that of the key."""
    a, r, s = _point(key), _point(signature[:32]), int.from_bytes(signature[32:], "little")
    if not a or not r:
        return False
    h = int.from_bytes(sha512(signature[:32] + key + message).digest(), "little") % L
    one, two = _times(s, _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or r), _add(r, _times(h, a))
    return s < L and all((one[n] * two[2] - two[n] * one[2]) % P == 0 for n in (0, 1))


class Check:
    """One run over a bundle, given as a path. `found` are pairs of a code and a place."""

    def __init__(self, bundle: Any, outside: dict[str, str], keys: list[str]) -> None:
        self.found, self.count, self.rows, self.notes, self.keys = [], 0, {}, [], []
        self.introduced, self.trees, images = [], {0: (sha256(b"").digest(), "")}, defaultdict(dict)
        self.at, digests = json.loads((bundle / "manifest.json").read_bytes()).values()
        hashes = {name: sha256((bundle / name).read_bytes()).hexdigest() for name in digests}
        self.found += [("bundle", name) for name, found in hashes.items() if found != digests[name]]
        files = {name: bundle / name for name in digests if name.endswith(".jsonl")}
        lines = {name: map(json.loads, file.read_bytes().splitlines()) for name, file in files.items()}
        stored = {row["size"]: row for row in lines["checkpoints.jsonl"]}
        sizes = {name: int(name[:-5]) if name[:-5].isdecimal() else -1 for name in sorted(outside)}
        parts: list[Any] = [(self._note, s, False, f"checkpoint {s}", row["note"]) for s, row in stored.items()]
        parts += [(self._note, s, True, name, outside[name]) for name, s in sizes.items() if name.endswith(".note")]
        for parse, *args in (*parts, *((self._pin, line, "", "key.pub") for line in keys)):
            try:
                parse(*args)
            except (ValueError, TypeError, AttributeError):
                self.found.append(("note", args[2]))
        self._walk(lines["entries.jsonl"])
        self._checkpoints(stored)
        for noun, line in ((name[5:-6], line) for name in lines if name.startswith("rows/") for line in lines[name]):
            known = self.rows.setdefault(noun, {}).pop(line["row"], None)
            if known is None or json.dumps(known, sort_keys=True) != json.dumps(line["image"], sort_keys=True):
                self.found.append(("row_extra" if known is None else "row_differs", f"{noun} {line['row']}"))
            images[noun][line["image"].get("id")] = line["image"]
        self.found += [("row_missing", f"{noun} {row}") for noun, rows in self.rows.items() for row in rows]
        kept = {number: f"kept/{row['sha256']}" for number, row in images["kept_file"].items()}
        self.found += [("file", name) for name in kept.values() if f"kept/{hashes.get(name)}" != name]
        texts = {number: kept.get(row["text_id"]) for number, row in images["capture"].items()}
        for number, row in images["anchor"].items():
            file, start, said = texts[row["capture_id"]], row["start"] or 0, row["exact"]
            if file in hashes and str((bundle / file).read_bytes(), "utf-8", BAD)[start : row["stop"] or 0] != said:
                self.found.append(("quotation", f"anchor {number}"))

    def _note(self, size: int, outside: bool, where: str, text: str) -> None:  # noqa: FBT001 - a part of a tuple
        if not (found := NOTE.fullmatch(text)) or int(found[2]) != size:
            raise ValueError("It is not a checkpoint of its size.")
        signed = [(part[1], b64decode(part[2], validate=True)) for part in map(str.split, found[5].splitlines())]
        root = b64decode(found[3], validate=True)
        self.notes.append((size, outside, where, text, root, found[4], found[1].encode(), signed))

    def _pin(self, line: str, *_: str) -> None:
        name, number, value = [*line.split("+", 2), "", ""][:3]
        data = b64decode(value)
        if sha256(f"{name}\n".encode() + data).hexdigest()[:8] != number or b64encode(data).decode() != value:
            raise ValueError("It is not a key.")
        self.keys.append((name, bytes.fromhex(number), data[1:]))

    def _walk(self, entries: Any) -> None:
        previous, latest, last, heights, peaks = bytes(32), "", 0, [], []
        times = dict(sorted((note[0], note[5]) for note in self.notes))
        for entry in entries:
            seq, where, self.count = entry["seq"], f"entry {entry['seq']}", self.count + 1
            self.found += [("duplicate", where) if seq <= last else ("gap", f"entry {last + 1}")] * (seq != last + 1)
            last, data = seq, str(entry["canonical"]).encode(errors="surrogateescape")
            previous = sha256(b"\x00" + previous + data).digest()
            if previous.hex() != (kept := str(entry["hash"])):
                self.found.append(("chain", where))
                previous = bytes.fromhex(kept) if re.fullmatch("[0-9A-Fa-f]{64}", kept) else previous
            height, peak = 0, sha256(b"\x00" + data).digest()
            while heights and heights[-1] == height:
                height, peak = heights.pop() + 1, sha256(b"\x01" + peaks.pop() + peak).digest()
            heights, peaks = [*heights, height], [*peaks, peak]
            if self.count in times:
                for left in reversed(peaks[:-1]):
                    peak = sha256(b"\x01" + left + peak).digest()
                self.trees[self.count] = peak, " ".join(map(bytes.hex, peaks))
            try:
                latest = self._entry(json.loads(data), entry, latest, where)
            except (ValueError, TypeError, KeyError, AttributeError):
                self.found.append(("entry", where))
            self.found += [("time", f"checkpoint {seq}")] * (latest > times.get(seq, latest))
            latest = max(latest, times.get(seq, latest))

    def _entry(self, body: dict[str, Any], entry: dict[str, Any], latest: str, where: str) -> str:
        rows, row, before, after = self.rows.setdefault(body["noun"], {}), body["row"], body["before"], body["after"]
        clock = body["action"] == "clock"
        self.found += [("column", where)] * (len(body) != 9 or any(body[name] != entry[name] for name in COLUMNS))
        self.found += [("clock" if clock else "time", where)] * (clock or body["at"] < latest)
        if clock or after is None:
            rows.pop(row, None)
        elif (before is None) == (row in rows):
            self.found.append(("entry", where))
        else:
            rows[row] = rows.get(row, {}) | after
        if body["noun"] == "log_key" and after:
            key = after["name"], bytes.fromhex(after["id"]), b64decode(after["public_key"])
            self.introduced.append((entry["seq"], key))
        return body["at"]

    def _checkpoints(self, stored: dict[int, Any]) -> None:
        known, last, before = [key for _, key in self.introduced], None, set()
        holds = [note for note in self.notes if self.trees.get(note[0], "?")[0] == note[4]]
        trusted = set(self.keys or known)
        while trusted != before:
            before = set(trusted)
            pairs = [(note, key, data) for note in holds for key in before for _, data in note[7] if data[:4] == key[1]]
            good = [note[0] for note, key, data in pairs if is_signed(key[2], data[4:], note[6])]
            trusted |= {key for seq, key in self.introduced if seq <= max(good, default=0)}
        self.found += [("key", "log_key") for key in self.keys if key not in known and self.count]
        for size, outside, where, text, root, at, body, signed in sorted(self.notes):
            there, peaks = self.trees.get(size, (None, ""))
            codes = ["shorter" if there is None else "fork" if outside else "root"] * (there != root)
            codes += ["signature"] * (len({(name, data[:4]) for name, data in signed}) < len(signed))
            for name, data in signed:
                named = [key for key in trusted if key[:2] == (name, data[:4])]
                codes += ["signature" if named else "key"] * (not any(is_signed(k[2], data[4:], body) for k in named))
            last = (size, at) if outside and not codes else last
            columns = [stored.get(size, {}).get(name) for name in ("root", "at", "peaks")]
            codes += ["checkpoint"] * (outside and size not in stored and there is not None)
            codes += ["note"] * (outside and stored.get(size, {"note": text})["note"] != text)
            codes += ["note"] * (not outside and there == root and columns != [root.hex(), at, peaks])
            self.found += [(code, where) for code in codes]
        late = last and last[0] < self.count and datetime.fromisoformat(self.at) - datetime.fromisoformat(last[1]) > OLD
        lacks = [("log", not last or late), ("key.pub", not self.keys)] * (self.count > 0)
        self.found += [("anchor", name) for name, lacking in lacks if lacking]


def main() -> int:
    """Check what the command line names, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("bundle", "--checkpoints", "--key"):
        parser.add_argument(name, type=Path)
    given = parser.parse_args()
    try:
        bundle = zipfile.Path(given.bundle) if given.bundle.is_file() else given.bundle
        texts = {f.name: f.read_bytes().decode(errors=BAD) for f in (given.checkpoints or bundle / "outside").iterdir()}
        keys = given.key.read_bytes().decode(errors=BAD) if given.key else texts.get("key.pub", "")
        found = Check(bundle, texts, keys.splitlines()).found
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile) as error:
        sys.stderr.write(f"The bundle could not be checked: {error!r}\n")
        return 2
    holds = all(code in WARNINGS for code, _ in found)
    sys.stdout.writelines(f"{'warning' if code in WARNINGS else 'error'}: {where}: {code}\n" for code, where in found)
    sys.stdout.write("It holds.\n" if holds else "It does not hold.\n")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
