"""What manifests say: what users wrote, what topologies make, in which order."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from netwright.addr import parse_address, parse_prefix
from netwright.cluster.manifests import make_manifests
from netwright.cluster.manifests.cloud_init import LONGEST, network_data, node_data
from netwright.cluster.manifests.commands import INIT, join_command
from netwright.cluster.manifests.kubeadm import init_file
from netwright.cluster.manifests.order import ALL_STEPS
from netwright.workbench.loading import load_clusters

from .designs import DESIGNS, NESTED, clusters, find, manifests, names, trees


def volumes(machine: dict[str, Any]) -> dict[str, Any]:
    return {volume["name"]: volume for volume in machine["spec"]["template"]["spec"]["volumes"]}


def cloud_init(machine: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = volumes(machine)["cloudinit"]["cloudInitNoCloud"]
    return found


@pytest.mark.parametrize("name", DESIGNS)
def test_directories_are_parents_first_and_files_in_order(name: str) -> None:
    paths = [file.path for file in manifests(name).files]
    assert paths[0] == "README.md"
    order = [path.partition("/")[0] for path in paths[1:]]
    parents = {site.name: site.cluster.parent for site in clusters(name)}
    found = [*dict.fromkeys(order)]
    assert set(found) == set(parents)
    assert all(parents[each] is None or found.index(parents[each]) < found.index(each) for each in found)
    for cluster in found:
        own = [path for path in paths if path.startswith(f"{cluster}/")]
        assert own == sorted(own)  # what kubectl does with a directory


def test_what_depends_on_something_comes_after_it() -> None:
    order = [step.name.partition("-")[2] for step in ALL_STEPS]
    before = {
        "secrets": "namespaces",
        "bgppeers": "bgpfilters",
        "bgpconfiguration": "bgppeers",
        "services": "namespaces",
        "virtualmachines": "ippools",
        "pods": "ippools",
    }
    assert all(order.index(first) < order.index(then) for then, first in before.items())


def test_secrets_are_in_files_of_their_own() -> None:
    made = manifests("nested")
    holding = [file for file in made.files if "do-not-show-me" in file.content]
    assert [(file.path, file.mode) for file in holding] == [("parent/15-secrets.yaml", 0o600)]
    assert {file.mode for file in made.files if file not in holding} == {0o644}
    assert "do-not-show-me" not in repr(made)


def test_calico_may_read_the_passwords_it_needs_and_no_others() -> None:
    found = trees(manifests("nested"))
    role = find(found, "parent", "Role", "calico-bgp-passwords")
    assert role["metadata"]["namespace"] == "kube-system"
    assert role["rules"][0]["resourceNames"] == ["bgp"]
    binding = find(found, "parent", "RoleBinding", "calico-bgp-passwords")
    assert binding["subjects"] == [{"kind": "ServiceAccount", "name": "calico-node", "namespace": "kube-system"}]
    assert "red/20-access.yaml" not in found


def test_what_a_user_wrote_stays_without_the_servers_bookkeeping() -> None:
    found = trees(manifests("nested"))
    secret = find(found, "parent", "Secret", "bgp")
    assert secret == {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "bgp", "namespace": "kube-system"},
        "stringData": {"rack": "do-not-show-me", "number": "0123"},
    }
    assert "status" not in find(found, "red", "Service", "web")
    assert find(found, "red", "ConfigMap", "shop")["data"] == {"on": "yes"}
    felix = trees(manifests("reflectors"))["racks/65-calico.yaml"]
    assert felix[0]["spec"] == {"ipv4NormalRoutePriority": 1024, "ipv4ElevatedRoutePriority": 512}


def test_shorthands_complete_what_a_user_wrote() -> None:
    found = trees(manifests("reflectors"))
    configuration = find(found, "racks", "BGPConfiguration", "default")
    assert configuration["apiVersion"] == "projectcalico.org/v3"
    assert configuration["spec"]["asNumber"] == 64600
    assert configuration["spec"]["communities"] == [{"name": "rack", "value": "64600:7"}]
    assert find(found, "racks", "IPPool", "pool-ipv4")["spec"] == {
        "cidr": "10.90.0.0/16",
        "blockSize": 26,
        "ipipMode": "Never",
        "vxlanMode": "Never",
    }


def test_nodes_become_annotations() -> None:
    found = trees(manifests("reflectors"))
    assert names(found["racks/25-nodes.yaml"]) == ["w1", "w2"]
    reflector = find(found, "racks", "Node", "w1")
    assert reflector["metadata"]["annotations"] == {
        "projectcalico.org/IPv4Address": "172.30.1.11/24",
        "projectcalico.org/ASNumber": "64600",
        "projectcalico.org/RouteReflectorClusterID": "244.0.0.1",
    }
    assert reflector["metadata"]["labels"] == {"route-reflector": "true"}
    own = find(found, "racks", "Node", "w2")
    assert own["metadata"] == {
        "name": "w2",
        "labels": {"rack": "left", "zone": "east"},
        "annotations": {"projectcalico.org/IPv4Address": "172.30.1.12/24"},
    }
    assert own["spec"] == {"podCIDR": "10.90.1.0/24"}


def test_machines_that_keep_their_address_tell_their_cluster() -> None:
    found = trees(manifests("nested"))
    node = find(found, "red", "Node", "red-1")
    assert node["metadata"]["annotations"] == {
        "projectcalico.org/IPv4Address": "10.77.0.1/32",
        "projectcalico.org/IPv6Address": "fd77:77::1/128",
    }


def test_machine_of_a_nested_cluster() -> None:
    machine = find(trees(manifests("nested")), "parent", "VirtualMachine", "red-2")
    template = machine["spec"]["template"]
    assert template["metadata"] == {
        "labels": {"color": "red"},
        "annotations": {"cni.projectcalico.org/ipAddrs": '["10.77.0.65", "fd77:77::41"]'},
    }
    spec = template["spec"]
    assert spec["nodeSelector"] == {"kubernetes.io/hostname": "w2"}
    assert spec["domain"]["devices"]["interfaces"] == [{"name": "default", "bridge": {}}]
    assert spec["networks"] == [{"name": "default", "pod": {}}]
    assert spec["domain"]["memory"] == {"guest": "4Gi"}
    assert volumes(machine)["root"] == {"name": "root", "dataVolume": {"name": "red-2-root"}}


def test_user_data_makes_a_node() -> None:
    found = trees(manifests("nested"))
    first, second = (cloud_init(find(found, "parent", "VirtualMachine", name)) for name in ("red-1", "red-2"))
    assert first["userData"].startswith("#cloud-config\n")
    data = yaml.safe_load(first["userData"])
    assert data["hostname"] == "red-1"
    assert "swapoff -a" in data["runcmd"]
    files = {file["path"]: file["content"] for file in data["write_files"]}
    assert files["/etc/default/kubelet"] == "KUBELET_EXTRA_ARGS=--node-ip=10.77.0.1,fd77:77::1\n"
    assert "net.ipv6.conf.all.forwarding=1" in files["/etc/sysctl.d/90-k8s.conf"]
    assert "br_netfilter" in files["/etc/modules-load.d/k8s.conf"]
    comments = [each["userData"].splitlines()[-1] for each in (first, second)]
    assert comments[0] == "# kubeadm init --config /etc/kubernetes/kubeadm.yaml"
    assert comments[1].startswith("# kubeadm join 10.77.0.1:6443 --node-name red-2 ")
    assert "kubeadm.yaml" not in second["userData"]
    node, whole = yaml.safe_load_all(files["/etc/kubernetes/kubeadm.yaml"])
    assert (node["kind"], node["localAPIEndpoint"]) == ("InitConfiguration", {"advertiseAddress": "10.77.0.1"})
    assert whole["networking"] == {
        "podSubnet": "10.88.0.0/16,fd88::/48",
        "serviceSubnet": "10.89.0.0/20,fd00:10:96::/112",
    }
    assert whole["controllerManager"]["extraArgs"] == [{"name": "allocate-node-cidrs", "value": "false"}]
    network = yaml.safe_load(first["networkData"])["ethernets"]["primary"]
    assert network["addresses"] == ["fd77:77::1/128"]
    assert network["routes"] == [{"to": "::/0", "via": "fe80::ecee:eeff:feee:eeee", "on-link": True}]


def test_user_data_is_short_enough() -> None:
    """KubeVirt refuses more: the longest names and addresses fit."""
    six = "2001:db8:aaaa:bbbb:cccc:dddd:eeee:"
    addresses = tuple(map(parse_address, ("198.51.100.200", f"{six}1111")))
    pools = [parse_prefix(text) for text in ("198.51.100.128/26", f"{six}2200/122")]
    init = init_file(addresses, pools, [parse_prefix(text) for text in ("198.51.100.192/26", f"{six}3300/122")])
    name = "n" * 63
    assert len(node_data(name, addresses, (4, 6), init, INIT).encode()) <= LONGEST
    assert len(node_data(name, addresses, (4, 6), "", join_command(name, str(addresses[1]))).encode()) <= LONGEST
    assert len(network_data(addresses).encode()) <= LONGEST


def test_machine_that_is_no_node() -> None:
    found = trees(manifests("nested"))
    machine = find(found, "parent", "VirtualMachine", "alone")
    assert cloud_init(machine) == {"userData": "#cloud-config\nhostname: alone\n"}
    assert "containerDisk" in volumes(machine)["root"]
    assert "dataVolumeTemplates" not in machine["spec"]
    assert names(found["parent/10-namespaces.yaml"]) == ["labs"]


def test_a_machine_that_a_user_wrote_stays() -> None:
    """The topology adds what selectors need, and the address it asks for."""
    machine = find(trees(manifests("deep")), "mid", "VirtualMachine", "deep-1")
    template = machine["spec"]["template"]
    assert template["metadata"] == {
        "labels": {"color": "mine", "depth": "2"},
        "annotations": {"cni.projectcalico.org/ipAddrs": '["10.88.0.1"]'},
    }
    assert machine["spec"]["running"] is True
    assert template["spec"]["domain"]["memory"] == {"guest": "16Gi"}
    assert set(template["spec"]) == {"domain", "networks", "volumes"}


def test_a_node_that_runs_machines_is_large_enough() -> None:
    machine = find(trees(manifests("deep")), "ground", "VirtualMachine", "mid-1")
    domain = machine["spec"]["template"]["spec"]["domain"]
    assert domain["cpu"] == {"cores": 2 + 8 + 2, "model": "host-passthrough"}
    assert domain["memory"] == {"guest": f"{4 + 16 + 4}Gi"}
    (disk,) = machine["spec"]["dataVolumeTemplates"]
    assert disk["spec"]["storage"]["resources"]["requests"] == {"storage": "60Gi"}


def test_pods_answer_where_the_design_says() -> None:
    found = trees(manifests("nested"))
    pod = find(found, "red", "Pod", "web-1")
    assert pod["spec"]["nodeSelector"] == {"kubernetes.io/hostname": "red-1"}
    served = [(each["ports"][0]["containerPort"], each["ports"][0]["protocol"]) for each in pod["spec"]["containers"]]
    assert served == [(80, "TCP"), (53, "UDP")]
    assert "annotations" not in pod["metadata"]
    pinned = find(found, "red", "Pod", "web-2")
    assert pinned["metadata"]["annotations"] == {"cni.projectcalico.org/ipAddrs": '["10.88.0.66", "fd88::41"]'}


def test_pods_that_a_user_wrote() -> None:
    """They keep their containers; controllers make their own; one without a container waits."""
    found = trees(manifests("services"))
    assert names(found["shops/85-pods.yaml"]) == ["bare", "own", "pending"]
    own = find(found, "shops", "Pod", "own")
    assert own["spec"] == {"containers": [{"name": "web", "image": "example.net/web:1"}], "nodeName": "w1"}
    assert own["metadata"]["labels"] == {"app": "shop", "tier": "front"}
    assert find(found, "shops", "Pod", "bare")["spec"]["containers"][0]["args"] == ["pause"]


def test_addresses_that_nobody_asked_for_are_left_to_calico() -> None:
    text = NESTED.read_text(encoding="utf-8")
    for name in ("parent.yml", "red.yml"):
        text = text.replace(f"resources: {name}", f"resources: {NESTED.with_name(name)}")
    free = text.replace(', ipv4: 10.77.0.1, ipv6: "fd77:77::1"', "")
    assert free != text
    found = trees(make_manifests(load_clusters("-", text=free).clusters))
    machine = find(found, "parent", "VirtualMachine", "red-1")
    assert "annotations" not in machine["spec"]["template"]["metadata"]
    assert "/etc/default/kubelet" not in cloud_init(machine)["userData"]
    assert "networkData" not in cloud_init(machine)
    assert names(found["red/25-nodes.yaml"]) == ["red-2"]
    other = cloud_init(find(found, "parent", "VirtualMachine", "red-2"))
    assert "kubeadm join ADDRESS-OF-RED-1:6443" in other["userData"]
