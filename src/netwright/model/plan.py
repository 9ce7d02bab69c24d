"""What has to exist for a network to run: the pure plan a lab executes and undoes.

Produced by `devices`, executed by `lab`. Contains no behaviour and no host state.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from ..addr import Address, InterfaceAddress, Prefix
from .interface import Impairment

SnippetKind = Literal["shell", "vtysh", "birdc", "file"]


class FilePlan(msgspec.Struct, frozen=True, kw_only=True):
    """A file inside a node's mount namespace."""

    path: str
    """Absolute path as the node sees it."""
    content: str
    mode: int = 0o644


class DaemonPlan(msgspec.Struct, frozen=True, kw_only=True):
    """One daemon of a node. It must stay in the foreground; its output goes to its log file."""

    name: str
    """`zebra`, `bgpd`, `bird`, ..."""
    argv: tuple[str, ...]
    further_starts: tuple[str, ...] = ()
    """What is added to `argv` whenever it is started again."""
    package: str
    """Debian package that provides the program."""
    ready_socket: str | None = None
    """Unix socket (as the node sees it) that exists when the daemon serves."""
    after: tuple[str, ...] = ()
    """Daemons of the same node that must be ready first."""
    run_directories: tuple[str, ...] = ()
    """Directories (as the node sees them) that must exist and be writable."""
    refusal: str = ""
    """What stands in its log before a line of configuration it does not take; empty = it would not start then."""
    start_files: tuple[str, ...] = ()
    """Files of the plan it reads only at its start and nobody can make it read again."""


class Snippet(msgspec.Struct, frozen=True, kw_only=True):
    """Configuration applied after the daemons serve (custom templates, in order)."""

    name: str
    kind: SnippetKind
    text: str
    path: str | None = None
    """For `file`: where it goes; the daemon is told to reload."""
    written_for: str | None = None
    """Device type the text was written for, when another one runs in its place: a refusal is told and tolerated."""
    package: str = ""
    """Debian package that provides the interpreter its first line names (`#!`); empty = every node has it."""
    reload: tuple[str, ...] = ()
    """For `file`: the command that tells it (`("birdc", "configure")`); empty = nothing to tell."""
    undo: tuple[str, ...] = ()
    """The command that takes back what a script did; empty = it stays until the node starts again."""


InterfaceKind = Literal[
    "veth", "loopback", "dummy", "bridge", "vlan", "vrf", "bond", "vxlan", "macvlan", "gre", "ip6gre", "ipip", "ip6tnl",
    "sit",
]  # fmt: skip
"""`loopback` = the kernel's own `lo`; `dummy` = a further loopback; the others are the kernel's own names."""


class BridgePlan(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of a bridge inside a node (IEEE 802.1D)."""

    stp: bool = False
    """The kernel's own spanning tree runs."""
    priority: int | None = None
    """Bridge priority, 0 to 61440 in steps of 4096."""
    forward_delay_s: int = 0
    """0 = ports forward at once; with `stp` at least 2."""
    hello_time_s: int | None = None
    max_age_s: int | None = None
    ageing_time_s: int | None = None
    vlan_filtering: bool = False
    vlans: tuple[int, ...] | None = None
    """With `vlan_filtering`: VLANs in which the bridge itself takes part, with tags, and ports are in those they name.
    None = all are in VLAN 1, without tags."""
    multicast_snooping: bool = False


class BridgePortPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of an interface whose `master` is a bridge; None = as the kernel has it."""

    learning: bool = True
    unicast_flood: bool = True
    """Frames to addresses the bridge does not know leave here, too."""
    untagged: int | None = None
    """VLAN of untagged frames, on a bridge with `vlans`."""
    tagged: tuple[int, ...] = ()
    neighbor_suppress: bool = False
    """Answer ARP and neighbour solicitations from the EVPN database (RFC 9161)."""
    isolated: bool = False
    hairpin: bool = False
    cost: int | None = None
    priority: int | None = None
    """0 to 63."""
    bpdu_guard: bool = False
    root_guard: bool = False
    edge: bool = False
    """Forwards at once when the lab starts, whatever the spanning tree (IEEE 802.1D-2004 17.19.17)."""


class BondPlan(msgspec.Struct, frozen=True, kw_only=True):
    """Settings of a bond; its members name it as `master` (IEEE 802.1AX)."""

    mode: Literal["802.3ad", "balance-xor", "active-backup", "balance-rr", "broadcast", "balance-tlb", "balance-alb"]
    lacp_fast: bool = True
    lacp_active: bool = True
    miimon_ms: int = 100
    min_links: int = 0
    hash_policy: Literal["layer2", "layer3+4", "layer2+3"] = "layer3+4"
    primary: str | None = None
    """Member that is used while it works (`active-backup`, `balance-tlb`, `balance-alb`)."""
    system_mac: str | None = None
    """LACP system id, shared by the members of an MLAG pair."""


class MarkPlan(msgspec.Struct, frozen=True):
    """Frames for everybody that a VXLAN endpoint sends are known by a mark (RFC 8365 section 8.3.1)."""

    source: Address
    """IPv4 address of the endpoint."""
    mark: int


VXLAN_PORT = 4789
"""RFC 7348 section 5."""


class VxlanPlan(msgspec.Struct, frozen=True, kw_only=True):
    """A VXLAN tunnel endpoint (RFC 7348)."""

    vni: int
    local: Address
    port: int = VXLAN_PORT
    learning: bool = True
    flood: tuple[Address, ...] = ()
    """Remote endpoints that get broadcast, unknown unicast and multicast frames (head-end replication)."""


class InterfacePlan(msgspec.Struct, frozen=True, kw_only=True):
    """One interface to create in a node; in the order of creation: a parent or master comes first."""

    name: str
    kind: InterfaceKind
    segment: int | None = None
    """Index into `LabPlan.segments` for veth."""
    parent: str | None = None
    """Interface of the node a `vlan`, `macvlan` or tunnel stands on."""
    master: str | None = None
    """Bridge, bond or VRF of the node it belongs to."""
    vlan_id: int | None = None
    """802.1Q tag of a `vlan`, 1 to 4094."""
    table: int | None = None
    """Routing table of a `vrf`."""
    local: Address | None = None
    remote: Address | None = None
    """Ends of a point-to-point tunnel."""
    key: int | None = None
    """GRE key."""
    bridge: BridgePlan | None = None
    port: BridgePortPlan | None = None
    bond: BondPlan | None = None
    vxlan: VxlanPlan | None = None
    mtu: int | None = None
    mac: str | None = None
    addresses: tuple[InterfaceAddress, ...] = ()
    up: bool = True
    description: str = ""
    sysctls: tuple[tuple[str, str], ...] = ()
    """Relative to net/: ("ipv6/conf/{ifname}/accept_ra", "2")."""
    impairment: Impairment | None = None
    marks: tuple[MarkPlan, ...] = ()
    """What arrives here gets a mark."""
    refused_marks: tuple[int, ...] = ()
    """What has one of these marks does not leave here."""


class RoutePlan(msgspec.Struct, frozen=True, kw_only=True):
    """A kernel route installed by the lab itself (hosts and static routers without a daemon)."""

    prefix: Prefix
    next_hop: Address | None = None
    ifname: str | None = None
    discard: bool = False
    onlink: bool = False
    metric: int | None = None
    vrf: str | None = None
    """VRF interface whose table the route is in; None = the main table."""


class NodePlan(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one node needs."""

    name: str
    device: str
    interfaces: tuple[InterfacePlan, ...]
    routes: tuple[RoutePlan, ...] = ()
    sysctls: tuple[tuple[str, str], ...] = ()
    """Relative to net/."""
    features: tuple[str, ...] = ()
    """Kernel features its daemons need beyond those of its interfaces (`mpls`, `mpls_encap`, `seg6`, `nftables`)."""
    files: tuple[FilePlan, ...] = ()
    daemons: tuple[DaemonPlan, ...] = ()
    snippets: tuple[Snippet, ...] = ()
    root: str | None = None
    """Directory of the host that is the node's root file system; it is never written. None = the host's own files."""


class Segment(msgspec.Struct, frozen=True, kw_only=True):
    """A layer-2 segment: two ends = one veth pair; any other number = a bridge in the lab's own namespace."""

    linkindex: int
    ends: tuple[tuple[str, str], ...]
    """(node, interface name)."""
    bridge: str | None = None


class LabPlan(msgspec.Struct, frozen=True, kw_only=True):
    """The whole lab."""

    name: str
    nodes: tuple[NodePlan, ...]
    segments: tuple[Segment, ...]
    hosts: str
    """Content of /etc/hosts in every node."""
    features: tuple[str, ...] = ()
    """Kernel features the plan cannot do without, sorted (`veth`, `bridge`, `vlan`, `vrf`, `netem`, `mpls`, ...): names
    of link kinds and qdiscs, and `mpls`, `mpls_encap`, `seg6`, `vlan_filtering`, `nftables`."""
