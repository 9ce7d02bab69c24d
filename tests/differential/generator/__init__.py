"""Random topologies in the format, nearly all of them valid.

Owns: hypothesis strategies. Must not: know either tool's output.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from .addressing import addressing_sections, named_prefixes
from .base import ASES, HOSTS, NAMES, Case, Context, Topology, chance, modules_of, some
from .bgp import global_bgp
from .interior import global_interior
from .links import link_sections
from .nodes import components, created_groups, group_sections, node_sections
from .ospf import global_ospf
from .overlay import with_overlays
from .provider import BACKEND
from .routing import global_routing
from .vlan import with_vlans
from .vrf import global_vrfs

__all__ = ["Case", "sample"]

MODULES: list[list[str]] = [
    [],
    ["ospf"],
    ["bgp"],
    ["ospf", "bgp"],
    ["bgp", "ospf"],
    ["bgp", "ospf", "routing"],
    ["routing", "bgp"],
    ["ospf", "bfd"],
    ["bgp", "bfd"],
    ["isis"],
    ["isis", "bfd"],
    ["isis", "bgp"],
    ["ripv2"],
    ["ripv2", "isis", "bfd"],
    ["vrf"],
    ["vrf", "ospf"],
    ["bgp", "vrf"],
    ["vrf", "ospf", "bgp"],
    ["routing", "vrf", "bgp", "ospf"],
]
PLUGINS: list[list[str]] = [[], [], ["bgp.session"], ["bgp.policy"], ["bgp.session", "bgp.policy"], ["ebgp.multihop"]]
DEFAULTS: dict[str, Any] = {
    "addressing.p2p.prefix": 31,
    "addressing.lan.prefix": 25,
    "bgp.advertise_loopback": False,
    "ospf.area": "0.0.0.9",
    "bgp.next_hop_self": False,
    "interfaces.mtu": 1480,
}
SETTINGS = (
    "defaults.addressing.lan.prefix=27",
    "addressing.p2p.ipv4=10.12.0.0/16",
    "addressing.loopback.ipv4=10.98.0.0/24",
)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A whole topology as plain data, with settings."""
    routers = draw(st.lists(st.sampled_from(NAMES), min_size=3, max_size=7, unique=True))
    hosts = draw(st.lists(st.sampled_from(HOSTS), max_size=2, unique=True))
    modules = draw(st.sampled_from(MODULES))
    plugins = (
        list(draw(st.sampled_from(PLUGINS[: -1 if {"isis", "vrf"}.intersection(modules) else None])))
        if "bgp" in modules
        else []
    )
    if "ospf" in modules and draw(chance(8)):
        plugins.append("ospf.areas")
    pools, numbered, addressing = draw(addressing_sections())
    named = draw(named_prefixes(numbered))
    routing = draw(global_routing()) if "routing" in modules else {}
    context = Context(routers, hosts, modules, plugins, pools, numbered, list(named), list(routing.get("policy", {})))
    vrfs = draw(global_vrfs(context)) if "vrf" in modules else {}
    context = context._replace(vrfs=tuple(vrfs.get("vrfs", {})))
    topology: Topology = {"name": "lab", "provider": "clab", "defaults": {"device": "frr", **draw(some(DEFAULTS, 1))}}
    sections = {"plugin": plugins, "module": modules, "addressing": addressing, "prefix": named, "routing": routing}
    topology.update({key: value for key, value in sections.items() if value})
    topology.update(vrfs)
    topology.update(draw(network_sections(context)))
    if "ebgp.multihop" not in plugins and draw(chance(3)):
        topology = draw(with_vlans(topology, context))
    chosen = tuple(draw(st.lists(st.sampled_from(SETTINGS), max_size=1))) if draw(chance(6)) else ()
    topology = draw(spelled(topology))
    if "vlan" in topology.get("module", ()) and not draw(chance(3)):
        topology = draw(with_overlays(topology, context))
    return Case(topology, chosen)


@st.composite
def network_sections(draw: st.DrawFn, context: Context) -> dict[str, Any]:
    """Parameters of modules, nodes, groups, links."""
    result: dict[str, Any] = {}
    if context.has("bgp"):
        result["bgp"] = draw(global_bgp(context))
    if context.has("ospf"):
        parameters = draw(global_ospf(context.routers, context.plugins))
        result.update({"ospf": parameters} if parameters else {})
    for module in ("isis", "ripv2", "bfd"):
        if context.has(module):
            parameters = draw(global_interior(module))
            result.update({module: parameters} if parameters else {})
    confederation = "confederation" in result.get("bgp", {})
    listed = "as_list" in result.get("bgp", {})
    nodes = draw(node_sections(context, own_as=not listed))
    groups = draw(group_sections(context, nodes, own_as=not listed))
    created = {} if listed else draw(created_groups(context))
    parts, included = ({}, {}) if listed else draw(components(context))
    nodes.update(included)
    groups.update(created)
    if parts:
        result["components"] = parts
    result["nodes"] = nodes if any(nodes.values()) else list(nodes)
    if groups:
        result["groups"] = groups
    inside = [f"{site}_n1" for site in included]
    modules = {name: modules_of({**result, "module": context.modules}, name) for name in context.routers}
    further = [*(created.get("gnew", {}).get("members") or []), *inside]
    result["links"] = draw(link_sections(context, further, modules))
    if confederation:
        result = _with_other_local_as(result)
    return result


def _with_other_local_as(value: Any) -> Any:
    """No local AS that is the node's own: in a confederation netlab shows it to peers, who then wait for another AS."""
    if isinstance(value, list):
        return [_with_other_local_as(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: ASES[0] + 100 if key == "local_as" and item == ASES[0] else _with_other_local_as(item)
        for key, item in value.items()
    }


@st.composite
def spelled(draw: st.DrawFn, topology: Topology) -> Topology:
    """The same topology, some dictionaries of one key written as dotted keys."""
    if not draw(chance(3)):
        return topology
    return {key: value if key == "addressing" else _dotted(value) for key, value in topology.items()}


def _dotted(value: Any) -> Any:
    """`{bgp: {as: 1}}` becomes `{bgp.as: 1}`."""
    if isinstance(value, list):
        return [_dotted(item) for item in value]
    if not isinstance(value, dict):
        return value
    result: dict[Any, Any] = {}
    for key, item in value.items():
        if (
            isinstance(item, dict)
            and len(item) == 1
            and isinstance(key, str)
            and key in ("bgp", "ospf", "loopback", "prefix")
        ):
            ((inner, leaf),) = item.items()
            if isinstance(inner, str):
                result[f"{key}.{inner}"] = _dotted(leaf)
                continue
        result[key] = _dotted(item)
    return result


def sample(count: int, first_seed: int, start: int = 0) -> list[Case]:
    """That many topologies from number `start` on, the same ones for a seed.

    One example per derived seed: within one run hypothesis prefers small variations of earlier examples.
    """
    return [_one(first_seed * 1_000_003 + number) for number in range(start, start + count)]


def _one(seed_value: int) -> Case:
    drawn: list[Case] = []

    @seed(seed_value)
    @settings(
        backend=BACKEND,
        max_examples=2,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(cases())
    def collect(case: Case) -> None:
        drawn.append(case)

    collect()
    return drawn[-1]
