"""The README of manifests: steps with the commands of this design, and what is to be seen after them.

Owns: the view. Must not: choose what is applied.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

import msgspec
from jinja2 import PackageLoader, Template

from ...addr import Family
from ...model.cluster import WorkloadPlace
from ...render import environment
from ..designed import DesignedCluster
from . import settings
from .commands import API_PORT, kubectl, on_machine, virtctl
from .directory import Directory
from .machines import node_command
from .order import CALICO, KUBEVIRT, RBAC, Step, step_of
from .sessions import NestedRoute, ServiceRow, Session, nested_routes, service_rows, sessions
from .sites import Sites, pinned

README = "README.md"
_SOCKETS: dict[Family, str] = {4: "bird.ctl", 6: "bird6.ctl"}
LONGEST_TABLE = 40
"""Rows of a table; a design of hundreds of nodes has its sessions in `netwright cluster status`."""


class NodeView(msgspec.Struct, frozen=True, kw_only=True):
    """A node of a nested cluster and how it becomes one."""

    name: str
    machine: WorkloadPlace
    command: str
    """kubeadm's."""
    shell: str
    """Runs something as root on the machine: up to the place where the command stands."""


class ClusterView(msgspec.Struct, frozen=True, kw_only=True):
    """A cluster's part of the README."""

    name: str
    as_number: int
    parent: str
    nodes: tuple[str, ...]
    pools: tuple[str, ...]
    files: tuple[Step, ...]
    first_files: tuple[Step, ...]
    """What `calicoctl` applies before Calico is up."""
    kubectl: str
    machines: tuple[WorkloadPlace, ...]
    running: tuple[WorkloadPlace, ...]
    """Those that start by themselves."""
    has_namespaces: bool
    sockets: tuple[str, ...]
    """Of BIRD: Calico runs one for each family."""
    key_namespaces: tuple[str, ...]
    """Where machines that are made here look for the public key."""
    joining: tuple[NodeView, ...]
    """Nodes of a nested cluster, the first first."""
    autodetection: str
    """Calico's settings for the addresses its nodes have."""
    api_port: int
    untaint: str
    """First node, when workloads run on it."""
    sessions: tuple[Session, ...]
    routes: tuple[NestedRoute, ...]
    services: tuple[ServiceRow, ...]
    left_out: tuple[tuple[str, str], ...]
    nests: bool
    has_other_namespace: bool
    """Its passwords are where Calico looks that was not installed by its operator."""


def readme(sites: Sites, directories: Sequence[Directory]) -> str:
    """The text."""
    views = [_cluster(sites, directory, position) for position, directory in enumerate(directories)]
    every = [(view.name, session) for view in views for session in view.sessions]
    return _template().render(
        clusters=views,
        outside=[(name, session) for name, session in every if not session.neighbour],
        pings=_pings(sites),
        settings=settings,
        api_port=API_PORT,
        longest=LONGEST_TABLE,
        free=_free(sites),
        unreachable=_without_ipv6(sites),
        virtctl=virtctl,
    )


def _cluster(sites: Sites, directory: Directory, position: int) -> ClusterView:
    site = directory.site
    cluster, parent = site.cluster, sites.parent(site)
    machines = tuple(site.workloads[name] for name in cluster.machines)
    access = directory.resources.get(step_of(RBAC, "Role"), ())
    families = sorted({family.family for node in site.nodes for family in node.families})
    return ClusterView(
        name=cluster.name,
        as_number=cluster.as_number,
        parent=parent.cluster.name if parent is not None else "",
        nodes=cluster.nodes,
        pools=tuple(map(str, cluster.pools)),
        files=tuple(directory.resources),
        first_files=tuple(step for step in directory.resources if {version for version, _ in step.kinds} == {CALICO}),
        kubectl=kubectl(cluster.name),
        machines=machines,
        running=tuple(place for place in machines if _starts(site, place)),
        has_namespaces=any(("v1", "Namespace") in step.kinds for step in directory.resources),
        sockets=tuple(_SOCKETS[family] for family in families),
        key_namespaces=_key_namespaces(directory),
        joining=tuple(_joining(sites, site, name) for name in cluster.nodes) if parent is not None else (),
        autodetection=_autodetection(sites, site),
        api_port=API_PORT + position,
        untaint=cluster.nodes[0] if _runs_on_first(site) else "",
        sessions=tuple(sessions(sites, site)),
        routes=tuple(nested_routes(sites, site)),
        services=tuple(service_rows(site)),
        left_out=tuple((str(each.resource), each.why) for each in directory.left_out),
        nests=bool(sites.children(site)),
        has_other_namespace=any(tree["metadata"]["namespace"] == "kube-system" for tree in access),
    )


def _starts(site: DesignedCluster, place: WorkloadPlace) -> bool:
    machine = site.resources.virtual_machines.get(place.name)
    return machine is None or (machine.running and machine.run_strategy not in ("Halted", "Manual"))


def _autodetection(sites: Sites, site: DesignedCluster) -> str:
    """Machines have an IPv6 address when they ask for one, and an IPv4 address unless they ask for IPv6 alone."""
    every = [address.family for addresses in sites.pinned_nodes(site).values() for address in addresses]
    families = sorted(set(every)) or [4]
    return ", ".join(f"nodeAddressAutodetectionV{family}: {{ firstFound: true }}" for family in families)


def _runs_on_first(site: DesignedCluster) -> bool:
    return any(place.host == site.cluster.nodes[0] for place in site.workloads.values())


def _key_namespaces(directory: Directory) -> tuple[str, ...]:
    machines = directory.resources.get(step_of(KUBEVIRT, "VirtualMachine"), ())
    return tuple(sorted({tree["metadata"]["namespace"] for tree in machines if settings.SSH_KEY in str(tree["spec"])}))


def _joining(sites: Sites, site: DesignedCluster, name: str) -> NodeView:
    machine = sites.machine(name, site)
    assert machine is not None, "a node of a nested cluster is a machine of its parent"
    command = node_command(sites, site, name)
    shell = on_machine(machine.cluster, machine.name, settings.LOGIN, "COMMAND")
    return NodeView(name=name, machine=machine, command=command, shell=shell)


def _pings(sites: Sites) -> tuple[str, ...]:
    """Commands: between a pod of the first cluster that has any and one of each other, both ways."""
    ends = [(site, place) for site in sites.clusters.values() for place in _first_pod(site)]
    pairs = [pair for other in ends[1:] for pair in ((ends[0], other), (other, ends[0]))]
    return tuple(_ping(*source, *target) for source, target in pairs)


def _first_pod(site: DesignedCluster) -> list[WorkloadPlace]:
    return [site.workloads[name] for name in site.cluster.pods[:1]]


def _ping(site: DesignedCluster, pod: WorkloadPlace, to_site: DesignedCluster, target: WorkloadPlace) -> str:
    sure = pinned(to_site, target)
    name = target.name
    query = f"get pod {name.name} -n {name.namespace} -o jsonpath='{{.status.podIP}}'"
    address = str(sure[0]) if sure else f'"$({kubectl(to_site.cluster.name)} {query})"'
    inside = f"exec {pod.name.name} -n {pod.name.namespace}"
    return f"{kubectl(site.cluster.name)} {inside} -- ping -c 3 {address}"


def _free(sites: Sites) -> tuple[str, ...]:
    """Machines that are nodes and whose addresses Calico chooses."""
    return tuple(name for name, place, site in _machines(sites) if sites.nested(name) and not pinned(site, place))


def _without_ipv6(sites: Sites) -> tuple[str, ...]:
    """Machines that have an IPv6 address in the design and do not ask for it."""
    dual = [each for each in _machines(sites) if any(address.family == 6 for address in each[1].addresses)]
    return tuple(name for name, place, site in dual if not pinned(site, place))


def _machines(sites: Sites) -> Iterator[tuple[str, WorkloadPlace, DesignedCluster]]:
    for site in sites.clusters.values():
        for name in site.cluster.machines:
            yield name, site.workloads[name], site


@cache
def _template() -> Template:
    return environment(PackageLoader(__package__, "templates")).get_template("readme.md.j2")
