"""Optional features of kernels: how each is asked for, what needs it in a lab, and how a user gets it.

Owns: the table and the wording. Must not: ask a kernel (see `probe`).
"""

from __future__ import annotations

from typing import NamedTuple

from ..errors import HostError
from ..model import LabPlan


class Feature(NamedTuple):
    """A kernel feature: how to ask for it, and how a user gets it."""

    name: str
    sort: str
    """What `probe` tries: a kind of `link`, a `qdisc`, a `bridge` option, a `sysctl`, an `encap` of routes, ..."""
    config: str
    module: str
    """Or several, with blanks between them."""
    what: str
    sysctl: str = ""
    """Path below /proc/sys/net, for `sysctl`."""

    @property
    def modprobe(self) -> str:
        """The command that loads it."""
        return f"sudo modprobe {'-a ' if ' ' in self.module else ''}{self.module}"


FEATURES = {
    feature.name: feature
    for feature in (
        Feature("veth", "link", "CONFIG_VETH", "veth", "links between nodes"),
        Feature("bridge", "link", "CONFIG_BRIDGE", "bridge", "links with more than two nodes"),
        Feature("dummy", "link", "CONFIG_DUMMY", "dummy", "further loopback interfaces"),
        Feature("ifb", "link", "CONFIG_IFB", "ifb", "ingress impairments"),
        Feature("macvlan", "link", "CONFIG_MACVLAN", "macvlan", "several MAC addresses on an interface"),
        Feature("vlan", "link", "CONFIG_VLAN_8021Q", "8021q", "VLAN tags"),
        Feature("vlan_filtering", "bridge", "CONFIG_BRIDGE_VLAN_FILTERING", "bridge", "VLANs on a bridge"),
        Feature("vxlan", "link", "CONFIG_VXLAN", "vxlan", "VXLAN tunnels"),
        Feature("vrf", "link", "CONFIG_NET_VRF", "vrf", "VRFs"),
        Feature("bond", "link", "CONFIG_BONDING", "bonding", "link aggregation"),
        Feature("gre", "link", "CONFIG_NET_IPGRE", "ip_gre", "GRE tunnels"),
        Feature("ip6gre", "link", "CONFIG_IPV6_GRE", "ip6_gre", "GRE tunnels over IPv6"),
        Feature("ipip", "link", "CONFIG_NET_IPIP", "ipip", "IPv4 tunnels"),
        Feature("ip6tnl", "link", "CONFIG_IPV6_TUNNEL", "ip6_tunnel", "tunnels over IPv6"),
        Feature("sit", "link", "CONFIG_IPV6_SIT", "sit", "IPv6 tunnels over IPv4"),
        Feature("mpls", "sysctl", "CONFIG_MPLS_ROUTING", "mpls_router", "MPLS labels", "mpls/platform_labels"),
        Feature("mpls_encap", "encap", "CONFIG_MPLS_IPTUNNEL", "mpls_iptunnel", "routes into MPLS"),
        Feature("seg6", "encap", "CONFIG_IPV6_SEG6_LWTUNNEL", "ipv6", "SRv6"),
        Feature(
            "split_horizon",
            "filter",
            "CONFIG_NET_ACT_SKBEDIT",
            "sch_ingress cls_u32 cls_fw act_skbedit act_gact",
            "Ethernet segments",
        ),
        Feature("nftables", "translation", "CONFIG_NFT_NAT", "nft_chain_nat nft_nat", "services of clusters"),
        Feature("netem", "qdisc", "CONFIG_NET_SCH_NETEM", "sch_netem", "delay, loss and similar impairments"),
        Feature("tbf", "qdisc", "CONFIG_NET_SCH_TBF", "sch_tbf", "rate limits"),
    )
}
REPLACEABLE = frozenset({"dummy"})
"""The lab has an equivalent."""
LATE = frozenset({"netem", "tbf"})
"""Asked of the kernel when an impairment is made, not when a lab starts."""


def missing_feature(name: str, needed_by: str = "") -> HostError:
    feature = FEATURES.get(name)
    if feature is None:
        return HostError(f"kernel feature {name} is missing", needed_by=needed_by)
    return HostError(
        f"this kernel has no {name} ({feature.config})",
        needed_by=needed_by or feature.what,
        remedy=f"run `{feature.modprobe}`; on cloud kernels "
        f"`apt-get install linux-modules-extra-$(uname -r)` (Ubuntu) or `linux-image-amd64` (Debian) first; "
        "or give the lab a kernel of its own: `apt-get install user-mode-linux`, `--kernel uml`",
    )


def plan_needs(plan: LabPlan) -> dict[str, str]:
    """Every optional kernel feature a plan asks for, and what asks for it first."""
    needs: dict[str, str] = {}
    for node in plan.nodes:
        for name in node.features:
            needs.setdefault(name, f"node {node.name}")
        for interface in node.interfaces:
            place = f"{interface.name} of node {node.name}"
            if interface.kind not in ("loopback", "dummy"):
                needs.setdefault(interface.kind, place)
            elif interface.kind == "dummy":
                needs.setdefault("veth", place)
            if interface.bridge is not None and interface.bridge.vlan_filtering:
                needs.setdefault("vlan_filtering", place)
            if interface.impairment is not None and not interface.impairment.is_nothing:
                kind = "tbf" if interface.impairment.is_only_rate else "netem"
                needs.setdefault(kind, f"the impairment of {place}")
    for segment in plan.segments:
        needs.setdefault("veth", f"link {segment.linkindex}")
        if segment.bridge or len(segment.ends) > 2:
            needs.setdefault("bridge", f"link {segment.linkindex}")
    for name in plan.features:
        if name in FEATURES:
            needs.setdefault(name, FEATURES[name].what)
    return {name: who for name, who in needs.items() if name in FEATURES and name not in REPLACEABLE}


def plan_features(plan: LabPlan) -> tuple[str, ...]:
    """Kernel features a plan cannot do without when it starts."""
    return tuple(sorted(plan_needs(plan).keys() - LATE))
