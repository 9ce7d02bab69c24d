"""birdc's text -> neutral state.

Owns: parsers, each `text -> tuple of states`. Must not: run anything. Written against recorded output of
BIRD 2.0.12, 2.17 and 3.1 (tests/unit/devices/bird/recorded). BIRD prints no JSON. BIRD 3 names attributes of routes
otherwise (`bgp_path`, `source`); they are read under the names of BIRD 2 (`BGP.as_path`, `Type`).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import Any, NamedTuple

from ...model import BgpRoute, BgpSessionState, OspfNeighborState, OspfRoute, Route
from ...model.state import Family
from ..base import StateError
from .names import TableNames
from .policy import BASE_PREFERENCE, LOCAL_WEIGHT
from .watch import CONDITION_TABLES

_GREETING = re.compile(r"^BIRD \S+ ready\.$", re.MULTILINE)
_ENTRY = re.compile(
    r"^(?P<net>\S+)?\s+(?P<kind>unicast|blackhole|unreachable|prohibit(?:ed)?) \[(?P<proto>\S+) \S+(?: \S+)??"
    r"(?: from (?P<from>\S+))?\](?P<best> \*)?(?: (?P<ospf>I|IA|E1|E2))? \((?P<metric>[\d/?-]+)\)"
)
_VIA = re.compile(r"^\tvia (?P<gateway>\S+) on (?P<dev>\S+)")
_DEV = re.compile(r"^\tdev (?P<dev>\S+)")
_ATTRIBUTE = re.compile(r"^\t(?P<key>Type|\w+\.[\w ]+|source|from|(?:bgp|ospf|rip)_\w+): ?(?P<value>.*)$")
_OSPF_OF_VRF = re.compile(r"ospf_ipv[46]_(?P<vrf>\w+):")
_NAMES = {"source": "Type", "bgp_path": "BGP.as_path"}
_PATH_ITEM = re.compile(r"\{[^}]*\}|\([^)]*\)|\d+")
_PAIR = re.compile(r"\(([^)]*)\)")
_WELL_KNOWN = {
    "65535:0": "graceful-shutdown",
    "65535:666": "blackhole",
    "65535:65281": "no-export",
    "65535:65282": "no-advertise",
    "65535:65283": "local-AS",
}
_STATES = {"Passive": "Active", "Down": "Idle", "Close": "Idle"}
_ORIGINS = {"Incomplete": "incomplete"}
_PROTOCOLS = {"device": "connected", "static": "static", "BGP": "bgp", "RIP": "rip", "Babel": "babel"}
_OSPF_TYPES = {
    "OSPF": "Intra-Area",
    "OSPF-IA": "Inter-Area",
    "OSPF-E1": "External-1",
    "OSPF-E2": "External-2",
}


class Path(NamedTuple):
    """One route as `show route all` prints it."""

    table: str
    prefix: str
    kind: str
    protocol: str
    source: str | None
    best: bool
    preference: int
    gateways: tuple[str, ...]
    devices: tuple[str, ...]
    attributes: dict[str, str]

    @property
    def type(self) -> str:
        return self.attributes.get("Type", "").split(" ")[0]


def _body(text: str) -> list[str]:
    """Lines after the greeting. Raises StateError when the daemon did not answer."""
    if not _GREETING.search(text):
        raise StateError(f"BIRD does not answer: {text.strip()[:200] or 'no output'}")
    lines = [line for line in text.splitlines() if not _GREETING.match(line) and line != "Access restricted"]
    for line in lines[:1]:
        if line.startswith("syntax error"):
            raise StateError(f"BIRD does not understand the command: {line}")
    return lines


def paths(text: str) -> Iterator[Path]:
    """Every route of every table, in the order printed."""
    table, prefix = "", ""
    found: re.Match[str] | None = None
    gateways: list[str] = []
    devices: list[str] = []
    attributes: dict[str, str] = {}

    def finish(match: re.Match[str]) -> Path:
        return Path(
            table,
            prefix,
            match["kind"],
            match["proto"],
            match["from"],
            match["best"] is not None,
            int(match["metric"].split("/")[0]),
            tuple(gateways),
            tuple(devices),
            attributes,
        )

    for line in _body(text):
        entry = _ENTRY.match(line)
        if (entry or line.startswith("Table ")) and found is not None:
            yield finish(found)
            found = None
        if line.startswith("Table "):
            table = line[6:].rstrip(":")
        elif entry:
            found, prefix = entry, entry["net"] or prefix
            gateways, devices, attributes = [], [], {}
        elif via := _VIA.match(line):
            gateways.append(via["gateway"])
            devices.append(via["dev"])
        elif dev := _DEV.match(line):
            devices.append(dev["dev"])
        elif attribute := _ATTRIBUTE.match(line):
            attributes[_attribute_name(attribute["key"])] = attribute["value"]
    if found is not None:
        yield finish(found)


def _attribute_name(key: str) -> str:
    """BIRD 2's name of an attribute: `bgp_local_pref` -> `BGP.local_pref`."""
    protocol, separator, name = key.partition("_")
    if key in _NAMES or not separator or "." in key:
        return _NAMES.get(key, key)
    return f"{protocol.upper()}.{name}"


def _of_family(text: str, family: Family, vrf: str | None) -> list[Path]:
    """Routes of one routing table; tables that are not named after a VRF are of the global one."""
    found = (path for path in paths(text) if not path.table.startswith(CONDITION_TABLES))
    return [p for p in found if (":" in p.prefix) == (family == "ipv6") and _vrf_of(p.table) == vrf]


def _vrf_of(table: str) -> str | None:
    kind, _, name = table.partition("_")
    return name if name and kind in ("vrf4", "vrf6", "bgp4", "bgp6") else None


def bgp_routes(text: str, family: Family, vrf: str | None = None) -> tuple[BgpRoute, ...]:
    """`show route table all all`: the BGP table, or BGP routes of the main table when there is none.

    Output of `show protocols all` may come before it; neighbours' router ids are read from there.
    """
    found = _of_family(text, family, vrf)
    identities = {s.details["protocol"]: s.router_id for s in bgp_sessions(text, vrf)}
    own_table = TableNames(vrf).bgp(4 if family == "ipv4" else 6)
    if any(path.table == own_table for path in found):
        found = [path for path in found if path.table == own_table]
    else:
        found = [path for path in found if path.type == "BGP"]
    return tuple(_bgp_route(path, identities.get(path.protocol)) for path in found)


def _bgp_route(path: Path, router_id: str | None) -> BgpRoute:
    attributes = path.attributes
    learned = path.type == "BGP"
    next_hops = tuple(hop for hop in attributes.get("BGP.next_hop", "").split() if hop != "::")
    peer = path.source or attributes.get("from") or (path.gateways[0] if path.gateways else None)
    weight = path.preference - BASE_PREFERENCE if learned else LOCAL_WEIGHT
    return BgpRoute(
        prefix=path.prefix,
        best=path.best,
        valid=path.kind == "unicast" or not learned,
        peer=peer if learned else None,
        peer_router_id=router_id if learned else None,
        next_hops=next_hops,
        as_path=tuple(_PATH_ITEM.findall(attributes.get("BGP.as_path", ""))),
        local_pref=_number(attributes.get("BGP.local_pref")),
        med=_number(attributes.get("BGP.med")),
        weight=weight if weight >= 0 else None,
        origin=_ORIGINS.get(attributes.get("BGP.origin", ""), attributes.get("BGP.origin")),
        originator_id=attributes.get("BGP.originator_id"),
        cluster_list=tuple(attributes.get("BGP.cluster_list", "").split()),
        communities=tuple(_WELL_KNOWN.get(c, c) for c in _tuples(attributes.get("BGP.community"))),
        large_communities=_tuples(attributes.get("BGP.large_community")),
        extended_communities=tuple(_extended(c) for c in _tuples(attributes.get("BGP.ext_community"))),
    )


def _tuples(value: str | None) -> tuple[str, ...]:
    return tuple(":".join(p.strip() for p in item.split(",")) for item in _PAIR.findall(value or ""))


def _extended(value: str) -> str:
    kind, _, rest = value.partition(":")
    if kind in ("unknown 0x4", "unknown 0x4004"):
        asn, bits = rest.split(":")
        (speed,) = struct.unpack(">f", int(bits).to_bytes(4, "big"))
        return f"LB:{asn}:{int(speed)} ({speed / 125_000:.3f} Mbps)"
    return {"rt": f"RT:{rest}", "ro": f"SoO:{rest}"}.get(kind, value)


def _number(value: str | None) -> int | None:
    return int(value) if value and value.lstrip("-").isdigit() else None


def ospf_routes(text: str, family: Family, vrf: str | None = None) -> tuple[OspfRoute, ...]:
    """Routes OSPF computed, whether or not another protocol's route is preferred."""
    return tuple(
        OspfRoute(
            prefix=path.prefix,
            cost=_number(path.attributes.get("OSPF.metric2" if path.type == "OSPF-E2" else "OSPF.metric1")),
            route_type=_OSPF_TYPES[path.type],
            next_hops=path.gateways,
        )
        for path in _of_family(text, family, vrf)
        if path.type in _OSPF_TYPES and not _is_bgp_table(path.table) and not _is_foreign(path, vrf)
    )


def _is_bgp_table(table: str) -> bool:
    return table.partition("_")[0] in ("bgp4", "bgp6")


def _is_foreign(path: Path, vrf: str | None) -> bool:
    """A route of OSPF in another VRF."""
    return vrf is not None and not path.protocol.endswith(f"_{vrf}")


def routes(text: str, family: Family, vrf: str | None = None) -> tuple[Route, ...]:
    """The main routing table (or the only ones there are, without the BGP tables)."""
    return tuple(
        Route(
            prefix=path.prefix,
            protocol=_protocol(path, family),
            metric=_number(
                path.attributes.get("OSPF.metric1")
                or path.attributes.get("RIP.metric")
                or path.attributes.get("BGP.med")
            ),
            next_hops=path.gateways,
            ifnames=path.devices,
            selected=path.best,
            discard=path.kind != "unicast",
        )
        for path in _of_family(text, family, vrf)
        if not _is_bgp_table(path.table)
    )


def _protocol(path: Path, family: Family) -> str:
    if path.type in _OSPF_TYPES:
        return "ospf" if family == "ipv4" else "ospf6"
    return _PROTOCOLS.get(path.type, path.type.lower())


def ospf_neighbors(text: str, family: Family, vrf: str | None = None) -> tuple[OspfNeighborState, ...]:
    """`show ospf neighbors`: OSPFv3 neighbours are known by their link-local addresses."""
    found = []
    here = vrf is None
    for line in _body(text):
        words = line.split()
        if len(words) == 1 and line.endswith(":"):
            known = _OSPF_OF_VRF.fullmatch(line)
            here = (known["vrf"] if known else None) == vrf
        if not here:
            continue
        if len(words) < 6 or not words[1].isdigit():
            continue
        router_id, priority, state, dead, ifname, address = words[:6]
        if (":" in address) != (family == "ipv6"):
            continue
        word, _, role = state.partition("/")
        details = {"role": role, "dead_time_s": dead}
        found.append(
            OspfNeighborState(
                router_id=router_id,
                state=word.capitalize() if word.islower() else word,
                ifname=ifname,
                address=address,
                priority=int(priority),
                details=details,
            )
        )
    return tuple(found)


def bgp_sessions(text: str, vrf: str | None = None) -> tuple[BgpSessionState, ...]:
    """`show protocols all`: every BGP protocol of the VRF, whatever its name."""
    found = []
    for block in _blocks(_body(text)):
        fields, channels = _fields(block[1:])
        if "BGP state" in fields and fields.get("VRF", "default") == (vrf or "default"):
            found.append(_session(block[0], fields, channels))
    return tuple(found)


def _blocks(lines: list[str]) -> Iterator[list[str]]:
    """One protocol each: a line that starts at the margin and the indented lines below it."""
    block: list[str] = []
    for line in lines:
        if line and not line[0].isspace():
            if block:
                yield block
            block = [line]
        elif line and block:
            block.append(line)
    if block:
        yield block


def _fields(lines: list[str]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Fields of the protocol and of each of its channels."""
    fields: dict[str, str] = {}
    channels: dict[str, dict[str, str]] = {}
    current = fields
    for line in lines:
        text = line.strip()
        if text.startswith("Channel "):
            current = channels.setdefault(text.split()[1], {})
            continue
        key, separator, value = text.partition(":")
        if separator and key not in current:
            current[key] = value.strip()
    return fields, channels


def _session(head: str, fields: dict[str, str], channels: dict[str, dict[str, str]]) -> BgpSessionState:
    address, _, scope = fields.get("Neighbor address", "").partition("%")
    state = fields["BGP state"]
    established = state == "Established"
    up = {name: c for name, c in channels.items() if c.get("State") == "UP" or not established}
    imported = [_number(c.get("Routes", "").split(" ")[0]) for c in up.values()]
    words = head.split()
    details: dict[str, Any] = {"protocol": words[0], "fields": fields, "channels": channels}
    if len(words) > 4:
        details |= {"state": words[3], "since": words[4]}
    return BgpSessionState(
        peer=address or fields.get("Neighbor range", ""),
        remote_as=_number(fields.get("Neighbor AS")),
        state=_STATES.get(state, state),
        families=tuple(up),
        router_id=fields.get("Neighbor ID"),
        prefixes_received=sum(n or 0 for n in imported) if established else None,
        ifname=scope or fields.get("Interface"),
        details=details,
    )
