"""The chain and the tree: the published vectors of RFC 6962, and proofs as properties."""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain import ledger

# The vectors that implementations of RFC 6962 share: eight inputs, and the root over the first one, two, … of them.
INPUTS = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]

sizes = st.integers(1, 70)


def leaves_of(size):
    return [ledger.leaf_hash(str(number).encode()) for number in range(size)]


def naive_root(leaves):
    """The definition of RFC 6962, section 2.1, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_that_are_published(size):
    assert ledger.root_of(ledger.leaf_hash(data) for data in INPUTS[:size]).hex() == ROOTS[size - 1]


def test_nothing_has_the_root_of_no_bytes():
    assert ledger.root_of([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_chain_runs_over_the_hash_before_and_the_bytes():
    first = ledger.chain_hash(ledger.GENESIS, b"a")
    assert first == sha256(b"\x00" + bytes(32) + b"a").digest()
    assert ledger.chain_hash(first, b"b") == sha256(b"\x00" + first + b"b").digest()


@given(st.lists(st.integers(0, 40), max_size=6))
def test_a_tree_that_grows_in_pieces_is_the_tree_that_was_made_at_once(pieces):
    leaves, tree, start = leaves_of(sum(pieces)), ledger.Tree(), 0
    for piece in pieces:
        tree.extend(leaves[start : start + piece])
        start += piece
        tree = ledger.Tree(tree.size, tree.peaks)
        assert (tree.size, tree.root()) == (start, naive_root(leaves[:start]))


@given(sizes)
def test_appending_one_by_one_gives_the_same_root(size):
    tree = ledger.Tree()
    for leaf in leaves_of(size):
        tree.append(leaf)
    assert tree.root() == naive_root(leaves_of(size))


@pytest.mark.parametrize(("size", "peaks"), [(3, 1), (4, 2), (0, 1), (-1, 1)])
def test_peaks_that_do_not_fit_a_size_are_refused(size, peaks):
    with pytest.raises(ValueError, match="do not make a tree"):
        ledger.Tree(size, [bytes(32)] * peaks)


@given(sizes, st.data())
def test_an_inclusion_proof_shows_its_leaf_at_its_place_and_nothing_else(size, data):
    leaves = leaves_of(size)
    index = data.draw(st.integers(0, size - 1))
    proof, root = ledger.inclusion_proof(leaves, index), ledger.root_of(leaves)
    assert ledger.is_included(leaves[index], index, size, proof, root)
    assert not ledger.is_included(ledger.leaf_hash(b"other"), index, size, proof, root)
    assert not ledger.is_included(leaves[index], index, size, [*proof, root], root)
    assert not ledger.is_included(leaves[index], size, size, proof, root)
    others = [place for place in range(size) if place != index]
    assert not any(ledger.is_included(leaves[index], place, size, proof, root) for place in others)


@given(sizes, st.data())
def test_a_consistency_proof_shows_that_a_log_was_only_added_to(size, data):
    leaves = leaves_of(size)
    earlier = data.draw(st.integers(1, size))
    proof = ledger.consistency_proof(leaves, earlier)
    root, later = ledger.root_of(leaves[:earlier]), ledger.root_of(leaves)
    assert ledger.is_consistent(earlier, size, proof, root, later)
    assert not ledger.is_consistent(earlier, size, [*proof, root], root, later)
    assert not ledger.is_consistent(earlier, size, proof, ledger.leaf_hash(b"other"), later)
    assert not ledger.is_consistent(earlier, size, proof, root, ledger.leaf_hash(b"other"))


@given(sizes, sizes, st.data())
def test_no_proof_joins_two_histories(earlier, more, data):
    """A fork: the first entries were changed after the earlier root was signed."""
    honest = leaves_of(earlier + more)
    changed = data.draw(st.integers(0, earlier - 1))
    forked = [ledger.leaf_hash(b"forked") if n == changed else leaf for n, leaf in enumerate(honest)]
    proof = ledger.consistency_proof(forked, earlier)
    assert not ledger.is_consistent(
        earlier, earlier + more, proof, ledger.root_of(honest[:earlier]), ledger.root_of(forked)
    )


def test_what_is_not_there_has_no_proof():
    with pytest.raises(IndexError):
        ledger.inclusion_proof(leaves_of(3), 3)
    with pytest.raises(ValueError, match="does not continue"):
        ledger.consistency_proof(leaves_of(3), 4)
    assert not ledger.is_consistent(4, 3, [], bytes(32), bytes(32))
    assert not ledger.is_consistent(2, 3, [], bytes(32), bytes(32))
    assert not ledger.is_consistent(3, 4, [], bytes(32), bytes(32))
