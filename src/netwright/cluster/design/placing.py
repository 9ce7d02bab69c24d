"""Workloads of a cluster: entries of the topology and resources brought together, with a node and addresses.

Owns: who runs where under which name and address. Must not: choose blocks (`ipam`), make links (`wiring`).
Pods of resources that have no node, use their node's network or have ended are left out, as they have no address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

import msgspec

from ...addr import Address, AddressError, Family, parse_address
from ...errors import NOWHERE, Problems, Span
from ...model.cluster import WorkloadKind
from ...model.kubernetes import NamespacedName
from ..resources import POOL_ANNOTATIONS, IPPool, Pod, Resources, VirtualMachine, json_names
from ..selectors import read_selector
from .gather import ClusterInput
from .ipam import Ipam, NoAddressError
from .launchers import own_labels
from .sections import LONGEST_LAB_NAME, Port, WorkloadSection

IP_ADDRESSES = "cni.projectcalico.org/ipAddrs"
"""Annotation with the addresses a pod is to have, a list in JSON."""
HOSTNAME_LABEL = "kubernetes.io/hostname"
_Given = VirtualMachine | Pod


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A workload with its node; without addresses until `give_addresses`."""

    lab_name: str
    name: NamespacedName
    kind: WorkloadKind
    node: str
    labels: Mapping[str, str]
    addresses: tuple[Address, ...] = ()
    is_pinned: bool = False
    """The topology asks for addresses."""
    pools: Mapping[Family, tuple[str, ...]] = {}
    """Names or CIDRs of pools its addresses have to come from."""
    ports: tuple[Port, ...] = ()
    leaving: str | None = None
    service_account: str = ""
    at: Span = NOWHERE


def place_workloads(cluster: ClusterInput, taken: Set[str], problems: Problems) -> tuple[Placed, ...]:
    """Machines, then pods, of the topology first; `taken` are names in the lab that resources cannot have."""
    return tuple(_Placing(cluster, taken, problems).workloads())


class _Said(NamedTuple):
    """What a resource says of the workload it stands for."""

    node: str | None = None
    labels: Mapping[str, str] = {}
    annotations: Mapping[str, str] = {}
    addresses: tuple[Address, ...] = ()
    at: Span = NOWHERE


def _said(given: _Given | None, launcher: Pod | None) -> _Said:
    """`launcher`: the pod that a machine runs in, which knows better than the machine's template."""
    if launcher is not None:
        at = given.span if given is not None else launcher.span
        template = given.template_labels if isinstance(given, VirtualMachine) else {}
        labels = {**template, **own_labels(launcher)}
        return _Said(launcher.node_name, labels, launcher.metadata.annotations, launcher.pod_ips, at)
    if isinstance(given, VirtualMachine):
        node = given.node_selector.get(HOSTNAME_LABEL)
        return _Said(node, given.template_labels, given.template_annotations, (), given.span)
    if given is not None:
        return _Said(given.node_name, given.labels, given.metadata.annotations, given.pod_ips, given.span)
    return _Said()


class _Placing:
    def __init__(self, cluster: ClusterInput, taken: Set[str], problems: Problems) -> None:
        self._cluster, self._section, self._resources = cluster, cluster.section, cluster.resources
        self._problems = problems
        self._names = {*taken, *(w.name for w in cluster.section.workloads)}

    def workloads(self) -> Iterator[Placed]:
        machines, pods = self._resources.virtual_machines, self._resources.pods
        for entry in self._section.workloads:
            name = NamespacedName(entry.namespace, entry.name)
            given = machines.get(name) if entry.kind == "machine" else pods.get(name)
            yield from self._placed(entry.kind, name, entry, given)
        known = {NamespacedName(w.namespace, w.name) for w in self._section.workloads}
        for name, machine in machines.items():
            if name not in known and machine.running and machine.run_strategy != "Halted":
                yield from self._placed("machine", name, None, machine)
        for name, pod in pods.items():
            if name not in known and not pod.host_network and not pod.has_ended:
                yield from self._placed("pod", name, None, pod)

    def _placed(
        self,
        kind: WorkloadKind,
        name: NamespacedName,
        entry: WorkloadSection | None,
        given: _Given | None,
    ) -> Iterator[Placed]:
        said = _said(given, self._cluster.launchers.get(name) if kind == "machine" else None)
        node = (entry.node if entry is not None else None) or said.node
        at = entry.at if entry is not None else said.at
        if node is None:
            self._without_node(kind, name, entry, at)
        elif node in self._section.nodes:
            own = entry.addresses if entry is not None else ()
            yield Placed(
                lab_name=entry.name if entry is not None else self._lab_name(name, at),
                name=name,
                kind=kind,
                node=node,
                labels={**said.labels, **(entry.labels if entry is not None else {})},
                addresses=own or said.addresses or self._annotated(said.annotations, given),
                is_pinned=bool(own),
                pools=self._asked_pools(name.namespace, said.annotations),
                ports=entry.ports if entry is not None else (),
                leaving=entry.leaving if entry is not None else None,
                service_account=given.service_account_name if isinstance(given, Pod) else "",
                at=at,
            )
        elif entry is None or entry.node is None:
            message = f"{kind} {name} runs on `{node}`, which is no node of cluster `{self._cluster.name}`"
            self._problems.error("unknown-node", message, at, f"its nodes are {', '.join(self._section.nodes)}")

    def _asked_pools(self, namespace: str, annotations: Mapping[str, str]) -> Mapping[Family, tuple[str, ...]]:
        """Pools that a pod asks for, or else its namespace, by name or CIDR."""
        around = self._resources.namespaces.get(namespace)
        outer = around.metadata.annotations if around is not None else {}
        found: dict[Family, tuple[str, ...]] = {}
        for family, key in POOL_ANNOTATIONS.items():
            names = json_names(annotations.get(key) or outer.get(key) or "[]")
            if names:
                found[family] = tuple(names)
        return found

    def _without_node(self, kind: WorkloadKind, name: NamespacedName, entry: WorkloadSection | None, at: Span) -> None:
        if kind == "pod" and entry is None:
            return  # not placed yet
        hint = f"{kind}s: {{ {name.name}: {{ node: {next(iter(self._section.nodes), 'NODE')} }} }}"
        message = f"{kind} `{name.name}` of cluster `{self._cluster.name}` has no node to run on"
        self._problems.error("workload-without-node", message, at, hint)

    def _lab_name(self, name: NamespacedName, at: Span) -> str:
        """The workload's own name where it is free, else with its namespace, else with its cluster."""
        for text in (name.name, f"{name.name}.{name.namespace}", f"{name.name}.{name.namespace}.{self._cluster.name}"):
            if text not in self._names:
                break
        if len(text) > LONGEST_LAB_NAME:
            message = f"workload {name}: host names in a lab have at most {LONGEST_LAB_NAME} characters"
            self._problems.error("bad-name", message, at)
        self._names.add(text)
        return text

    def _annotated(self, annotations: Mapping[str, str], given: _Given | None) -> tuple[Address, ...]:
        text = annotations.get(IP_ADDRESSES)
        if not text or given is None:
            return ()
        path = "spec.template.metadata.annotations" if isinstance(given, VirtualMachine) else "metadata.annotations"
        try:
            return tuple(parse_address(str(item)) for item in json.loads(text))
        except (ValueError, AddressError, TypeError):
            at = given.places.at(f"{path}.{IP_ADDRESSES}")
            self._problems.error("wrong-type", f"`{IP_ADDRESSES}` is no list of addresses", at, "'[\"10.0.0.1\"]'")
            return ()


def give_addresses(
    workloads: Iterable[Placed],
    resources: Resources,
    ipam: Ipam,
    node_labels: Mapping[str, Mapping[str, str]],
    problems: Problems,
) -> tuple[Placed, ...]:
    """One address per family that the cluster has pools of; those that are given come first."""
    listed = list(workloads)
    pools = _Pools(resources, node_labels, problems)
    for workload in listed:
        for address in workload.addresses:
            try:
                ipam.take(address, workload.leaving or workload.node, workload.lab_name)
            except NoAddressError as error:
                problems.error("bad-workload-address", f"{workload.kind} `{workload.lab_name}`: {error}", workload.at)
    return tuple(_with_addresses(workload, pools, ipam, problems) for workload in listed)


def _with_addresses(workload: Placed, pools: _Pools, ipam: Ipam, problems: Problems) -> Placed:
    found: list[Address] = []
    offered = False
    for family in pools.families:
        given = next((a for a in workload.addresses if a.family == family), None)
        usable = pools.of(workload, family)
        offered = offered or bool(usable)
        if given is None and usable:
            try:
                given = ipam.choose(usable, workload.leaving or workload.node, workload.lab_name)
            except NoAddressError as error:
                text = f"no address for {workload.kind} `{workload.lab_name}`: {error}"
                problems.error("no-free-address", text, workload.at)
        if given is not None:
            found.append(given)
    if not found and not workload.addresses and not offered:
        text = f"no pool has IP addresses for {workload.kind} `{workload.lab_name}` on node `{workload.node}`"
        problems.error("no-pool", text, workload.at, "pools: [ 10.122.0.0/16 ]")
    return msgspec.structs.replace(workload, addresses=tuple(found))


class _Pools:
    """Which pools a workload may have its addresses from."""

    def __init__(self, resources: Resources, node_labels: Mapping[str, Mapping[str, str]], problems: Problems) -> None:
        self._resources, self._nodes, self._problems = resources, node_labels, problems
        ordered = sorted(resources.ip_pools.values(), key=lambda pool: pool.cidr)
        self._pools = [
            pool
            for pool in ordered
            if not pool.disabled and "Workload" in pool.allowed_uses and pool.assignment_mode == "Automatic"
        ]

    @property
    def families(self) -> tuple[Family, ...]:
        found: tuple[Family, ...] = (4, 6)
        return tuple(f for f in found if any(pool.cidr.family == f for pool in self._resources.ip_pools.values()))

    def of(self, workload: Placed, family: Family) -> list[IPPool]:
        asked = workload.pools.get(family)
        if asked is not None:
            return [p for p in self._pools if p.cidr.family == family and (p.name in asked or str(p.cidr) in asked)]
        return [p for p in self._pools if p.cidr.family == family and self._serves(p, workload)]

    def _serves(self, pool: IPPool, workload: Placed) -> bool:
        namespace = self._resources.namespace_labels(workload.name.namespace)
        return self._selects(pool, "nodeSelector", pool.node_selector, self._nodes[workload.node]) and (
            pool.namespace_selector is None
            or self._selects(pool, "namespaceSelector", pool.namespace_selector, namespace)
        )

    def _selects(self, pool: IPPool, field: str, text: str, labels: Mapping[str, str]) -> bool:
        selector = read_selector(text, self._problems, pool.places.at(f"spec.{field}"))
        return selector is None or selector.evaluate(labels)
