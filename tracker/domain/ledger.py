"""The arithmetic of a log that cannot be quietly changed: a chain of hashes, and the Merkle tree of RFC 6962.

The chain makes each entry depend on all before it. The tree lets one small hash stand for the first n entries, and
lets a short proof show that an entry is among them, or that a longer log continues a shorter one. The leaves of the
tree are the same bytes that the chain runs over.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

GENESIS = bytes(32)
"""What stands in place of the hash before the first entry."""


def chain_hash(previous: bytes, entry: bytes) -> bytes:
    """The hash of an entry that follows the entry with the hash `previous`."""
    return sha256(b"\x00" + previous + entry).digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry as a leaf of the tree."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two parts. Its first byte differs from a leaf's, so neither passes for the other."""
    return sha256(b"\x01" + left + right).digest()


class Tree:
    """A growing tree, of which only the whole subtrees are kept: at most one for each binary digit of its size."""

    __slots__ = ("_peaks", "size")

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        """Take up a tree where it was left. Raises ValueError if that many peaks cannot belong to the size."""
        if size < 0 or len(peaks) != size.bit_count():
            raise ValueError(f"{len(peaks)} peaks do not make a tree of {size}.")
        heights = [height for height in range(size.bit_length()) if size >> height & 1]
        self.size = size
        self._peaks = list(zip(reversed(heights), peaks, strict=True))

    @property
    def peaks(self) -> list[bytes]:
        """The hashes of the whole subtrees, largest first. With the size they are all that it takes to go on."""
        return [peak for _, peak in self._peaks]

    def append(self, leaf: bytes) -> None:
        """Add one leaf, given as its hash."""
        self._push(0, leaf)

    def extend(self, leaves: Sequence[bytes]) -> None:
        """Add many leaves. Runs of them are joined level by level, which is faster than one after another."""
        start = 0
        while start < len(leaves):
            height = self._room(len(leaves) - start)
            self._push(height, _perfect(leaves[start : start + (1 << height)]))
            start += 1 << height

    def root(self) -> bytes:
        """The one hash that stands for all leaves."""
        return _fold(self.peaks)

    def _room(self, waiting: int) -> int:
        """The height of the largest whole subtree that may come next and that the waiting leaves can fill."""
        highest = waiting.bit_length() - 1
        return min(highest, (self.size & -self.size).bit_length() - 1) if self.size else highest

    def _push(self, height: int, peak: bytes) -> None:
        self.size += 1 << height
        while self._peaks and self._peaks[-1][0] == height:
            peak = node_hash(self._peaks.pop()[1], peak)
            height += 1
        self._peaks.append((height, peak))


def _perfect(hashes: Sequence[bytes]) -> bytes:
    """The root over as many leaves as a power of two has."""
    level = list(hashes)
    while len(level) > 1:
        pairs = iter(level)
        level = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
    return level[0]


def _fold(peaks: Sequence[bytes]) -> bytes:
    if not peaks:
        return sha256(b"").digest()
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaves, given as their hashes."""
    tree = Tree()
    tree.extend(list(leaves))
    return tree.root()


def _split(size: int) -> int:
    """The largest power of two below a size: where the tree divides."""
    return 1 << (size - 1).bit_length() - 1


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from the leaf at `index` to the root. Raises IndexError for a leaf that is not there."""
    if not 0 <= index < len(leaves):
        raise IndexError(index)
    if len(leaves) == 1:
        return []
    k = _split(len(leaves))
    if index < k:
        return [*inclusion_proof(leaves[:k], index), root_of(leaves[k:])]
    return [*inclusion_proof(leaves[k:], index - k), root_of(leaves[:k])]


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether a proof shows that the leaf is the one at `index` of the tree of that size and root."""
    if not 0 <= index < size:
        return False
    place, last, found = index, size - 1, leaf
    for part in proof:
        if last == 0:
            return False
        if place & 1 or place == last:
            found = node_hash(part, found)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, part)
        place, last = place >> 1, last >> 1
    return last == 0 and found == root


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """The hashes that show that the tree over `leaves` continues the one over its first `earlier` leaves.

    Raises ValueError where there is nothing to show: for an earlier size of nothing, or of more than there is.
    """
    if not 0 < earlier <= len(leaves):
        raise ValueError(f"A log of {len(leaves)} does not continue one of {earlier}.")
    return _subproof(leaves, earlier, whole=True)


def _subproof(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root_of(leaves)]
    k = _split(len(leaves))
    if earlier <= k:
        return [*_subproof(leaves[:k], earlier, whole=whole), root_of(leaves[k:])]
    return [*_subproof(leaves[k:], earlier - k, whole=False), root_of(leaves[:k])]


def is_consistent(earlier: int, size: int, proof: Sequence[bytes], root: bytes, later_root: bytes) -> bool:
    """Whether a proof shows that the tree of `size` and `later_root` continues that of `earlier` and `root`."""
    if not 0 < earlier <= size:
        return False
    if earlier == size:
        return not proof and root == later_root
    rest = list(proof) if earlier & (earlier - 1) else [root, *proof]
    if not rest:
        return False
    return _climb(earlier - 1, size - 1, rest) == (root, later_root)


def _climb(place: int, last: int, rest: list[bytes]) -> tuple[bytes, bytes] | None:
    """The two roots that a consistency proof leads to, or None where it has too few or too many parts."""
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = rest[0]
    for part in rest[1:]:
        if last == 0:
            return None
        if place & 1 or place == last:
            old, new = node_hash(part, old), node_hash(part, new)
            while place and not place & 1:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, part)
        place, last = place >> 1, last >> 1
    return (old, new) if last == 0 else None
