"""Blocks and addresses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netwright.addr import parse_address, parse_prefix
from netwright.cluster.design.ipam import Ipam, NoAddressError
from netwright.cluster.resources import IPPool
from netwright.model.kubernetes import Metadata


def pool(cidr: str, block_size: int = 26) -> IPPool:
    return IPPool(metadata=Metadata(name=cidr), cidr=parse_prefix(cidr), block_size=block_size)


POOL = pool("10.0.0.0/24")


def test_a_node_fills_its_block_before_it_takes_another() -> None:
    ipam = Ipam([POOL], {})
    found = [str(ipam.choose([POOL], "w1", f"p{n}")) for n in range(65)]
    assert (found[0], found[62], found[63], found[64]) == ("10.0.0.1", "10.0.0.63", "10.0.0.0", "10.0.0.65")
    assert [str(b) for b in ipam.blocks["w1"]] == ["10.0.0.0/26", "10.0.0.64/26"]


def test_affinities_come_first() -> None:
    ipam = Ipam([POOL], {"w2": [parse_prefix("10.0.0.192/26")]})
    assert str(ipam.choose([POOL], "w2", "p")) == "10.0.0.193"


def test_given_addresses_are_not_given_twice() -> None:
    ipam = Ipam([POOL], {})
    ipam.take(parse_address("10.0.0.1"), "w1", "p")
    assert str(ipam.choose([POOL], "w1", "q")) == "10.0.0.2"
    with pytest.raises(NoAddressError, match="belongs to p"):
        ipam.take(parse_address("10.0.0.1"), "w2", "r")


def test_an_address_of_another_node_s_block_leaves_it_there() -> None:
    ipam = Ipam([POOL], {"w1": [parse_prefix("10.0.0.0/26")]})
    ipam.take(parse_address("10.0.0.9"), "w2", "p")
    assert "w2" not in ipam.blocks


def test_blocks_of_one_address() -> None:
    single = pool("10.9.0.0/31", 32)
    ipam = Ipam([single], {})
    assert [str(ipam.choose([single], "w1", f"p{n}")) for n in range(2)] == ["10.9.0.0", "10.9.0.1"]
    with pytest.raises(NoAddressError, match="no block left"):
        ipam.choose([single], "w1", "p2")


@given(st.lists(st.sampled_from(["w1", "w2", "w3"]), max_size=120))
def test_addresses_are_unique_and_of_blocks_of_their_node(nodes: list[str]) -> None:
    wide = pool("10.0.0.0/23")
    ipam = Ipam([wide], {})
    found = [(node, ipam.choose([wide], node, f"p{n}")) for n, node in enumerate(nodes)]
    assert len({address for _, address in found}) == len(found)
    for node, address in found:
        assert any(block.contains(address) for block in ipam.blocks[node])
    blocks = [b for of_node in ipam.blocks.values() for b in of_node]
    assert len(set(blocks)) == len(blocks)
