"""The rules of containerlab's topology files refuse what containerlab refuses."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from netwright.exports import violations

GOOD: dict[str, Any] = {
    "name": "lab",
    "topology": {
        "kinds": {"linux": {"network-mode": "none"}},
        "nodes": {
            "r1": {"kind": "linux", "image": "x", "binds": ["a:b"], "exec": ["true"]},
            "r2": {"kind": "frr", "startup-config": "f", "extras": {"frr": {"daemons": ["bgpd"]}}},
            "b": {"kind": "linux", "sysctls": {"net.ipv4.ip_forward": 1}, "cpu": 0.5, "auto-remove": True},
        },
        "links": [
            {"endpoints": ["r1:eth1", "r2:eth1"], "mtu": 1500},
            {"type": "dummy", "endpoint": {"node": "r1", "interface": "eth2"}},
            {
                "type": "veth",
                "endpoints": [
                    {"node": "r1", "interface": "eth3", "mac": "02:00:00:00:00:01"},
                    {"node": "b", "interface": "eth1"},
                ],
            },
        ],
    },
}


def test_good() -> None:
    assert [*violations(GOOD)] == []


WRONG = [
    (("nosuch",), 1, "unknown field `nosuch`"),
    (("name",), None, "`name` must be a text"),
    (("topology",), None, "`topology` is missing"),
    (("topology", "nodes"), None, "`topology.nodes` is missing"),
    (("topology", "edges"), [], "unknown field `edges`"),
    (("topology", "nodes", "-r"), None, "node -r: names begin"),
    (("topology", "nodes", "r1", "kind"), "bird", "`kind` cannot be bird"),
    (("topology", "nodes", "r1", "image"), 1, "`image` must be a text"),
    (("topology", "nodes", "r1", "imgae"), "x", "unknown field `imgae`"),
    (("topology", "nodes", "r1", "binds"), [], "`binds` must be a list of texts"),
    (("topology", "nodes", "r1", "binds"), ["a", "a"], "`binds` names something twice"),
    (("topology", "nodes", "r1", "network-mode"), "nothing", "`network-mode` cannot be nothing"),
    (("topology", "nodes", "b", "cpu"), True, "`cpu` must be a number"),
    (("topology", "nodes", "b", "auto-remove"), "yes", "must be true or false"),
    (("topology", "nodes", "b", "sysctls"), ["x"], "must be a mapping"),
    (("topology", "nodes", "r1"), "x", "node r1 is no mapping"),
    (("topology", "nodes", "r2", "extras"), {"frr": {"daemons": ["nosuchd"]}}, "unknown daemon nosuchd"),
    (("topology", "nodes", "r2", "extras"), {}, "must have a list `frr.daemons`"),
    (("topology", "kinds"), {"bird": {}}, "there is no kind bird"),
    (("topology", "defaults"), {"kind": "x"}, "`defaults`: `kind` cannot be x"),
    (("topology", "links"), [], "must be a list that is not empty"),
    (("topology", "links", 0), "r1-r2", "link 1 is no mapping"),
    (("topology", "links", 0, "mtu"), 70000, "`mtu` must be between"),
    (("topology", "links", 0, "endpoints"), ["r1:eth1"], "two endpoints"),
    (("topology", "links", 0, "endpoints"), ["r1:eth1", "r2"], "an endpoint is `node:interface`"),
    (("topology", "links", 0, "endpoints"), ["r1:eth1", "r9:eth1"], "there is no node r9"),
    (("topology", "links", 0, "endpoints"), ["r1:eth2", "r2:eth1"], "eth2 of node r1 is in another link"),
    (("topology", "links", 0, "bridge"), "x", "unknown field `bridge`"),
    (("topology", "links", 1, "type"), "lan", "no link type lan"),
    (("topology", "links", 1, "endpoint"), {"node": "r1"}, "an endpoint has `node` and `interface`"),
    (("topology", "links", 2, "endpoints", 0, "mac"), "0200.0000.0001", "is no MAC address"),
]


@pytest.mark.parametrize(("path", "value", "message"), WRONG, ids=[message for _, _, message in WRONG])
def test_wrong(path: tuple[Any, ...], value: Any, message: str) -> None:
    document = copy.deepcopy(GOOD)
    place: Any = document
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert any(message in sentence for sentence in violations(document)), [*violations(document)]


def test_no_mapping() -> None:
    assert [*violations([])] == ["the file is no mapping"]
