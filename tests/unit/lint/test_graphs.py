"""Cuts and components against the definition: take it away and look."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from netwright.lint.graphs import components, cuts

PAIRS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)).filter(lambda p: p[0] != p[1]), max_size=14)


def adjacency(pairs: list[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {node: [] for node in range(8)}
    for one, other in pairs:
        found[one].append(other)
        found[other].append(one)
    return found


def parts(pairs: list[tuple[int, int]], nodes: set[int]) -> int:
    edges = adjacency(pairs)
    return len(components(sorted(nodes), {n: [o for o in edges[n] if o in nodes] for n in nodes}))


@given(PAIRS)
def test_cuts(pairs: list[tuple[int, int]]) -> None:
    everything = set(range(8))
    whole = parts(pairs, everything)
    found = cuts(adjacency(pairs))
    assert found.nodes == {node for node in everything if parts(pairs, everything - {node}) > whole}
    bridges = set()
    for index, pair in enumerate(pairs):
        if parts(pairs[:index] + pairs[index + 1 :], everything) > whole:
            bridges.add(frozenset(pair))
    assert found.edges == bridges


def test_components_keep_the_order() -> None:
    assert components([3, 1, 2], {3: [2], 2: [3]}) == [[3, 2], [1]]


def test_a_long_chain_needs_no_stack() -> None:
    chain = {n: [m for m in (n - 1, n + 1) if 0 <= m < 20_000] for n in range(20_000)}
    assert len(cuts(chain).nodes) == 19_998
