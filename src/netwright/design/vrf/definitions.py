"""Definitions of VRFs: numbers, route distinguishers, route targets.

Owns: `draft.vrfs` (global ones) and the VRFs a node defines itself. Must not: look at interfaces.
Source: the topology format's "VRF Definition" and "Default RD/RT Values"; RFC 4364 sections 4.2 and 4.3.1.

One counter numbers the VRFs that have no number or no route distinguisher of their own, global ones first, then those
of nodes in topology order; it skips what anybody has given, `AS:number` in use included. A node that gives a global
VRF another route distinguisher uses up a number too, as in the format.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...errors import Problems, Span, nearest
from ...schema.vrf import NAME
from ..bgp.speakers import autonomous_systems
from ..draft import Draft, DraftNode
from ..draft_vrf import DraftVrf
from ..merge import EMPTY, mapping, merged
from ..values import as_list, number, span_of

DEFAULT_AS = 65000


class _Numbers:
    """Hands out the next free number of a VRF and of its route distinguisher."""

    def __init__(self) -> None:
        self.ids: set[int] = set()
        self.distinguishers: set[str] = set()
        self._last = 0

    def reserve(self, data: Mapping[str, Any], asn: int) -> None:
        """What a definition says itself."""
        own = number(data.get("id"))
        if own is not None:
            self.ids.add(own)
        if data.get("rd") is not None:
            self.distinguishers.add(community(data["rd"], asn))

    def following(self, asn: int) -> int:
        self._last += 1
        while self._last in self.ids or f"{asn}:{self._last}" in self.distinguishers:
            self._last += 1
        return self._last


def community(value: Any, asn: int) -> str:
    """A route distinguisher or target: a number is one of the AS."""
    return f"{asn}:{value}" if isinstance(value, int) else str(value)


def read_vrfs(draft: Draft, problems: Problems) -> None:
    """Fill `draft.vrfs` and, with the VRFs they define themselves, `node.vrfs`."""
    top = mapping(draft.settings.get("vrfs"))
    systems = autonomous_systems(draft, Problems())
    everywhere = draft.global_module("vrf")
    asn = _as(draft.global_module("bgp").get("as") if "bgp" in draft.modules else None, everywhere)
    numbers = _Numbers()
    for _, data in _definitions(top):
        numbers.reserve(data, asn)
    nodes = [
        (n, mapping(n.data.get("vrfs")), _as(systems.get(n.name), n.module("vrf"))) for n in draft.nodes_with("vrf")
    ]
    for _, section, own in nodes:
        for _, data in _definitions(section):
            numbers.reserve(data, own)
    for name, data in _definitions(top):
        vrf = draft.vrfs[name] = DraftVrf(name, data, span_of(top, name, draft.setting_at("vrfs")))
        _check_name(vrf, problems)
        _check_loopback(vrf, problems)
        _number(vrf, data, None, asn, numbers)
    for vrf in draft.vrfs.values():
        _set_targets(vrf, vrf.data, None, asn, (draft.vrfs,), problems)
    for node, section, own in nodes:
        _of_node(draft, node, section, own, numbers, problems)


def _of_node(
    draft: Draft, node: DraftNode, section: Mapping[str, Any], asn: int, numbers: _Numbers, problems: Problems
) -> None:
    """The VRFs a node defines: what it leaves out comes from the global VRF of the same name."""
    for name, data in _definitions(section):
        known = draft.vrfs.get(name)
        full = merged(data, known.data) if known is not None else data
        vrf = node.vrfs[name] = DraftVrf(name, full, span_of(section, name, node.at("vrfs")))
        if known is None:
            _check_name(vrf, problems)
        _number(vrf, data, known, asn, numbers)
    for name, vrf in node.vrfs.items():
        _set_targets(vrf, section[name], draft.vrfs.get(name), asn, (draft.vrfs, node.vrfs), problems)


def _definitions(section: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, data in section.items():
        yield name, mapping(data) if data is not None else EMPTY


def _as(asn: Any, module: Mapping[str, Any]) -> int:
    """AS of route distinguishers: that of BGP, else `vrf.as`."""
    return number(asn) or number(module.get("as")) or DEFAULT_AS


def _check_name(vrf: DraftVrf, problems: Problems) -> None:
    if not NAME.match(vrf.name):
        hint = "a letter or `_`, then letters, digits and `_`"
        problems.error("bad-name", f"`{vrf.name}` is no name of a VRF", vrf.span, hint)


def _check_loopback(vrf: DraftVrf, problems: Problems) -> None:
    for family in ("ipv4", "ipv6"):
        if isinstance(mapping(vrf.data.get("loopback")).get(family), str):
            message = f"the loopback of VRF `{vrf.name}` would have one {family} address on every node"
            hint = "use `pool`, or give the address below the node's `vrfs`"
            problems.error("shared-loopback", message, vrf.at("loopback", family), hint)


def _number(vrf: DraftVrf, own: Mapping[str, Any], known: DraftVrf | None, asn: int, numbers: _Numbers) -> None:
    id, rd = number(own.get("id")), own.get("rd")
    vrf.id = id if id is not None else known.id if known is not None else 0
    vrf.rd = community(rd, asn) if rd is not None else known.rd if known is not None else ""
    if not vrf.id or not vrf.rd or (rd is not None and id is None):
        free = numbers.following(asn)
        vrf.id = vrf.id or free
        vrf.rd = vrf.rd or f"{asn}:{free}"


def _set_targets(
    vrf: DraftVrf,
    own: Mapping[str, Any] | None,
    known: DraftVrf | None,
    asn: int,
    scopes: tuple[Mapping[str, DraftVrf], ...],
    problems: Problems,
) -> None:
    said = own or EMPTY
    for key in ("import", "export"):
        if key in said and said[key] is not None:
            found = _targets(vrf, said[key], span_of(said, key, vrf.span), asn, scopes, problems)
        else:
            inherited = () if known is None else known.imports if key == "import" else known.exports
            found = inherited or (vrf.rd,)
        if key == "import":
            vrf.imports = found
        else:
            vrf.exports = found


def _targets(
    vrf: DraftVrf,
    value: Any,
    at: Span,
    asn: int,
    scopes: tuple[Mapping[str, DraftVrf], ...],
    problems: Problems,
) -> tuple[str, ...]:
    """Numbers and communities as they are; a name stands for the route distinguisher of a VRF, global ones first."""
    found: dict[str, None] = {}
    items = as_list(value)
    for position, item in enumerate(items):
        if not isinstance(item, str) or ":" in item:
            found[community(item, asn)] = None
            continue
        target = next((scope[item] for scope in scopes if item in scope), None)
        if target is None:
            names = {name: None for scope in scopes for name in scope}
            hint = nearest(item, names) or f"VRFs: {', '.join(names)}"
            message = f"VRF `{vrf.name}` refers to unknown VRF `{item}`"
            problems.error("unknown-vrf", message, span_of(items, position, at), hint)
        else:
            found[target.rd] = None
    return tuple(found)


__all__ = ["community", "read_vrfs"]
