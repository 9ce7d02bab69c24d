"""Calico's Nodes of a cluster: what resources say, completed by the addresses that the topology or IPAM gives.

Owns: the merge and its mistakes. Must not: derive sessions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from ...addr import InterfaceAddress
from ...errors import Problems
from ...model.kubernetes import Metadata, Places
from ..resources import Node, NodeBGP, Resources, is_name
from .placing import HOSTNAME_LABEL
from .sections import Section


def node_labels(section: Section, resources: Resources) -> Mapping[str, Mapping[str, str]]:
    """Labels of each node: those of the topology win over those of resources."""
    found = {}
    for name, own in section.nodes.items():
        kubernetes, calico = resources.kubernetes_nodes.get(name), resources.nodes.get(name)
        given = {**(kubernetes.labels if kubernetes else {}), **(calico.labels if calico else {})}
        found[name] = {HOSTNAME_LABEL: name, **given, **own}
    return found


def complete_nodes(
    section: Section,
    resources: Resources,
    labels: Mapping[str, Mapping[str, str]],
    addresses: Mapping[str, Sequence[InterfaceAddress]],
    as_numbers: Mapping[str, int],
    problems: Problems,
) -> Resources:
    """One Node for each node of the section; `addresses` are those it has, the first of a family is what BGP uses.

    `as_numbers`: of nodes of the topology, as their routers know them.
    """
    for name, node in resources.nodes.items():
        if name not in section.nodes:
            message = f"`{name}` is no node of cluster `{section.name}`"
            problems.error("unknown-node", message, node.span, f"its nodes are {', '.join(section.nodes)}")
    nodes = {
        name: _complete(name, section, resources, labels[name], addresses.get(name, ()), as_numbers.get(name), problems)
        for name in sorted(section.nodes)
    }
    return replace(resources, nodes=nodes)


def _complete(
    name: str,
    section: Section,
    resources: Resources,
    labels: Mapping[str, str],
    addresses: Sequence[InterfaceAddress],
    as_number: int | None,
    problems: Problems,
) -> Node:
    at = section.node_at(name)
    if not is_name(name):
        hint = "lower-case letters, digits, `-` and `.`"
        problems.error("bad-name", f"node `{name}` of cluster `{section.name}`: no name in Kubernetes", at, hint)
    node = resources.nodes.get(name) or Node(metadata=Metadata(name=name), places=Places(at))
    bgp = node.bgp or NodeBGP()
    found = {}
    for family, field, given in ((4, "ipv4_address", bgp.ipv4_address), (6, "ipv6_address", bgp.ipv6_address)):
        own = [a for a in addresses if a.family == family]
        if given is not None and given.address not in [a.address for a in own]:
            has = ", ".join(map(str, own)) or f"no IPv{family} address"
            path = f"spec.bgp.ipv{family}Address"
            message = f"Node {name} has {given}, but in the topology `{name}` has {has}"
            hint = f"leave `ipv{family}Address` out, or give the node's interface this address"
            problems.error("node-address", message, node.places.at(path), hint)
        found[field] = given or (own[0] if own else None)
    if not addresses:
        message = f"node `{name}` of cluster `{section.name}` has no address"
        hint = "give it a link; a virtual machine of another cluster stands in `machines` there"
        problems.error("node-without-address", message, at, hint)
    if as_number is not None and bgp.as_number not in (None, as_number):
        message = f"Node {name} is in AS {bgp.as_number}, but in the topology `{name}` has `bgp.as: {as_number}`"
        problems.error("node-as", message, node.places.at("spec.bgp.asNumber"), "leave one of them out")
    metadata = replace(node.metadata, labels=dict(labels))
    return replace(node, metadata=metadata, bgp=replace(bgp, as_number=bgp.as_number or as_number, **found))
