"""Pods of the topology -> Pods that answer like those of the lab.

Owns: what stands in for an application. Must not: change a pod that a user wrote, but for containers it lacks.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...model.cluster import ServiceProtocol, WorkloadPlace
from ...model.kubernetes import Metadata
from ..design.placing import HOSTNAME_LABEL
from ..designed import DesignedCluster
from .made import head
from .model import Tree
from .settings import POD_IMAGE

_SERVES: dict[ServiceProtocol, list[str]] = {"TCP": [], "UDP": ["--http=false", "--udp"]}
"""HTTP over TCP, and plain text over UDP."""
IDLE: Tree = {"name": "pause", "image": POD_IMAGE, "args": ["pause"]}
"""Waits."""


def made_pod(site: DesignedCluster, lab_name: str) -> Tree:
    """A pod of the topology: on its node, with its labels, serving its ports."""
    place = site.workloads[lab_name]
    known = site.resources.pods.get(place.name)
    metadata = Metadata(
        name=place.name.name,
        namespace=place.name.namespace,
        labels={**(known.labels if known is not None else {}), **place.labels},
        annotations=known.metadata.annotations if known is not None else {},
    )
    spec: Tree = {"nodeSelector": {HOSTNAME_LABEL: place.host}, "terminationGracePeriodSeconds": 0}
    account = known.service_account_name if known is not None else "default"
    if account != "default":
        spec["serviceAccountName"] = account
    return head("v1", "Pod", metadata) | {"spec": spec | {"containers": list(containers(place))}}


def pod_labels(site: DesignedCluster, lab_name: str) -> Tree:
    """What a topology adds to a pod that a user wrote: labels, annotations and, without any, containers."""
    made = made_pod(site, lab_name)
    metadata = {key: made["metadata"][key] for key in ("labels", "annotations") if key in made["metadata"]}
    return {"metadata": metadata, "spec": {"containers": made["spec"]["containers"]}}


def containers(place: WorkloadPlace) -> Iterator[Tree]:
    """One for every port; one that waits when there is none."""
    if not place.ports:
        yield IDLE
    for protocol, port in place.ports:
        yield {
            "name": f"{protocol.lower()}-{port}",
            "image": POD_IMAGE,
            "args": ["serve-hostname", *_SERVES[protocol], f"--port={port}"],
            "ports": [{"containerPort": port, "protocol": protocol}],
        }
