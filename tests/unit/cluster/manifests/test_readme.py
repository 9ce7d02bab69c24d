"""The README names what the design has: nodes, machines, addresses, files, in the order of work."""

from __future__ import annotations

import re

import pytest

from .designs import DESIGNS, clusters, manifests


def readme(name: str) -> str:
    return manifests(name).texts["README.md"]


def commands(text: str) -> list[str]:
    return [line for block in re.findall(r"```\n(.*?)```", text, re.S) for line in block.splitlines()]


@pytest.mark.parametrize("name", DESIGNS)
def test_every_file_is_named_once_and_applied(name: str) -> None:
    text = readme(name)
    for file in manifests(name).files[1:]:
        assert text.count(f"| `{file.path}` |") == 1
    for site in clusters(name):
        assert f"kubectl --kubeconfig {site.name}.kubeconfig apply -f {site.name}/" in commands(text)


@pytest.mark.parametrize("name", DESIGNS)
def test_layout(name: str) -> None:
    text = readme(name)
    assert "\n\n\n" not in text
    assert text.endswith(".\n")
    assert text.count("```") % 2 == 0
    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert all(line.endswith("|") and "||" not in line for line in rows)
    parts = re.findall(r"^## (.*)$", text, re.M)
    assert parts[0] == "Before you start"
    assert parts[1 : len(clusters(name)) + 1] == [
        f"{position}. {part.partition('. ')[2]}" for position, part in enumerate(parts[1:-1], 1) if part[0].isdigit()
    ]
    assert parts[-1] == "What is not here"


def test_steps_of_a_nested_cluster() -> None:
    found = commands(readme("nested"))
    order = [
        "kubectl --kubeconfig parent.kubeconfig get node w1 w2",
        "kubectl --kubeconfig parent.kubeconfig apply -f parent/",
        "kubectl --kubeconfig parent.kubeconfig wait --for=condition=Ready vm/red-2 -n default --timeout=20m",
        "virtctl --kubeconfig parent.kubeconfig ssh -n default ubuntu@vmi/red-1 -c 'sudo cloud-init status --wait'",
        "virtctl --kubeconfig parent.kubeconfig port-forward -n default vmi/red-1 6444:6443",
        "DATASTORE_TYPE=kubernetes KUBECONFIG=red.kubeconfig calicoctl apply -f red/30-ippools.yaml",
        "kubectl --kubeconfig red.kubeconfig apply -f red/",
        "on_node red red-1 'birdcl -s /var/run/calico/bird.ctl show protocols'",
        "on_node parent w1 'ip route show proto bird; ip -6 route show proto bird'",
    ]
    assert [line for line in found if line in order] == order
    assert any(
        line.startswith("kubectl --kubeconfig red.kubeconfig exec web-1 -n shop -- ping -c 3 ") for line in found
    )


def test_what_is_to_be_seen() -> None:
    text = readme("nested")
    for row in (
        "| w2 | red-2 | 10.77.0.65 | 65500 |",
        "| red-1 | the node it runs on | 169.254.7.1 | 64512 |",
        "| w1 | 10.88.0.0/26 | 10.77.0.1 | red-1 |",
        "| shop/web | 10.89.0.9 | 80/TCP | Cluster |",
        "| 172.30.1.1 | 63100 | parent | w2 | 172.30.1.12 | 64512 | yes |",
    ):
        assert row in text
    assert "- BlockAffinity one of red: Calico keeps it itself." in text
    assert "do-not-show-me" not in text


def test_addresses_that_the_cluster_chooses() -> None:
    services = readme("services")
    assert "| shop/shop | 10.96.0.1 (lab), 198.51.100.7, 203.0.113.9 (lab) | 80/TCP | Local |" in services
    assert "| shop/outside | 10.91.0.5 | 5432/TCP | Cluster |" in services
    deep = readme("deep")
    assert "The design leaves these machines' addresses to Calico: deep-2." in deep
    assert "kubeadm join 10.88.0.1:6443 --node-name deep-2" in deep


def test_machines_in_machines() -> None:
    text = readme("deep")
    assert "KubeVirt and CDI have to be installed in mid as well" in text
    found = commands(text)
    assert "kubectl --kubeconfig ground.kubeconfig apply -f ground/10-namespaces.yaml" in found
    assert "virtctl --kubeconfig mid.kubeconfig port-forward -n default vmi/deep-1 6445:6443" in found
    assert "kubectl --kubeconfig deep.kubeconfig taint node deep-1 node-role.kubernetes.io/control-plane-" in found


def test_clusters_without_machines_need_no_kubevirt() -> None:
    text = readme("reflectors")
    assert "virtctl" not in text
    assert "KubeVirt" not in text
    assert "Routers outside" not in text
