"""Resources of users come out as they went in, whatever they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from netwright.cluster.manifests.written import read_written
from netwright.cluster.resources import read_resources
from netwright.errors import Problems
from netwright.render.documents import yaml_text

from . import schemas
from .designs import documents

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "cluster"
CASES = sorted(path.parent.name for path in GOLDEN.glob("*/resources.yml"))
DUMP = """
apiVersion: crd.projectcalico.org/v1
kind: BGPPeerList
metadata: { resourceVersion: "9" }
items:
- metadata:
    name: tor
    uid: 77
    creationTimestamp: "2026-01-01T00:00:00Z"
    generation: 3
    managedFields: [ { manager: kubectl } ]
    annotations: { kubectl.kubernetes.io/last-applied-configuration: "{}" }
    labels: { a: "on" }
  spec: { peerIP: 192.0.2.1, asNumber: 65000, unknownToUs: { kept: [ 1, "01", true, null ] } }
  status: { some: thing }
"""


def test_enough_cases() -> None:
    assert len(CASES) >= 12


@pytest.mark.parametrize("case", CASES)
def test_nothing_is_lost(case: str) -> None:
    given = documents((GOLDEN / case / "resources.yml").read_text(encoding="utf-8"))
    written = read_written(given)
    again = documents("---\n".join(map(yaml_text, written.trees.values())))
    before, after = (read_resources(each, Problems()) for each in (given, again))
    for field in before.__struct_fields__:
        if field not in ("block_affinities", "pods", "services"):
            assert getattr(after, field) == getattr(before, field), field
    services = [{key: replace(s, load_balancer_ips=()) for key, s in each.services.items()} for each in (before, after)]
    assert services[0] == services[1]  # what their status says is the load balancer's
    assert len(written.trees) + len(written.left_out) == len(given)
    valid = [tree for tree in written.trees.values() if tree["kind"] not in ("Node", "Pod")]
    assert [refused for tree in valid if (refused := schemas.check(tree))] == []


def test_bookkeeping_is_taken_away_and_nothing_else() -> None:
    (tree,) = read_written(documents(DUMP)).trees.values()
    assert tree == {
        "apiVersion": "projectcalico.org/v3",
        "kind": "BGPPeer",
        "metadata": {"name": "tor", "labels": {"a": "on"}},
        "spec": {"peerIP": "192.0.2.1", "asNumber": 65000, "unknownToUs": {"kept": [1, "01", True, None]}},
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{ apiVersion: projectcalico.org/v3, kind: BlockAffinity, metadata: { name: b } }", "Calico keeps it itself"),
        ("{ apiVersion: crd.projectcalico.org/v1, kind: IPAMBlock, metadata: { name: b } }", "Calico keeps it itself"),
        ("{ apiVersion: v1, kind: Event, metadata: { name: e } }", "it is a record, not a resource to apply"),
        (
            "{ apiVersion: v1, kind: Pod, metadata: { name: p, labels: { kubevirt.io: virt-launcher } } }",
            "KubeVirt makes it of its machine",
        ),
        (
            "{ apiVersion: v1, kind: Pod, metadata: { name: p, ownerReferences: [ { kind: DaemonSet } ] } }",
            "the DaemonSet that owns it makes it",
        ),
    ],
)
def test_left_out(text: str, why: str) -> None:
    written = read_written(documents(text))
    assert not written.trees
    assert [each.why for each in written.left_out] == [why]


@pytest.mark.parametrize(
    "metadata",
    ["", "5", "[ a ]", "{ name: 5, namespace: [ 1 ] }", "{ labels: x, annotations: y, ownerReferences: z }", "{}"],
)
def test_what_nobody_has_read_may_be_anything(metadata: str) -> None:
    text = f"apiVersion: example.net/v1\nkind: Pod\nmetadata: {metadata}\nspec: 7\n"
    ((identity, tree),) = read_written(documents(text)).trees.items()
    assert (identity.version, identity.kind, tree["spec"]) == ("example.net/v1", "Pod", 7)
    assert yaml_text(tree)
