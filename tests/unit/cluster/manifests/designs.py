"""Designed clusters for tests: what a topology would make of them, by hand."""

from __future__ import annotations

import json
from collections.abc import Sequence

from netwright.addr import parse_address, parse_prefix
from netwright.cluster.designed import DesignedCluster
from netwright.cluster.peering import ClusterFacts, Workload, derive_nodes
from netwright.cluster.resources import Document, read_documents, read_resources
from netwright.errors import Problems
from netwright.model.cluster import Cluster, WorkloadKind, WorkloadPlace
from netwright.model.kubernetes import NamespacedName

HEAD = "apiVersion: {version}\nkind: {kind}\nmetadata: {metadata}\n"


def place(
    cluster: str,
    name: str,
    kind: WorkloadKind,
    host: str,
    *addresses: str,
    namespace: str = "default",
    labels: dict[str, str] | None = None,
    ports: Sequence[tuple[str, int]] = (),
) -> WorkloadPlace:
    return WorkloadPlace(
        cluster=cluster,
        name=NamespacedName(namespace, name),
        kind=kind,
        host=host,
        host_ifname=f"cali{abs(hash(name)) % 16**11:011x}",
        addresses=tuple(map(parse_address, addresses)),
        labels=labels or {},
        ports=tuple(ports),  # type: ignore[arg-type]
    )


def documents(text: str, file: str = "user.yml") -> list[Document]:
    problems = Problems()
    found = read_documents(text, file, problems)
    assert [str(problem) for problem in problems] == []
    return found


def design(
    name: str,
    nodes: dict[str, str],
    *,
    written: str = "",
    as_number: int = 64512,
    parent: str | None = None,
    pools: Sequence[str] = (),
    places: Sequence[WorkloadPlace] = (),
    pinned: Sequence[str] = (),
    blocks: dict[str, str] | None = None,
) -> DesignedCluster:
    """`nodes`: addresses by name, `10.0.0.1/24 fd00::1/64`; `pinned`: workloads that ask for their address."""
    given = documents(written) if written else []
    made = documents(_made(given, nodes, as_number, pools, places, pinned), "made.yml")
    problems = Problems()
    resources = read_resources([*given, *made], problems)
    assert [str(problem) for problem in problems if problem.severity == "error"] == []
    known = {node: (parse_prefix(block),) for node, block in (blocks or {}).items()}
    workloads = tuple(
        Workload(name=each.name, node=each.host, labels=each.labels, addresses=each.addresses) for each in places
    )
    calico = derive_nodes(resources, problems, ClusterFacts(workloads=workloads, blocks=known))
    cluster = Cluster(
        name=name,
        parent=parent,
        as_number=as_number,
        nodes=tuple(nodes),
        machines=tuple(each.name.name for each in places if each.kind == "machine"),
        pods=tuple(each.name.name for each in places if each.kind == "pod"),
        pools=tuple(pool.cidr for pool in resources.ip_pools.values()),
    )
    return DesignedCluster(
        cluster=cluster,
        resources=resources,
        nodes=tuple(calico),
        workloads={each.name.name: each for each in places},
        blocks=known,
        documents=tuple(given),
    )


def _made(
    given: Sequence[Document],
    nodes: dict[str, str],
    as_number: int,
    pools: Sequence[str],
    places: Sequence[WorkloadPlace],
    pinned: Sequence[str],
) -> str:
    """What a topology makes beside what was given, as text."""
    known = {(document.kind, document.tree["metadata"]["name"]) for document in given}
    found = []
    for node, addresses in nodes.items():
        bgp = {f"ipv{6 if ':' in each else 4}Address": each for each in addresses.split()}
        found.append(("projectcalico.org/v3", "Node", {"name": node}, {"bgp": bgp}))
    for index, pool in enumerate(pools):
        found.append(("projectcalico.org/v3", "IPPool", {"name": f"pool-{index}"}, {"cidr": pool}))
    found.append(("projectcalico.org/v3", "BGPConfiguration", {"name": "default"}, {"asNumber": as_number}))
    for each in places:
        annotations = {}
        if each.name.name in pinned:
            annotations["cni.projectcalico.org/ipAddrs"] = json.dumps([str(address) for address in each.addresses])
        metadata = {"name": each.name.name, "namespace": each.name.namespace, "labels": dict(each.labels)}
        if each.kind == "pod":
            ips = [{"ip": str(address)} for address in each.addresses]
            body = {"spec": {"nodeName": each.host}, "status": {"podIPs": ips}}
            found.append(("v1", "Pod", {**metadata, "annotations": annotations}, body))
        else:
            template = {"metadata": {"labels": dict(each.labels), "annotations": annotations}}
            spec = {"template": {**template, "spec": {"domain": {}}}}
            found.append(("kubevirt.io/v1", "VirtualMachine", metadata, spec))
    return "---\n".join(_document(*each) for each in found if (each[1], each[2]["name"]) not in known)


def _document(version: str, kind: str, metadata: dict[str, object], body: dict[str, object]) -> str:
    whole = body if kind == "Pod" else {"spec": body}
    return json.dumps({"apiVersion": version, "kind": kind, "metadata": metadata, **whole}) + "\n"
