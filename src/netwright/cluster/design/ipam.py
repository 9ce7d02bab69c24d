"""Addresses of workloads: blocks of pools belong to nodes, addresses come from the blocks of a workload's node.

Owns: which block belongs to which node, which address a workload gets; the same input gives the same addresses.
Must not: know resources beyond pools. Source: Calico documentation, "Get started with IP address management".
Deviation: Calico starts at a random block; here the first free one of the first pool is taken, and addresses count
from the second of a block.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import count

from ...addr import Address, Prefix
from ..resources import IPPool


class NoAddressError(Exception):
    """Nothing is left, or an address cannot be had; the text says why."""


class Ipam:
    """Blocks and addresses of one cluster."""

    def __init__(self, pools: Iterable[IPPool], affinities: Mapping[str, Iterable[Prefix]]) -> None:
        self._pools = list(pools)
        self._owners: dict[Prefix, str] = {b: node for node, blocks in affinities.items() for b in blocks}
        self._blocks: dict[str, list[Prefix]] = {node: sorted(blocks) for node, blocks in affinities.items()}
        self._given = {node: set(blocks) for node, blocks in affinities.items()}
        self._taken: dict[Address, str] = {}
        self._next: dict[Prefix, int] = {}
        """By block: the next ordinal to try."""
        self._free: dict[Prefix, int] = {}
        """By pool: the next block to try."""

    @property
    def blocks(self) -> Mapping[str, tuple[Prefix, ...]]:
        """Blocks of nodes, in order."""
        return {node: tuple(sorted(blocks)) for node, blocks in self._blocks.items()}

    def take(self, address: Address, node: str, who: str) -> None:
        """A given address, also of a disabled pool; a block nobody has becomes the node's. Raises NoAddressError."""
        pool = next((pool for pool in self._pools if pool.cidr.contains(address)), None)
        if pool is None:
            known = ", ".join(str(pool.cidr) for pool in self._pools) or "none"
            raise NoAddressError(f"{address} is in no pool of its cluster ({known})")
        if address in self._taken:
            raise NoAddressError(f"{address} belongs to {self._taken[address]}")
        self._taken[address] = who
        bits = pool.cidr.bits + pool.cidr.length - pool.block_size
        block = Prefix(address.family, address.value >> bits << bits, pool.block_size)
        if block not in self._owners:
            self._claim(block, node)

    def choose(self, pools: Sequence[IPPool], node: str, who: str) -> Address:
        """An address of one family for a workload on a node. Raises NoAddressError."""
        for block in self._blocks.get(node, ()):
            if any(pool.cidr.contains(block) for pool in pools):
                found = self._of_block(block, who)
                if found is not None:
                    return found
        for pool in pools:
            block_found = self._free_block(pool)
            if block_found is not None:
                self._claim(block_found, node)
                found = self._of_block(block_found, who)
                if found is not None:
                    return found
        raise NoAddressError(f"pools {', '.join(str(pool.cidr) for pool in pools)} have no block left")

    def _of_block(self, block: Prefix, who: str) -> Address | None:
        start = self._next.get(block, 1)
        for ordinal in range(start, block.size + 1):
            address = Address(block.family, block.network + ordinal % block.size)
            if address not in self._taken:
                self._taken[address] = who
                self._next[block] = ordinal + 1
                return address
        self._next[block] = block.size + 1
        return None

    def _free_block(self, pool: IPPool) -> Prefix | None:
        total = 1 << (pool.block_size - pool.cidr.length)
        for number in count(self._free.get(pool.cidr, 0)):
            if number >= total:
                return None
            block = pool.cidr.subnet(number, pool.block_size)
            if block not in self._owners:
                self._free[pool.cidr] = number
                return block
        return None

    def _claim(self, block: Prefix, node: str) -> None:
        self._owners[block] = node
        self._blocks.setdefault(node, []).append(block)
