"""Files, directories, streams, lists, JSON and dumps become the same documents."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from netwright.cluster.resources import read_documents, read_paths, read_resources, unpack
from netwright.errors import Problems, Span
from netwright.model import Map, Seq
from netwright.source import DiskFiles, MemoryFiles

from ..reading import calico, codes, good

PEER = "{ peerIP: 192.0.2.1, asNumber: 63000 }"
DUMP = """apiVersion: v1
kind: List
metadata: { resourceVersion: "" }
items:
- apiVersion: crd.projectcalico.org/v1
  kind: IPPool
  metadata:
    annotations: { projectcalico.org/metadata: '{"creationTimestamp":null}' }
    creationTimestamp: "2026-01-02T03:04:05Z"
    generation: 2
    managedFields: [ { manager: operator, fieldsV1: { "f:spec": { "f:cidr": {} } } } ]
    name: default-ipv4-ippool
    resourceVersion: "1234"
    uid: 0b5f8b0e-0c9d-4a4e-8c3a-52f7d9f5f9d1
  spec: { allowedUses: [ Workload, Tunnel ], blockSize: 26, cidr: 10.244.0.0/16, ipipMode: Never, nodeSelector: all() }
  status: { conditions: [ { type: Allocatable, status: "True" } ] }
- apiVersion: crd.projectcalico.org/v1
  kind: BlockAffinity
  metadata: { name: worker-1-10-244-0-0-26 }
  spec: { cidr: 10.244.0.0/26, deleted: "false", node: worker-1, state: confirmed }
- apiVersion: v1
  kind: Node
  metadata: { name: worker-1, labels: { kubernetes.io/hostname: worker-1, node-role.kubernetes.io/worker: "" } }
  spec: { podCIDR: 10.244.0.0/24, podCIDRs: [ 10.244.0.0/24 ], providerID: kind://worker-1 }
  status:
    addresses: [ { address: 10.0.0.11, type: InternalIP }, { address: worker-1, type: Hostname } ]
    capacity: { cpu: "2" }
- apiVersion: apps/v1
  kind: Deployment
  metadata: { name: web }
"""


def names(text: str) -> list[str]:
    problems = Problems()
    found = [document.tree["metadata"]["name"] for document in read_documents(text, "r.yml", problems)]
    assert not problems.errors
    return found


def test_a_stream_has_a_resource_per_document() -> None:
    text = "---\n" + "---\n".join([calico("BGPPeer", PEER, "a"), "# nothing here\n", calico("BGPPeer", PEER, "b")])
    assert names(text) == ["a", "b"]


def test_lists_are_taken_apart_and_lend_their_kind() -> None:
    item = "- metadata: { name: %s }\n  spec: { peerIP: 192.0.2.1, asNumber: 1 }\n"
    text = "apiVersion: projectcalico.org/v3\nkind: BGPPeerList\nitems:\n" + item % "a" + item % "b"
    assert list(good(text).bgp_peers) == ["a", "b"]


def test_json_is_read_with_places() -> None:
    resource = {"apiVersion": "projectcalico.org/v3", "kind": "BGPPeer", "metadata": {"name": "a"}}
    text = json.dumps({**resource, "spec": {"peerIP": "192.0.2.1", "asNumber": 63000}}, indent="\t")
    peer = good(text).bgp_peers["a"]
    assert peer.places.at("spec.asNumber") == Span("r.yml", 9, 15)


def test_a_dump_is_read_without_its_bookkeeping() -> None:
    problems = Problems()
    resources = read_resources(read_documents(DUMP, "r.yml", problems), problems)
    assert [problem.code for problem in problems] == ["ignored-kind"]
    assert problems.errors == ()
    assert resources.ip_pools["default-ipv4-ippool"].block_size == 26
    assert resources.block_affinities["worker-1-10-244-0-0-26"].deleted is False
    assert str(resources.kubernetes_nodes["worker-1"].pod_cidrs[0]) == "10.244.0.0/24"


def test_directories_are_read_in_order_of_names_and_not_below() -> None:
    files = {
        "/r/b.yaml": calico("BGPPeer", PEER, "b"),
        "/r/a.json": calico("BGPPeer", PEER, "a"),
        "/r/notes.txt": "?",
        "/r/child/c.yaml": calico("BGPPeer", PEER, "c"),
    }
    problems = Problems()
    found = read_paths(["/r", "/r/child/c.yaml"], MemoryFiles(files), problems)
    assert [document.tree["metadata"]["name"] for document in found] == ["a", "b", "c"]
    assert list(problems) == []


def test_the_disk_is_read_the_same(tmp_path: Path) -> None:
    (tmp_path / "peers.yml").write_text(calico("BGPPeer", PEER))
    (tmp_path / "below").mkdir()
    problems = Problems()
    found = read_paths([str(tmp_path)], DiskFiles(), problems)
    assert [document.tree.span.file for document in found] == [os.path.join(tmp_path, "peers.yml")]


@pytest.mark.parametrize(
    ("paths", "code"), [(["/none.yml"], "missing-file"), (["/empty"], "no-resources"), (["/bin.yml"], "not-utf8")]
)
def test_what_cannot_be_read_is_a_problem(paths: list[str], code: str) -> None:
    class Files(MemoryFiles):
        def read(self, path: str, limit: int) -> bytes | None:
            return b"\xff" if path == "/bin.yml" else super().read(path, limit)

    problems = Problems()
    assert read_paths(paths, Files({"/empty/readme.md": ""}), problems, Span("lab.yml", 3, 5)) == []
    assert [problem.code for problem in problems] == [code]


def test_a_directory_that_cannot_be_listed_is_a_problem() -> None:
    class Files(MemoryFiles):
        def names(self, path: str) -> list[str] | None:
            raise PermissionError(13, "Permission denied")

    problems = Problems()
    assert read_paths(["/r"], Files({}), problems) == []
    assert [problem.code for problem in problems] == ["unreadable-directory"]


def test_resources_within_a_topology() -> None:
    tree = Map(span=Span("lab.yml", 7, 3))
    for key, value in (("apiVersion", "v1"), ("kind", "Namespace"), ("metadata", Map({"name": "red"}))):
        tree.put(key, value, Span("lab.yml", 7, 3))
    problems = Problems()
    resources = read_resources(unpack(Seq([tree]), Span("lab.yml", 6, 1), problems), problems)
    assert list(resources.namespaces) == ["red"]
    assert list(problems) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- 1", "wrong-type"),
        ("text", "wrong-type"),
        ("kind: BGPPeer", "missing-field"),
        ("apiVersion: v1", "missing-field"),
        ("apiVersion: 1\nkind: Node", "wrong-type"),
        ("apiVersion: v1\nkind: List\nitems: 3", "wrong-type"),
        ("apiVersion: v1\nkind: List\nitems: [ 3 ]", "wrong-type"),
        ("a: [", "yaml-syntax"),
        ("a: 1\na: 2\napiVersion: v1\nkind: Namespace\nmetadata: { name: x }", "duplicate-key"),
    ],
)
def test_what_is_no_resource_is_one_problem(text: str, code: str) -> None:
    assert codes(text)[0] == code


def test_documents_before_a_mistake_are_kept() -> None:
    problems = Problems()
    found = read_documents(calico("BGPPeer", PEER) + "---\na: [\n", "r.yml", problems)
    assert len(found) == 1
    assert [problem.code for problem in problems] == ["yaml-syntax"]


def test_the_same_mistake_twice_at_one_place_is_one_problem() -> None:
    pool = "{ apiVersion: projectcalico.org/v3, kind: IPPool, metadata: { name: x }, spec: { blockSize: 26 } }"
    assert codes(f"apiVersion: v1\nkind: List\nitems: [ &pool {pool}, *pool ]") == ["missing-field"]
