"""Topologies for tests of designing, built by hand so that these tests need no reader."""

from __future__ import annotations

import textwrap
from typing import Any

import yaml

from netwright.design import design_network
from netwright.errors import Problems, Span
from netwright.model import DeviceCatalog, DeviceFeatures, Group, Map, Network, Seq, Topology, merge_missing
from netwright.schema.defaults import BUILTIN_DEFAULTS

MODULES = frozenset({"bgp", "ospf", "routing"})
CATALOG = DeviceCatalog(
    devices={
        "frr": DeviceFeatures(name="frr", description="FRR", roles=("router", "host"), modules=MODULES),
        "bird": DeviceFeatures(name="bird", description="BIRD", modules=MODULES),
        "linux": DeviceFeatures(name="linux", description="Linux", roles=("host", "router"), default_role="host"),
    },
    substitutes={"eos": "frr", "iol": "frr"},
)


def tree(value: Any, line: int = 1) -> Any:
    """Located containers from plain ones; dotted keys expand; all of it stands on one line."""
    at = Span("lab.yml", line, 1)
    if isinstance(value, dict):
        result = Map((), at)
        for key, child in value.items():
            head, dot, rest = str(key).partition(".")
            if dot and "/" not in str(key):
                nested = tree({rest: child}, line)
                result.put(head, merge_missing(nested, result[head]) if head in result else nested, at)
            else:
                result.put(str(key), tree(child, line), at)
        return result
    if isinstance(value, list):
        return Seq((tree(child, line) for child in value), at)
    return value


def _ends(link: Any, nodes: dict[str, Map], line: int) -> Map:
    if isinstance(link, str):
        link = link.split("-")
    if isinstance(link, list):
        return tree({"interfaces": [{"node": name} for name in link]}, line)
    if "interfaces" in link:
        return tree(link, line)
    ends = [{"node": name, **(link[name] or {})} for name in link if name in nodes]
    return tree({"interfaces": ends, **{k: v for k, v in link.items() if k not in nodes}}, line)


def topology(text: str) -> Topology:
    """A `Topology` from YAML with the simple shorthands of links; links stand on lines 101, 102, ..."""
    data = yaml.safe_load(textwrap.dedent(text))
    nodes = data.pop("nodes")
    nodes = dict.fromkeys(nodes) if isinstance(nodes, list) else nodes
    modules = data.pop("module", [])
    located = {name: tree(value or {}, line) for line, (name, value) in enumerate(nodes.items(), 11)}
    for node in located.values():
        node.setdefault("module", list(modules))
    links = [_ends(link, located, line) for line, link in enumerate(data.pop("links", []), 101)]
    groups = {
        name: Group(name=name, members=tuple(value["members"]), vars=value.get("vars", {}))
        for name, value in data.pop("groups", {}).items()
    }
    defaults = merge_missing(tree(data.pop("defaults", {})), tree(BUILTIN_DEFAULTS))
    return Topology(
        name="lab",
        path="lab.yml",
        directory=".",
        defaults=defaults,
        settings=tree(data),
        nodes=located,
        links=links,
        groups=groups,
        modules=tuple(modules),
        plugins=(),
    )


def design(text: str, *, substitute: bool = True) -> tuple[Network, Problems]:
    """Design a network from YAML; also the problems found."""
    problems = Problems()
    return design_network(topology(text), CATALOG, problems, substitute=substitute), problems


def network(text: str) -> Network:
    """Design a network that must have no problems."""
    designed, problems = design(text)
    assert [str(problem) for problem in problems] == []
    return designed


def addresses(designed: Network) -> list[list[str]]:
    """IPv4 and IPv6 addresses of every link's ends: `r1 10.1.0.1/30`."""
    return [
        [" ".join([end.node, *(str(a) for a in (end.ipv4, end.ipv6) if a is not None)]) for end in link.endpoints]
        for link in designed.links
    ]


def codes(problems: Problems) -> list[tuple[str, int]]:
    """Code and line of every problem."""
    return [(problem.code, problem.span.line) for problem in problems]
