"""Every document of every design is what API servers take."""

from __future__ import annotations

import pytest

from netwright.cluster.resources import read_resources
from netwright.errors import Problems

from . import schemas
from .designs import DESIGNS, clusters, documents, manifests, trees

KINDS = {
    *("Namespace", "Secret", "Role", "RoleBinding", "Node", "Service", "EndpointSlice", "Pod", "ConfigMap"),
    *("IPPool", "BGPFilter", "BGPPeer", "BGPConfiguration", "FelixConfiguration", "VirtualMachine"),
}


@pytest.mark.parametrize("name", DESIGNS)
def test_every_document_is_valid(name: str) -> None:
    found = [tree for each in trees(manifests(name)).values() for tree in each]
    assert len(found) >= 5
    assert {tree["metadata"]["name"]: refused for tree in found if (refused := schemas.check(tree))} == {}


@pytest.mark.parametrize("name", DESIGNS)
def test_what_is_applied_reads_without_a_mistake(name: str) -> None:
    """By our own models, which know more than schemas, and say the same as the design."""
    texts = manifests(name).texts
    for site in clusters(name):
        problems = Problems()
        own = [text for path, text in texts.items() if path.startswith(f"{site.name}/")]
        resources = read_resources(documents("---\n".join(own)), problems)
        assert [str(problem) for problem in problems if problem.severity == "error"] == []
        for kind in ("bgp_configurations", "bgp_peers", "bgp_filters", "secrets"):
            assert getattr(resources, kind) == getattr(site.resources, kind)
        pools = {pool.cidr: pool.block_size for pool in site.resources.ip_pools.values()}
        assert {pool.cidr: pool.block_size for pool in resources.ip_pools.values()} == pools
        assert set(resources.virtual_machines) == set(site.resources.virtual_machines)


def test_the_designs_have_every_kind() -> None:
    assert {tree["kind"] for name in DESIGNS for each in trees(manifests(name)).values() for tree in each} == KINDS


def test_the_schemas_refuse() -> None:
    """What is checked here is checked."""
    assert schemas.check({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p"}, "spec": {}})
    if schemas.CALICO.is_dir():
        spec = {"peerIP": "192.0.2.1", "peerSelector": "all()"}
        head = {"apiVersion": "projectcalico.org/v3", "kind": "BGPPeer", "metadata": {"name": "p"}}
        assert schemas.check(head | {"spec": spec})
    if schemas.KUBEVIRT.is_file():
        typo = {"template": {"spec": {"domain": {"devices": {}}, "hostName": "typo"}}}
        assert schemas.check({"apiVersion": "kubevirt.io/v1", "kind": "VirtualMachine", "metadata": {}, "spec": typo})
