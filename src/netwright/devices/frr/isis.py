"""IS-IS of a node -> views of FRR's isisd.

Owns: instances and interfaces. Must not: print. Source: ISO 10589, RFC 1195, RFC 5120; FRR user guide "ISIS".
"""

from __future__ import annotations

from typing import NamedTuple

from ...addr import Family, family_name
from ...model import Interface, IsisInstance, Node
from .bfd import profile_of
from .policy import Policies, redistribution_word
from .sr import isis_segments

LSP_INTERVAL = "lsp-gen-interval 1"
"""Deviation: the daemon waits 30 s between two versions of its link state PDU. A lab starts with several changes
within a few seconds; the last one must not wait."""
IS_TYPES = {"level-1": "level-1", "level-2": "level-2-only", "level-1-2": "level-1-2"}
CIRCUIT_TYPES = IS_TYPES
_LEVELS = {"level-1": ("level-1",), "level-2": ("level-2",), "level-1-2": ("level-1", "level-2")}


class IsisInterfaceView(NamedTuple):
    name: str
    lines: tuple[str, ...]


class IsisView(NamedTuple):
    instance: str
    vrf: str | None
    lines: tuple[str, ...]
    interfaces: tuple[IsisInterfaceView, ...]


def isis_view(node: Node, isis: IsisInstance, policies: Policies, vrf: str | None = None) -> IsisView:
    """The IS-IS instance of the global routing table or of a VRF."""
    own = (node.loopback,) if node.loopback is not None and vrf is None else ()
    inside = (*own, *(i for i in node.interfaces if i.vrf == vrf))
    members = [i for i in inside if i.isis is not None]
    return IsisView(
        instance=isis.instance,
        vrf=vrf,
        lines=(*_process(isis, policies), *(() if vrf else isis_segments(node))),
        interfaces=tuple(IsisInterfaceView(i.ifname, tuple(_interface(node, isis, i))) for i in members),
    )


def _process(isis: IsisInstance, policies: Policies) -> list[str]:
    lines = [f"is-type {IS_TYPES[isis.levels]}", f"net {isis.net}", LSP_INTERVAL]
    if isis.ipv6:
        lines.append("topology ipv6-unicast")
    for source in isis.redistribute:
        families: tuple[tuple[Family, bool], ...] = ((4, isis.ipv4), (6, isis.ipv6))
        for family in [family for family, runs in families if runs]:
            tail = policies.redistributed(source.source, source.policy, family)
            words = f"redistribute {family_name(family)} {redistribution_word(source.source, family)}"
            lines += [f"{words} {level}{tail}" for level in _LEVELS[isis.levels]]
    return lines


def _interface(node: Node, isis: IsisInstance, interface: Interface) -> list[str]:
    settings = interface.isis
    if settings is None:
        raise ValueError(interface.ifname)
    lines = []
    if isis.ipv4 and interface.ipv4 is not None:
        lines.append(f"ip router isis {isis.instance}")
    if isis.ipv6 and interface.ipv6 is not None:
        lines.append(f"ipv6 router isis {isis.instance}")
    if settings.levels is not None:
        lines.append(f"isis circuit-type {CIRCUIT_TYPES[settings.levels]}")
    if settings.network_type is not None:
        lines.append(f"isis network {settings.network_type}")
    if settings.metric is not None:
        lines.append(f"isis metric {settings.metric}")
    if settings.passive:
        lines.append("isis passive")
    if settings.bfd and not settings.passive:
        profile = profile_of(node, interface)
        lines += ["isis bfd", *([f"isis bfd profile {profile}"] if profile else [])]
    return lines
