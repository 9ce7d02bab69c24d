"""Random topologies in the format, valid by construction.

Owns: hypothesis strategies. Must not: know either tool's output.

Prefixes written by hand come from ranges of their own (192.168.<n>.0/24, 2001:db8:f00:<n>::/64), so that no
topology has overlapping prefixes: those are errors here and silently accepted by netlab.
"""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

Topology = dict[str, Any]

NAMES = ("r1", "r2", "r10", "x", "a1", "z9", "core", "Edge", "s1", "s2", "pe_1", "ce_2")
HOSTS = ("h1", "h2", "host3")


def chance(one_in: int) -> st.SearchStrategy[bool]:
    """True once in so many draws; False is the simpler value."""
    return st.integers(1, one_in).map(lambda value: value == one_in)


@st.composite
def topologies(draw: st.DrawFn) -> Topology:
    """A whole topology as plain data."""
    routers = draw(st.lists(st.sampled_from(NAMES), min_size=2, max_size=6, unique=True))
    hosts = draw(st.lists(st.sampled_from(HOSTS), max_size=2, unique=True))
    modules = draw(st.sampled_from([[], ["ospf"], ["bgp"], ["ospf", "bgp"], ["bgp", "ospf"]]))
    pools, addressing = draw(addressing_sections())
    topology: Topology = {"name": "lab", "provider": "clab", "defaults": {"device": "frr"}}
    if modules:
        topology["module"] = modules
    if addressing:
        topology["addressing"] = addressing
    named = draw(named_prefixes(pools))
    if named:
        topology["prefix"] = named
    topology.update(draw(global_parameters(modules, routers)))
    listed = "as_list" in topology.get("bgp", {})
    topology["nodes"] = draw(node_sections(routers, hosts, modules, own_as=not listed))
    uniform = not any("module" in (node or {}) for node in _values(topology["nodes"]))
    groups = draw(group_sections(routers, modules if uniform and not listed else []))
    if groups:
        topology["groups"] = groups
    topology["links"] = draw(link_sections(routers, hosts, modules, pools, list(named)))
    return topology


def _values(nodes: Any) -> list[Any]:
    return list(nodes.values()) if isinstance(nodes, dict) else []


def sample(count: int, first_seed: int) -> list[Topology]:
    """That many topologies, the same ones for a seed.

    One example per derived seed: within one run hypothesis prefers small variations of earlier examples.
    """
    return [_one(first_seed * 1_000_003 + number) for number in range(count)]


def _one(seed_value: int) -> Topology:
    drawn: list[Topology] = []

    @seed(seed_value)
    @settings(
        max_examples=2,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(topologies())
    def collect(topology: Topology) -> None:
        drawn.append(topology)

    collect()
    return drawn[-1]


@st.composite
def addressing_sections(draw: st.DrawFn) -> tuple[list[str], dict[str, Any]]:
    """Names of pools links may ask for, and the `addressing` section."""
    addressing: dict[str, Any] = {}
    if draw(st.booleans()):
        addressing["loopback"] = {"ipv6": "2001:db8:1::/48"}
    p2p = draw(
        st.sampled_from([{}, {}, {"ipv6": "2001:db8:2::/48"}, {"prefix": 31}, {"ipv4": "10.11.0.0/16", "prefix": 29}])
    )
    lan = draw(
        st.sampled_from([{}, {}, {"ipv6": "2001:db8:3::/48"}, {"prefix": 26}, {"ipv4": "172.20.0.0/16", "prefix": 28}])
    )
    if p2p:
        addressing["p2p"] = p2p
    if lan:
        addressing["lan"] = lan
    optional: dict[str, Any] = {
        "stub": {"ipv4": "172.30.0.0/16", "prefix": 25},
        "core": {"unnumbered": True},
        "dual": {"ipv4": "10.77.0.0/16", "ipv6": "2001:db8:77::/48", "prefix": 24},
        "lla": {"ipv6": True},
        "unnum4": {"ipv4": True, "ipv6": "2001:db8:78::/48"},
        "seq": {"ipv4": "10.79.0.0/16", "prefix": 24, "allocation": "sequential"},
        "six": {"ipv6": "2001:db8:80::/48"},
        "byid": {"ipv4": "10.81.0.0/16", "prefix": 24, "allocation": "id_based"},
    }
    chosen = draw(st.lists(st.sampled_from(sorted(optional)), max_size=4, unique=True))
    addressing.update({name: optional[name] for name in chosen})
    return [*(name for name in chosen if name != "stub"), "lan", "l2only"], addressing


@st.composite
def named_prefixes(draw: st.DrawFn, pools: list[str]) -> dict[str, Any]:
    """The `prefix` section."""
    choices: dict[str, Any] = {
        "px": {"ipv4": "10.200.1.0/24"},
        "py": {"ipv4": "10.200.2.0/24", "ipv6": "2001:db8:202::/64"},
        "pz": {"pool": "lan"},
        "pa": {"ipv4": "10.200.3.0/24", "allocation": "sequential"},
    }
    return {name: choices[name] for name in draw(st.lists(st.sampled_from(sorted(choices)), max_size=2, unique=True))}


@st.composite
def global_parameters(draw: st.DrawFn, modules: list[str], routers: list[str]) -> dict[str, Any]:
    """Top-level parameters of modules."""
    result: dict[str, Any] = {}
    if "bgp" in modules:
        bgp: dict[str, Any] = {"as": 65000}
        if draw(chance(5)):
            half = len(routers) // 2
            bgp = {
                "as_list": {
                    65000: {"members": routers[:half], "rr": routers[: draw(st.integers(0, 1))]},
                    65001: {"members": routers[half:]},
                }
            }
            if not bgp["as_list"][65000]["rr"]:
                del bgp["as_list"][65000]["rr"]
        if draw(chance(5)):
            bgp["advertise_loopback"] = draw(st.booleans())
        if draw(chance(5)):
            bgp["next_hop_self"] = draw(st.booleans())
        if draw(chance(7)):
            bgp["rr_mesh"] = False
        result["bgp"] = bgp
    if "ospf" in modules and draw(chance(3)):
        result["ospf"] = draw(st.sampled_from([{"area": 1}, {"area": "0.0.0.5"}, {"reference_bandwidth": 10000}]))
    return result


@st.composite
def node_sections(draw: st.DrawFn, routers: list[str], hosts: list[str], modules: list[str], *, own_as: bool) -> Any:
    """The `nodes` section: a list of names when nothing more is said, else a dict."""
    nodes: dict[str, Any] = {}
    ids = draw(st.lists(st.integers(1, 150), min_size=len(routers), max_size=len(routers), unique=True))
    for index, name in enumerate(routers):
        nodes[name] = draw(node_attributes(ids[index], modules, own_as=own_as))
    for name in hosts:
        nodes[name] = {"device": "linux", **({"loopback": True} if draw(chance(5)) else {})}
    order = draw(st.permutations(list(nodes)))
    if not any(nodes.values()):
        return order
    return {name: nodes[name] or None for name in order}


@st.composite
def node_attributes(draw: st.DrawFn, free_id: int, modules: list[str], *, own_as: bool) -> dict[str, Any]:
    """Attributes of one router; mostly few."""
    node: dict[str, Any] = {}
    if draw(chance(4)):
        node["id"] = free_id
    if draw(chance(8)):
        node["mtu"] = 1600
    if draw(chance(8)):
        node["loopback"] = draw(
            st.sampled_from([{"ipv4": f"10.222.0.{free_id}/32"}, {"ipv6": f"2001:db8:222::{free_id}/128"}, True])
        )
    if draw(chance(10)):
        node["router_id"] = f"9.9.9.{free_id}"
    if "bgp" in modules:
        bgp: dict[str, Any] = {}
        if own_as and draw(chance(3)):
            bgp["as"] = draw(st.sampled_from([65000, 65001, 65002]))
        if draw(chance(5)):
            bgp["rr"] = True
        if draw(chance(10)):
            bgp["local_as"] = draw(st.sampled_from([65100, 65101]))
        if draw(chance(8)):
            bgp["originate"] = [f"198.51.{free_id}.0/24"]
        if draw(chance(10)):
            bgp["router_id"] = f"8.8.8.{free_id}"
        node.update({"bgp": bgp} if bgp else {})
    if "ospf" in modules and draw(chance(5)):
        node["ospf"] = draw(st.sampled_from([{"area": 2}, {"area": "0.0.0.0"}, {"router_id": f"7.7.7.{free_id}"}]))
    if modules and draw(chance(10)):
        node["module"] = modules[:1]
        for module in modules[1:]:
            node.pop(module, None)
    return node


@st.composite
def group_sections(draw: st.DrawFn, routers: list[str], modules: list[str]) -> dict[str, Any]:
    """The `groups` section."""
    groups: dict[str, Any] = {}
    if draw(chance(3)):
        members = draw(st.lists(st.sampled_from(routers), min_size=1, max_size=3, unique=True))
        groups["g1"] = draw(
            st.sampled_from([members, {"members": members, "mtu": 1700}, {"members": members, "vars": {"v": 1}}])
        )
    if "bgp" in modules and draw(chance(4)):
        members = draw(st.lists(st.sampled_from(routers), min_size=1, max_size=3, unique=True))
        groups["g2"] = {"members": members, "bgp": {"as": 65003}}
    return groups


@st.composite
def link_sections(
    draw: st.DrawFn,
    routers: list[str],
    hosts: list[str],
    modules: list[str],
    pools: list[str],
    named: list[str],
) -> list[Any]:
    """The `links` section."""
    links = []
    unused = list(named)
    nodes = [*routers, *routers, *hosts]
    for number in range(draw(st.integers(1, 8))):
        size = draw(st.sampled_from([1, 2, 2, 2, 2, 3, 4]))
        ends = draw(st.lists(st.sampled_from(nodes), min_size=min(size, 2), max_size=size, unique=True))
        if size == 1:
            ends = ends[:1]
        attributes = draw(link_attributes(number, ends, hosts, modules, pools, unused))
        links.append(draw(link_form(ends, attributes)))
    return links


@st.composite
def link_form(draw: st.DrawFn, ends: list[str], attributes: dict[str, Any]) -> Any:
    """One of the shorthands that can say it."""
    interfaces = attributes.pop("_interfaces", {})
    if not attributes and not interfaces:
        form = draw(st.sampled_from(["text", "list", "dict"]))
        if form == "text":
            return "-".join(ends)
        if form == "list" and len(ends) > 1:
            return ends
    if draw(chance(4)):
        return {"interfaces": [{"node": end, **interfaces.get(end, {})} for end in ends], **attributes}
    return {**{end: interfaces.get(end) for end in ends}, **attributes}


@st.composite
def link_attributes(
    draw: st.DrawFn,
    number: int,
    ends: list[str],
    hosts: list[str],
    modules: list[str],
    pools: list[str],
    unused: list[str],
) -> dict[str, Any]:
    """Attributes of a link and, under `_interfaces`, of its ends."""
    link: dict[str, Any] = {}
    interfaces: dict[str, dict[str, Any]] = {}
    addressing = draw(st.sampled_from(["auto"] * 6 + ["pool", "role", "prefix", "named", "unnumbered", "off", "host"]))
    plain = not any(end in hosts for end in ends)
    if addressing == "pool":
        link["pool"] = draw(st.sampled_from(pools))
    elif addressing == "role":
        link["role"] = draw(st.sampled_from([*pools, "backbone"]))
    elif addressing == "prefix":
        link["prefix"] = draw(
            st.sampled_from(
                [
                    f"192.168.{number}.0/24",
                    {"ipv4": f"192.168.{number}.0/24", "ipv6": f"2001:db8:f00:{number}::/64"},
                    {"ipv6": f"2001:db8:f00:{number}::/64"},
                    {"ipv4": f"192.168.{number}.0/24", "allocation": "sequential"},
                    {"ipv4": f"192.168.{number}.0/24", "allocation": "id_based"},
                ]
            )
        )
    elif addressing == "named" and unused:
        link["prefix"] = unused.pop()
    elif addressing == "unnumbered" and plain:
        link["unnumbered"] = True
    elif addressing == "off":
        link["prefix"] = False
    elif addressing == "host":
        link["prefix"] = f"192.168.{number}.0/24"
        own: list[Any] = [200, 210, f"192.168.{number}.201/24"]
        interfaces[ends[0]] = {"ipv4": draw(st.sampled_from([*own, False] if plain else own))}
    if plain and len(ends) == 2 and draw(chance(5)):
        link["type"] = draw(st.sampled_from(["lan", "p2p"]))
    if len(ends) == 1 and plain and draw(chance(4)):
        link["type"] = draw(st.sampled_from(["loopback", "stub", "lan"]))
    common = {"mtu": 1400, "bandwidth": 10000, "name": "a link", "shutdown": True}
    link.update({key: value for key, value in common.items() if draw(chance(12))})
    if "ospf" in modules and plain and draw(chance(4)):
        ospf = draw(st.sampled_from([{"cost": 7}, {"area": 3}, {"passive": True}, {"cost": 5, "area": "0.0.0.1"}]))
        if draw(st.booleans()):
            link["ospf"] = ospf
        else:
            interfaces.setdefault(ends[0], {})["ospf"] = ospf
    if "bgp" in modules and plain and draw(chance(8)):
        interfaces.setdefault(ends[0], {})["bgp"] = draw(st.sampled_from([{"advertise": True}, {"advertise": False}]))
    if link.get("type") != "loopback" and draw(chance(10)):
        interfaces.setdefault(ends[-1], {})["ifindex"] = 20 + number
    if interfaces:
        link["_interfaces"] = interfaces
    return link
