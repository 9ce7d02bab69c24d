"""`design_clusters`: a designed network and its clusters -> the network with everything that runs in them.

Owns: the order, cluster by cluster, parents first. Must not: hold rules of its own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from msgspec.structs import replace

from ...addr import InterfaceAddress
from ...errors import Problems
from ...model import Cluster, Network, Node, ServiceAddress, WorkloadPlace
from ...model.kubernetes import Metadata, Places
from ..bird import report_limits
from ..designed import DesignedCluster
from ..peering import Cluster as Peering
from ..peering import ClusterFacts, Workload, derive_nodes
from ..peering.pools import blocks_by_node
from ..resources import BlockAffinity, Pod, Resources, VirtualMachine, VMInterface, VMNetwork
from .gather import ClusterInput
from .ipam import Ipam
from .nodes import complete_nodes, node_labels
from .placing import HOSTNAME_LABEL, IP_ADDRESSES, Placed, give_addresses, place_workloads
from .sections import Port
from .services import ServicePlan, with_service_addresses
from .wiring import Wiring, host_ifname

_NO_FACTS = ClusterFacts()


def design_clusters(
    network: Network, clusters: Sequence[ClusterInput], problems: Problems
) -> tuple[Network, tuple[DesignedCluster, ...]]:
    """The network with machines, pods, their links and BGP sessions; mistakes are added to `problems`."""
    if not clusters:
        return network, ()
    wiring = Wiring(network)
    roots = [(n, c.section.node_at(n)) for c in clusters if c.parent is None for n in c.section.nodes]
    wiring.set_gateways({name: at for name, at in roots if name in network.nodes}, problems)
    nested = {node for cluster in clusters if cluster.parent is not None for node in cluster.section.nodes}
    taken = {*network.nodes, *(w.name for c in clusters for w in c.section.workloads)}
    designed: list[DesignedCluster] = []
    services: tuple[ServiceAddress, ...] = ()
    for cluster in clusters:
        if all(name in wiring.names() for name in cluster.section.nodes):
            made, addresses = _design(cluster, wiring, nested, taken, problems)
            designed.append(made)
            services += addresses
            taken |= set(wiring.names())
    models = {each.name: each.cluster for each in designed}
    report_limits((node for each in designed for node in each.nodes), "bird2", problems)
    return replace(wiring.network(), clusters=models, services=services), tuple(designed)


def _design(
    cluster: ClusterInput, wiring: Wiring, nested: set[str], taken: set[str], problems: Problems
) -> tuple[DesignedCluster, tuple[ServiceAddress, ...]]:
    section = cluster.section
    labels = node_labels(section, cluster.resources)
    addresses = {name: _node_addresses(wiring.node(name)) for name in section.nodes}
    numbers = {name: bgp.asn for name in section.nodes if (bgp := wiring.node(name).bgp) is not None}
    resources = complete_nodes(section, cluster.resources, labels, addresses, numbers, problems)
    ipam = Ipam(sorted(resources.ip_pools.values(), key=lambda pool: pool.cidr), blocks_by_node(resources, _NO_FACTS))
    others = taken - {w.name for w in section.workloads}
    placed = give_addresses(place_workloads(cluster, others, problems), resources, ipam, labels, problems)
    resources = with_service_addresses(_with_workloads(resources, placed, ipam), problems)
    facts = ClusterFacts(workloads=tuple(_fact(workload) for workload in placed), blocks=ipam.blocks)
    plan = ServicePlan(Peering(resources, facts, Problems()), placed)
    ports = plan.ports()
    places = {
        workload.lab_name: _place(cluster.name, workload, (*ports.get(workload.lab_name, ()), *workload.ports))
        for workload in placed
    }
    for workload in placed:
        wiring.add_workload(cluster.name, workload, places[workload.lab_name], is_node=workload.lab_name in nested)
    nodes = derive_nodes(resources, problems, facts)
    for node in nodes:
        local = [w for w in placed if node.name in (w.node, w.leaving)]
        wiring.set_cluster_node(cluster.name, node, local, plan.portals(node.name))
    made = DesignedCluster(
        cluster=_model(cluster, resources, placed),
        documents=cluster.documents,
        resources=resources,
        nodes=nodes,
        workloads=places,
        blocks=ipam.blocks,
        at=section.at,
    )
    return made, plan.addresses(cluster.name)


def _node_addresses(node: Node) -> list[InterfaceAddress]:
    """Addresses of a node's interfaces, the loopback last, as Calico finds them."""
    interfaces = (*node.interfaces, *((node.loopback,) if node.loopback is not None else ()))
    return [a for i in interfaces for a in (i.ipv4, i.ipv6) if isinstance(a, InterfaceAddress)]


def _fact(workload: Placed) -> Workload:
    return Workload(
        name=workload.name,
        node=workload.node,
        labels=workload.labels,
        addresses=workload.addresses,
        service_account=workload.service_account,
        interface=host_ifname(workload.name),
    )


def _place(cluster: str, workload: Placed, ports: tuple[Port, ...]) -> WorkloadPlace:
    return WorkloadPlace(
        cluster=cluster,
        name=workload.name,
        kind=workload.kind,
        host=workload.node,
        host_ifname=host_ifname(workload.name),
        addresses=workload.addresses,
        labels=workload.labels,
        ports=tuple(dict.fromkeys(ports)),
    )


def _with_workloads(resources: Resources, placed: Sequence[Placed], ipam: Ipam) -> Resources:
    """Pods, machines and blocks that the topology stands for, as the resources they would be."""
    pods, machines = dict(resources.pods), dict(resources.virtual_machines)
    for workload in placed:
        metadata = Metadata(name=workload.name.name, namespace=workload.name.namespace, labels=workload.labels)
        places, asked = Places(workload.at), _asked_addresses(workload)
        if workload.kind == "pod":
            known = pods.get(workload.name) or Pod(metadata=metadata, places=places)
            annotations = {**known.metadata.annotations, **asked}
            metadata = replace(known.metadata, labels=workload.labels, annotations=annotations)
            pods[workload.name] = replace(known, metadata=metadata, node_name=workload.node, pod_ips=workload.addresses)
        else:
            machine = machines.get(workload.name) or _machine(metadata, places, workload)
            annotations = {**machine.template_annotations, **asked}
            machines[workload.name] = replace(machine, template_annotations=annotations)
    affinities = dict(resources.block_affinities)
    known_blocks = {(a.node, a.cidr) for a in affinities.values()}
    for node, blocks in ipam.blocks.items():
        for cidr in blocks:
            if (node, cidr) not in known_blocks:
                name = f"{node}-{str(cidr).translate(str.maketrans('.:/', '---'))}"
                affinities[name] = BlockAffinity(metadata=Metadata(name=name), cidr=cidr, node=node, state="confirmed")
    return replace(
        resources,
        pods=dict(sorted(pods.items())),
        virtual_machines=dict(sorted(machines.items())),
        block_affinities=dict(sorted(affinities.items())),
    )


def _asked_addresses(workload: Placed) -> dict[str, str]:
    """The annotation that asks Calico for the addresses that the topology asks for.

    All of them: a pod with the annotation gets no others.
    """
    return {IP_ADDRESSES: json.dumps([str(address) for address in workload.addresses])} if workload.is_pinned else {}


def _machine(metadata: Metadata, places: Places, workload: Placed) -> VirtualMachine:
    return VirtualMachine(
        metadata=metadata,
        places=places,
        template_labels=workload.labels,
        node_selector={HOSTNAME_LABEL: workload.node},
        interfaces=(VMInterface(name="default", binding="bridge"),),
        networks=(VMNetwork(name="default", pod=True),),
    )


def _model(cluster: ClusterInput, resources: Resources, placed: Sequence[Placed]) -> Cluster:
    configuration = resources.configuration()
    ranges = (
        (
            *configuration.service_cluster_ips,
            *configuration.service_external_ips,
            *configuration.service_load_balancer_ips,
        )
        if configuration is not None
        else ()
    )
    return Cluster(
        name=cluster.name,
        parent=cluster.parent,
        as_number=cluster.as_number,
        nodes=tuple(cluster.section.nodes),
        machines=tuple(w.lab_name for w in placed if w.kind == "machine"),
        pods=tuple(w.lab_name for w in placed if w.kind == "pod"),
        pools=tuple(sorted(pool.cidr for pool in resources.ip_pools.values() if not pool.disabled)),
        service_ranges=ranges,
    )
