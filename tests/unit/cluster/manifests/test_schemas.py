"""Every document of every design is what API servers take."""

from __future__ import annotations

from typing import Any

import pytest

from netwright.cluster.designed import DesignedCluster
from netwright.cluster.manifests import make_manifests
from netwright.cluster.resources import read_resources
from netwright.errors import Problems

from . import samples, schemas
from .designs import documents

KINDS = {
    *("Namespace", "Secret", "Role", "RoleBinding", "Node", "Service", "EndpointSlice", "Pod", "ConfigMap"),
    *("IPPool", "BGPFilter", "BGPPeer", "BGPConfiguration", "FelixConfiguration", "VirtualMachine"),
}


def trees(clusters: list[DesignedCluster]) -> dict[str, list[dict[str, Any]]]:
    """Documents by file."""
    texts = {path: text for path, text in make_manifests(clusters).texts.items() if path.endswith(".yaml")}
    return {path: [document.tree for document in documents(text, path)] for path, text in texts.items()}


@pytest.mark.parametrize("name", samples.DESIGNS)
def test_every_document_is_valid(name: str) -> None:
    found = [tree for each in trees(samples.DESIGNS[name]()).values() for tree in each]
    assert len(found) >= 5
    assert {tree["metadata"]["name"]: refused for tree in found if (refused := schemas.check(tree))} == {}


@pytest.mark.parametrize("name", samples.DESIGNS)
def test_what_is_applied_reads_without_a_mistake(name: str) -> None:
    """Our own models, which know more than schemas, and references between resources."""
    clusters = samples.DESIGNS[name]()
    texts = make_manifests(clusters).texts
    for site in clusters:
        problems = Problems()
        own = [text for path, text in texts.items() if path.startswith(f"{site.cluster.name}/")]
        read_resources(documents("---\n".join(own)), problems)
        assert [str(problem) for problem in problems if problem.severity == "error"] == []


def test_the_samples_have_every_kind() -> None:
    designs = [trees(make()) for make in samples.DESIGNS.values()]
    assert {tree["kind"] for each in designs for file in each.values() for tree in file} == KINDS


def test_the_schemas_refuse() -> None:
    """What is checked here is checked."""
    assert schemas.check({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}})
    if schemas.CALICO.is_dir():
        spec = {"peerIP": "192.0.2.1", "peerSelector": "all()"}
        metadata = {"name": "p"}
        assert schemas.check(
            {"apiVersion": "projectcalico.org/v3", "kind": "BGPPeer", "metadata": metadata, "spec": spec}
        )
    if schemas.KUBEVIRT.is_file():
        spec = {"template": {"spec": {"domain": {"devices": {}}, "hostName": "typo"}}}
        assert schemas.check({"apiVersion": "kubevirt.io/v1", "kind": "VirtualMachine", "metadata": {}, "spec": spec})
