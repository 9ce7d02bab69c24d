"""What a host may lack, as one-line errors: user namespaces, programs, kernel features.

Owns: the wording and the remedies. Must not: create anything.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from typing import NamedTuple

from ..errors import HostError
from ..model import LabPlan

SEARCH_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class Sysctl(NamedTuple):
    """A setting that forbids user namespaces when it has the given value."""

    name: str
    forbids: str
    remedy: str


_USERNS_SYSCTLS = (
    Sysctl("kernel.unprivileged_userns_clone", "0", "sudo sysctl -w kernel.unprivileged_userns_clone=1"),
    Sysctl("user.max_user_namespaces", "0", "sudo sysctl -w user.max_user_namespaces=15000"),
    Sysctl(
        "kernel.apparmor_restrict_unprivileged_userns",
        "1",
        "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0",
    ),
)


def read_sysctl(name: str) -> str | None:
    try:
        with open("/proc/sys/" + name.replace(".", "/")) as file:
            return file.read().strip()
    except OSError:
        return None


def userns_error(error: OSError) -> HostError:
    """Why an ordinary user may not have namespaces here."""
    for sysctl in _USERNS_SYSCTLS:
        if read_sysctl(sysctl.name) == sysctl.forbids:
            return HostError(
                f"user namespaces are not available: sysctl {sysctl.name} is {sysctl.forbids}",
                needed_by="running a lab as an ordinary user",
                remedy=f"run `{sysctl.remedy}`, or run as root",
            )
    return HostError(
        f"namespaces are not available: {error.strerror} ({error.filename})",
        needed_by="running a lab",
        remedy="in a container allow them (`--privileged`, or `--security-opt seccomp=unconfined "
        "--security-opt apparmor=unconfined`), or run as root",
    )


def missing_program(program: str, package: str, needed_by: str) -> HostError:
    return HostError(
        f"program {program} is not installed", needed_by=needed_by, remedy=f"run `apt-get install {package}`"
    )


def find_program(program: str, root: str | None = None) -> str | None:
    """Absolute path of an executable in a node's root, looked up like the nodes look it up."""
    if root is not None:
        places = [program] if "/" in program else [f"{place}/{program}" for place in SEARCH_PATH.split(":")]
        return next((place for place in places if os.access(root + place, os.X_OK)), None)
    if "/" in program:
        return program if os.access(program, os.X_OK) else None
    return shutil.which(program, path=SEARCH_PATH)


def require_programs(plan: LabPlan) -> None:
    """Raises HostError for the first daemon whose program is not installed; names all its nodes' package."""
    seen: set[tuple[str | None, str]] = set()
    for node in plan.nodes:
        if node.root is not None and not os.path.isdir(node.root):
            raise HostError(f"the image in {node.root} is gone", needed_by=f"node {node.name}")
        for daemon in node.daemons:
            program = daemon.argv[0]
            if (node.root, program) in seen:
                continue
            seen.add((node.root, program))
            if find_program(program, node.root) is not None:
                continue
            user = f"daemon {daemon.name} of node {node.name}"
            if node.root is not None:
                raise HostError(f"program {program} is not in the image in {node.root}", needed_by=user)
            raise missing_program(program, daemon.package, user)


class Feature(NamedTuple):
    """A kernel feature: its link kind or qdisc, and how a user gets it."""

    name: str
    sort: str
    """`link` or `qdisc`."""
    config: str
    module: str
    what: str


FEATURES = {
    feature.name: feature
    for feature in (
        Feature("veth", "link", "CONFIG_VETH", "veth", "links between nodes"),
        Feature("bridge", "link", "CONFIG_BRIDGE", "bridge", "links with more than two nodes"),
        Feature("dummy", "link", "CONFIG_DUMMY", "dummy", "further loopback interfaces"),
        Feature("ifb", "link", "CONFIG_IFB", "ifb", "ingress impairments"),
        Feature("macvlan", "link", "CONFIG_MACVLAN", "macvlan", "several MAC addresses on an interface"),
        Feature("vlan", "link", "CONFIG_VLAN_8021Q", "8021q", "VLAN tags"),
        Feature("vxlan", "link", "CONFIG_VXLAN", "vxlan", "VXLAN tunnels"),
        Feature("vrf", "link", "CONFIG_NET_VRF", "vrf", "VRFs"),
        Feature("bond", "link", "CONFIG_BONDING", "bonding", "link aggregation"),
        Feature("gre", "link", "CONFIG_NET_IPGRE", "ip_gre", "GRE tunnels"),
        Feature("ip6gre", "link", "CONFIG_IPV6_GRE", "ip6_gre", "GRE tunnels over IPv6"),
        Feature("ipip", "link", "CONFIG_NET_IPIP", "ipip", "IPv4 tunnels"),
        Feature("ip6tnl", "link", "CONFIG_IPV6_TUNNEL", "ip6_tunnel", "tunnels over IPv6"),
        Feature("sit", "link", "CONFIG_IPV6_SIT", "sit", "IPv6 tunnels over IPv4"),
        Feature("netem", "qdisc", "CONFIG_NET_SCH_NETEM", "sch_netem", "delay, loss and similar impairments"),
        Feature("tbf", "qdisc", "CONFIG_NET_SCH_TBF", "sch_tbf", "rate limits"),
    )
}


def missing_feature(name: str, needed_by: str = "") -> HostError:
    feature = FEATURES.get(name)
    if feature is None:
        return HostError(f"kernel feature {name} is missing", needed_by=needed_by)
    return HostError(
        f"this kernel has no {name} ({feature.config})",
        needed_by=needed_by or feature.what,
        remedy=f"run `sudo modprobe {feature.module}`; on cloud kernels "
        f"`apt-get install linux-modules-extra-$(uname -r)` (Ubuntu) or `linux-image-amd64` (Debian) first",
    )


def plan_features(plan: LabPlan) -> tuple[str, ...]:
    """Kernel features a plan cannot do without (`dummy` has an equivalent)."""
    needed = set(plan.features) - {"dummy"}
    for segment in plan.segments:
        needed.add("veth")
        if segment.bridge or len(segment.ends) > 2:
            needed.add("bridge")
    for node in plan.nodes:
        for interface in node.interfaces:
            if interface.kind == "dummy":
                needed.add("veth")
    return tuple(sorted(needed & FEATURES.keys() - {"netem", "tbf"}))


def names(items: Iterable[str], limit: int = 3) -> str:
    """`a, b, c and 4 more`."""
    found = list(items)
    more = len(found) - limit
    return ", ".join(found[:limit]) + (f" and {more} more" if more > 0 else "")
