"""Which file a resource goes into, and so in which order resources are applied.

Owns: the table. Must not: make resources.
Filters come before the sessions that name them, since a session without its filter lets everything through. Sessions
come before BGPConfiguration, since a mesh that ends before other sessions are there takes routes with it. What nobody
here looks at comes before machines and pods, which may need it (a pod whose ServiceAccount is missing is refused).
"""

from __future__ import annotations

from typing import NamedTuple

CALICO, KUBEVIRT, DISCOVERY = "projectcalico.org/v3", "kubevirt.io/v1", "discovery.k8s.io/v1"
RBAC = "rbac.authorization.k8s.io/v1"


class Step(NamedTuple):
    """A file of a cluster's directory."""

    name: str
    kinds: tuple[tuple[str, str], ...]
    """`apiVersion` and kind."""
    meaning: str
    private: bool = False
    """Nobody but its owner may read it."""


STEPS: tuple[Step, ...] = (
    Step("10-namespaces", (("v1", "Namespace"),), "namespaces and their labels"),
    Step("15-secrets", (("v1", "Secret"),), "passwords; only you may read the file", True),
    Step("20-access", ((RBAC, "Role"), (RBAC, "RoleBinding")), "Calico may read the passwords of its sessions"),
    Step("25-nodes", (("v1", "Node"),), "labels of nodes and Calico's annotations"),
    Step("30-ippools", ((CALICO, "IPPool"),), "addresses of workloads"),
    Step("40-bgpfilters", ((CALICO, "BGPFilter"),), "what sessions let through"),
    Step("50-bgppeers", ((CALICO, "BGPPeer"),), "sessions"),
    Step("60-bgpconfiguration", ((CALICO, "BGPConfiguration"),), "AS, mesh, virtual addresses, service ranges"),
    Step("70-services", (("v1", "Service"), (DISCOVERY, "EndpointSlice")), "services"),
    Step("80-virtualmachines", ((KUBEVIRT, "VirtualMachine"),), "machines"),
    Step("85-pods", (("v1", "Pod"),), "pods that answer"),
)
OTHER_CALICO = Step("65-calico", (), "other resources of Calico that you gave")
OTHERS = Step("75-others", (), "other resources that you gave")
_BY_KIND = {kind: step for step in STEPS for kind in step.kinds}
ALL_STEPS = tuple(sorted((*STEPS, OTHER_CALICO, OTHERS)))


def step_of(version: str, kind: str) -> Step:
    """The file of a resource."""
    others = OTHER_CALICO if version.partition("/")[0].endswith("projectcalico.org") else OTHERS
    return _BY_KIND.get((version, kind), others)
