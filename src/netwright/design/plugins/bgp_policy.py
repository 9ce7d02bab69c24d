"""Plugin `bgp.policy`: routing policies and single policy attributes of EBGP neighbours.

Owns: `NeighborPolicies`. Must not: make sessions.
Source: the topology format's "BGP routing policies plugin": single attributes that need a policy become one named
`bp-<neighbour>-<n>-in` or `-out` (`bp-vrf-<vrf>-...` in a VRF), n counting the node's EBGP neighbours; weight is set on
the session itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from ...errors import Problems, Span
from ...model import (
    BgpNeighbor,
    BgpNeighborPolicy,
    LinkBandwidth,
    PolicyEntry,
    PolicySet,
    Prepend,
    RoutingPolicy,
)
from ..draft import Draft, DraftInterface
from ..merge import mapping
from ..routing import Tables
from ..routing.policies import limited, read_prepend
from ..values import number, span_of

if TYPE_CHECKING:
    from ..bgp.speakers import Speaker

ATTRIBUTES = ("bandwidth", "locpref", "med", "policy", "prepend", "weight")


class NeighborPolicies:
    """Puts policy attributes of an interface on the EBGP neighbours behind it."""

    def __init__(self, draft: Draft, problems: Problems) -> None:
        self.draft, self.problems = draft, problems
        self.active = "bgp.policy" in draft.topology.plugins

    def apply(
        self,
        speaker: Speaker,
        neighbor: BgpNeighbor,
        data: Mapping[str, Any],
        interface: DraftInterface | None,
        *earlier: list[BgpNeighbor],
    ) -> BgpNeighbor:
        """The neighbour with its policies; `earlier` are the node's neighbours made before it."""
        if not self.active or neighbor.type != "ebgp":
            return neighbor
        neighbor = self._with_role(speaker, neighbor, data)
        if not any(key in data for key in ATTRIBUTES):
            return neighbor
        at = speaker.node.at("bgp")
        numbers = {
            k: limited(k, data.get(k), span_of(data, k, at), self.problems) for k in ("locpref", "med", "weight")
        }
        count, path = read_prepend(data.get("prepend"), span_of(data, "prepend", at), self.problems)
        bandwidth = self._bandwidth(data.get("bandwidth"), interface, span_of(data, "bandwidth", at))
        inbound = PolicySet(local_pref=numbers["locpref"], bandwidth=bandwidth[0])
        outbound = PolicySet(med=numbers["med"], prepend_count=count, prepend_path=path, bandwidth=bandwidth[1])
        ordinal = 1 + sum(n.type == "ebgp" for listed in earlier for n in listed)
        vrf = interface.vrf if interface is not None else None
        name = f"bp-vrf-{vrf}-{neighbor.name}-{ordinal}" if vrf else f"bp-{neighbor.name}-{ordinal}"
        policy = data.get("policy")
        place = span_of(data, "policy", at)
        names = [
            self._policy(speaker, mapping(policy).get(word), wanted, f"{name}-{word}", place)
            for word, wanted in (("in", inbound), ("out", outbound))
        ]
        return msgspec.structs.replace(
            neighbor,
            policy=BgpNeighborPolicy(inbound=names[0], outbound=names[1]),
            weight=numbers["weight"],
            local_pref=numbers["locpref"],
            med=numbers["med"],
            prepend=Prepend(count=count, path=path) if count or path else None,
            bandwidth=self._link_bandwidth(data.get("bandwidth"), bandwidth),
        )

    def _with_role(self, speaker: Speaker, neighbor: BgpNeighbor, data: Mapping[str, Any]) -> BgpNeighbor:
        """RFC 9234: the interface's role, else the node's."""
        role = data.get("role", speaker.data.get("role"))
        if not isinstance(role, str):
            return neighbor
        strict = bool(mapping(self.draft.global_module("bgp").get("role")).get("strict"))
        options = msgspec.structs.replace(neighbor.options, role=role, role_strict=strict)
        return msgspec.structs.replace(neighbor, options=options)

    def _policy(self, speaker: Speaker, named: Any, wanted: PolicySet, name: str, at: Span) -> str | None:
        """The named policy, or one made of single attributes; both at once is a problem."""
        tables = Tables(self.draft, speaker.node, self.problems)
        single = wanted != PolicySet()
        if named:
            if single:
                message = f"node `{speaker.node.name}` mixes policy `{named}` with single policy attributes"
                hint = "move the attributes into the policy"
                self.problems.error("mixed-bgp-policy", message, at, hint)
            return tables.need("policy", named, at)
        if not single:
            return None
        entry = PolicyEntry(sequence=10, action="permit", set=wanted)
        tables.add(RoutingPolicy(name=name, entries=(entry,)))
        return name

    def _bandwidth(self, value: Any, interface: DraftInterface | None, at: Span) -> tuple[int | None, int | None]:
        """Mbit/s inbound and outbound."""
        if value is None or value is False:
            return None, None
        pair = (value.get("in"), value.get("out")) if isinstance(value, Mapping) else (value, None)
        return self._mbps(pair[0], interface, at), self._mbps(pair[1], interface, at)

    def _mbps(self, value: Any, interface: DraftInterface | None, at: Span) -> int | None:
        if value is None:
            return None
        if value == "auto":
            kbps = interface.bandwidth_kbps if interface is not None else None
            if kbps is None:
                hint = "set `bandwidth` on the link"
                self.problems.error("no-link-bandwidth", "bgp.bandwidth `auto` needs the link's bandwidth", at, hint)
                return None
            return max(kbps // 1000, 1)
        found = number(value)
        if found is None or found < 1:
            message = f"bgp.bandwidth must be a number of Mbit/s or `auto`, found `{value}`"
            self.problems.error("wrong-value", message, at)
            return None
        return found

    def _link_bandwidth(self, value: Any, resolved: tuple[int | None, int | None]) -> LinkBandwidth | None:
        if resolved == (None, None):
            return None
        return LinkBandwidth(inbound=resolved[0], outbound=resolved[1])


def send_bandwidth(neighbors: list[BgpNeighbor]) -> None:
    """A router that attaches link bandwidth to updates sends extended communities on its EBGP sessions."""
    if not any(n.bandwidth is not None and n.bandwidth.outbound is not None for n in neighbors):
        return
    for index, neighbor in enumerate(neighbors):
        if neighbor.type == "ebgp" and "extended" not in neighbor.send_community:
            kinds = (*neighbor.send_community, "extended")
            neighbors[index] = msgspec.structs.replace(neighbor, send_community=kinds)


__all__ = ["NeighborPolicies", "send_bandwidth"]
