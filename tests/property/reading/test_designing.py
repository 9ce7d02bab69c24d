"""Reading and designing: whatever a topology says, only problems come of it, and always the same ones."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netwright import devices
from netwright.design import design_network
from netwright.errors import Problem, Problems
from netwright.model import Network, to_plain
from netwright.source import MemoryFiles, ReadRequest, read_topology

CATALOG = devices.catalog()
SAMPLE: dict[str, Any] = {
    "module": ["bgp", "ospf", "routing"],
    "plugin": ["bgp.session", "bgp.policy", "ebgp.multihop", "ospf.areas", "files"],
    "bgp": {"as": 65000, "community": {"ebgp": ["standard", "large"]}, "multihop": {"sessions": ["r1-x1"]}},
    "ospf": {"area": 0, "areas": [{"area": 1, "kind": "stub"}], "timers": {"hello": 3, "dead": 12}},
    "addressing": {"p2p": {"ipv4": "10.1.0.0/16", "prefix": 31}, "core": {"unnumbered": True}},
    "prefix": {"site": {"ipv4": "192.0.2.0/24", "allocation": "sequential"}},
    "routing": {
        "prefix": {"p1": [{"ipv4": "10.0.0.0/8", "max": 24}]},
        "community": {"c1": {"type": "standard", "value": ["65000:1"]}},
        "aspath": {"a1": [{"path": "65001"}]},
        "policy": {"in1": [{"match": {"prefix": "p1"}, "set": {"locpref": 200, "prepend": {"count": 2}}}]},
    },
    "groups": {
        "edge": {"members": ["r1", "r2"], "mtu": 1400, "config": ["x"], "vars": {"a": 1}},
        "all": {"cpu": 1},
        "hosts": {"members": ["h*"], "device": "linux"},
    },
    "nodes": {
        "r1": {"id": 9, "bgp": {"rr": True}, "loopback": {"ipv4": "10.0.0.99/32"}},
        "r2": {"device": "bird", "ospf": {"router_id": "10.2.2.2"}},
        "x1": {"bgp": {"as": 65100}, "module": ["bgp"]},
        "h1": None,
        "y1": {
            "module": ["routing"],
            "routing": {"static": [{"ipv4": "10.9.0.0/16", "nexthop": {"node": "r2"}}]},
        },
    },
    "links": [
        "r1-r2",
        {"r1": {"ospf": {"cost": 5}}, "r2": None, "role": "core"},
        {"r2": {"bgp": {"policy": {"in": "in1"}, "gtsm": 1}}, "x1": {"ipv4": 2}, "prefix": "site"},
        ["r1", "h1"],
        {"interfaces": [{"node": "r2", "ifindex": 9}, "y1"], "tc": {"delay": 10}, "ra": {"slaac": False}},
        {"group": "g", "mtu": 1300, "members": ["r1-r2", {"r1": None, "r2": None, "type": "lan"}]},
        "r1",
    ],
    "files": {"a.txt": "x"},
    "validate": {"up": {"nodes": ["r1"], "exec": "ip addr", "valid": "True"}},
}
ODD = (
    None, True, False, 0, -1, 3, 2**40, 1.5, "", "x", "r1", "*", "~(", "10.0.0.1/24", "10.0.0.0/8", "2001:db8::/64",
    "65000:1", "auto", [], {}, [[]], [None], ["r1"], [{"a": 1}], {"a": 1}, {"a": {"b": [1]}}, {"ipv4": True},
    {"node": "r1"}, {"ipv4": "10.9.9.0/24"}, [{"ipv4": 3}], "r1-r2",
)  # fmt: skip


def answer(tree: Any) -> tuple[Network | None, tuple[Problem, ...]]:
    problems = Problems()
    text = msgspec.json.encode(tree).decode()
    request = ReadRequest(path="/lab/t.yml", system_defaults=None)
    topology = read_topology(request, MemoryFiles({"/lab/t.yml": text}), problems)
    if topology is None:
        assert problems.errors
        return None, tuple(problems)
    return design_network(topology, CATALOG, problems), tuple(problems)


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path] if path else []
    items = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    for key, value in items:
        found += places(value, (*path, key))
    return found


PLACES = places(SAMPLE)


def changed(tree: Any, path: tuple[Any, ...], change: Any) -> Any:
    """A copy with one place replaced; what is no longer there is left alone."""
    if not path:
        return change
    if isinstance(tree, dict) and path[0] in tree:
        return {k: changed(v, path[1:], change) if k == path[0] else v for k, v in tree.items()}
    if isinstance(tree, list) and isinstance(path[0], int) and path[0] < len(tree):
        return [changed(v, path[1:], change) if i == path[0] else v for i, v in enumerate(tree)]
    return tree


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    tree: Any = SAMPLE
    for _ in range(draw(st.integers(1, 4))):
        path = draw(st.sampled_from(PLACES))
        kind = draw(st.integers(0, 9))
        if kind == 0:
            other = draw(st.sampled_from(PLACES))
            value: Any = SAMPLE
            for key in other:
                value = value[key]
        elif kind == 1:
            value = {draw(st.sampled_from(("as", "node", "ipv4", "zz", "interfaces", "bgp.as"))): 1}
        else:
            value = draw(st.sampled_from(ODD))
        tree = changed(tree, path, value)
    return tree


def test_the_sample_is_fine() -> None:
    network, problems = answer(SAMPLE)
    assert [str(p) for p in problems if p.severity == "error"] == []
    assert network is not None


@pytest.mark.parametrize("part", range(4))
def test_one_odd_value_anywhere_is_never_a_crash(part: int) -> None:
    """Systematic: every place of the sample, with a few odd values each."""
    chooser = random.Random(part)
    for path in PLACES[part::4]:
        for odd in chooser.sample(ODD, 3):
            answer(changed(SAMPLE, path, odd))


@settings(max_examples=250, deadline=None, derandomize=True)
@given(mutated())
def test_only_problems_and_always_the_same(tree: Any) -> None:
    assert answer(tree) == answer(tree)


def shuffled(tree: Any, order: random.Random, *, below: bool = False) -> Any:
    """Keys in another order, where order means nothing: everywhere but among nodes, groups and link ends."""
    if isinstance(tree, list):
        return [shuffled(item, order, below=below) for item in tree]
    if not isinstance(tree, dict):
        return tree
    keys = list(tree)
    if below:
        order.shuffle(keys)
    return {key: shuffled(tree[key], order, below=True) for key in keys}


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(0, 2**32))
def test_order_of_keys_means_nothing_where_the_format_says_so(seed: int) -> None:
    order = random.Random(seed)
    other = dict(SAMPLE)
    for key in ("bgp", "ospf", "addressing", "prefix", "routing", "validate"):
        other[key] = shuffled(SAMPLE[key], order, below=True)
    other["nodes"] = {name: shuffled(node, order, below=True) for name, node in SAMPLE["nodes"].items()}
    other = {key: other[key] for key in order.sample(list(other), len(other))}
    mine, theirs = answer(SAMPLE)[0], answer(other)[0]
    assert to_plain(msgspec.to_builtins(theirs, str_keys=True)) == to_plain(msgspec.to_builtins(mine, str_keys=True))
