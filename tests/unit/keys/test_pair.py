"""Two pairs agree on a key that nobody else can make; the public halves are those of the standards."""

from __future__ import annotations

import pytest

from cfgovern.keys.pair import Pair, sealed_to
from tests.unit.keys.held import PAIR

# RFC 7748, 6.1 (the keys of Alice and Bob) and RFC 8032, 7.1, test 1.
ALICE = "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"
ALICE_PUBLIC = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
SIGNING = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
SIGNING_PUBLIC = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"


def test_the_public_keys_of_the_standards() -> None:
    public = Pair(bytes.fromhex(ALICE + SIGNING)).public()
    assert (public.x25519.hex(), public.ed25519.hex()) == (ALICE_PUBLIC, SIGNING_PUBLIC)


def test_only_the_owner_opens_and_no_two_keys_are_alike() -> None:
    owner, other = Pair(PAIR), Pair.new()
    one, two = sealed_to(owner.public().x25519), sealed_to(owner.public().x25519)
    assert one is not None and two is not None
    opened = owner.opened(one[0])
    assert opened is not None and opened.reveal() == one[1].reveal()
    assert one[1].reveal() != two[1].reveal() and one[0] != two[0]
    wrong = other.opened(one[0])
    assert wrong is not None and wrong.reveal() != one[1].reveal()


@pytest.mark.parametrize("public", [b"", bytes(31), bytes(32), (1).to_bytes(32, "little"), bytes(33)])
def test_a_point_of_small_order_or_size_is_no_key(public: bytes) -> None:
    assert sealed_to(public) is None
    assert Pair(PAIR).opened(public) is None


def test_a_fingerprint_is_of_both_keys() -> None:
    fingerprints = {
        Pair(bytes.fromhex(sealing + signing)).public().fingerprint
        for sealing in (ALICE, SIGNING)
        for signing in (ALICE, SIGNING)
    }
    assert len(fingerprints) == 4 and all(len(each) == 16 for each in fingerprints)


@pytest.mark.parametrize("size", [0, 32, 63, 65])
def test_a_pair_has_64_bytes(size: int) -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        Pair(bytes(size))
