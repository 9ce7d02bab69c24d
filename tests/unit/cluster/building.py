"""Resources of small clusters for tests, from text as users write it."""

from __future__ import annotations

from collections.abc import Iterable

from netwright.addr import parse_address, parse_prefix
from netwright.cluster.peering import CalicoNode, ClusterFacts, Peer, Workload, derive_nodes
from netwright.cluster.resources import NamespacedName, Resources, read_documents, read_resources
from netwright.errors import Problems

DOCUMENT = "apiVersion: projectcalico.org/v3\nkind: {kind}\nmetadata: {{name: {name}{more}}}\nspec: {spec}\n"


def document(kind: str, name: str, spec: str, *, labels: str = "") -> str:
    """One resource of Calico's; `spec` and `labels` as flow mappings."""
    return DOCUMENT.format(kind=kind, name=name, spec=spec, more=f", labels: {labels}" if labels else "")


def node(number: int, *, labels: str = "", bgp: str = "", ipv6: bool = False) -> str:
    """Node `nNUMBER` with 10.0.0.NUMBER, and fd00::NUMBER."""
    six = f", ipv6Address: 'fd00::{number}/64'" if ipv6 else ""
    more = f", {bgp}" if bgp else ""
    return document("Node", f"n{number}", f"{{bgp: {{ipv4Address: 10.0.0.{number}/24{six}{more}}}}}", labels=labels)


def peer(name: str, spec: str) -> str:
    return document("BGPPeer", name, f"{{{spec}}}")


def configuration(spec: str, name: str = "default") -> str:
    return document("BGPConfiguration", name, f"{{{spec}}}")


NO_MESH = configuration("nodeToNodeMeshEnabled: false")


def read(*documents: str) -> Resources:
    """Resources that have no mistakes."""
    problems = Problems()
    resources = read_resources(read_documents("---\n".join(documents), "cluster.yml", problems), problems)
    assert [str(p) for p in problems] == []
    return resources


def workload(name: str, on: int, address: str, *more: str, labels: dict[str, str] | None = None) -> Workload:
    """`NAMESPACE/NAME` on node `nON`."""
    namespace, _, own = name.rpartition("/")
    addresses = tuple(map(parse_address, (address, *more)))
    return Workload(
        name=NamespacedName(namespace or "default", own), node=f"n{on}", labels=labels or {}, addresses=addresses
    )


def derive(
    *documents: str, workloads: Iterable[Workload] = (), blocks: dict[str, str] | None = None
) -> dict[str, CalicoNode]:
    """Nodes by name; there are no problems."""
    nodes, problems = derive_all(*documents, workloads=workloads, blocks=blocks)
    assert problems == []
    return nodes


def derive_all(
    *documents: str, workloads: Iterable[Workload] = (), blocks: dict[str, str] | None = None
) -> tuple[dict[str, CalicoNode], list[str]]:
    """Nodes by name, and problems as text."""
    problems = Problems()
    given = {name: (parse_prefix(block),) for name, block in (blocks or {}).items()}
    facts = ClusterFacts(workloads=tuple(workloads), blocks=given)
    nodes = derive_nodes(read(*documents), problems, facts)
    return {n.name: n for n in nodes}, [str(p) for p in problems]


def peers(node: CalicoNode) -> dict[str, Peer]:
    found = {p.name: p for p in node.peers}
    assert list(found) == sorted(found)
    return found
