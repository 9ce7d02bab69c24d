"""What a machine does when it first starts: a node of a cluster is made ready for kubeadm.

Owns: user data and network data. Must not: know resources. KubeVirt takes up to `LONGEST` bytes of each inline.
Source: cloud-init's module reference and network configuration version 2; Kubernetes' documentation of container
runtimes and of installing kubeadm.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...addr import Address, Family
from ...render.documents import yaml_text
from .commands import INIT_FILE
from .settings import KUBERNETES

LONGEST = 2048
"""Bytes KubeVirt accepts; more have to be in a Secret."""
GATEWAYS: dict[Family, str] = {4: "169.254.1.1", 6: "fe80::ecee:eeff:feee:eeee"}
"""Next hops of workloads; the latter is made of Calico's MAC address ee:ee:ee:ee:ee:ee (RFC 4291 appendix A)."""
_HEADER = "#cloud-config\n"
_REPOSITORY = f"https://pkgs.k8s.io/core:/stable:/v{KUBERNETES}/deb/"
_KEY = "/etc/apt/keyrings/kubernetes.asc"
_MODULES = ("br_netfilter", "overlay")
_FORWARDING: dict[Family, str] = {4: "net.ipv4.ip_forward=1", 6: "net.ipv6.conf.all.forwarding=1"}
_RUN = (
    "swapoff -a",
    "sed -i '/\\sswap\\s/d' /etc/fstab",
    f"modprobe -a {' '.join(_MODULES)}",
    "sysctl --system",
    "mkdir -p /etc/containerd",
    "containerd config default | sed 's/SystemdCgroup = false/SystemdCgroup = true/' >/etc/containerd/config.toml",
    "systemctl restart containerd",
    f"curl -fsSLo {_KEY} {_REPOSITORY}Release.key",
    f"echo 'deb [signed-by={_KEY}] {_REPOSITORY} /' >/etc/apt/sources.list.d/kubernetes.list",
    "apt-get update",
    "apt-get install -y -o DPkg::Options::=--force-confold kubeadm kubectl kubelet",  # keeps what is written above
    "apt-mark hold kubeadm kubectl kubelet",
)


def host_data(name: str) -> str:
    """User data of a machine that is no node."""
    return _HEADER + yaml_text({"hostname": name})


def node_data(name: str, addresses: tuple[Address, ...], families: Iterable[Family], init: str, then: str) -> str:
    """User data of a node.

    `addresses`: its own, when they are sure. `init`: kubeadm's configuration, on the first node of a cluster.
    `then`: the command that makes it a node.
    """
    sysctls = [f"net.bridge.bridge-nf-call-{table}tables=1" for table in ("ip", "ip6")]
    sysctls += [_FORWARDING[family] for family in families]
    files = {"/etc/modules-load.d/k8s.conf": "\n".join(_MODULES), "/etc/sysctl.d/90-k8s.conf": "\n".join(sysctls)}
    if addresses:
        files["/etc/default/kubelet"] = f"KUBELET_EXTRA_ARGS=--node-ip={','.join(map(str, addresses))}"
    if init:
        files[INIT_FILE] = init.removesuffix("\n")
    data = {
        "hostname": name,
        "packages": ["containerd", "curl"],
        "write_files": [{"path": path, "content": f"{content}\n"} for path, content in files.items()],
        "runcmd": list(_RUN),
    }
    return f"{_HEADER}{yaml_text(data)}# then, as root:\n# {then}\n"


def network_data(addresses: Iterable[Address]) -> str:
    """IPv4 from KubeVirt, which passes on the pod's address, and fixed IPv6 addresses, which it does not pass on.

    `addresses`: what the machine asks for. Empty when there is nothing to say beside what machines do anyway.
    """
    families: dict[Family, list[Address]] = {4: [], 6: []}
    for address in addresses:
        families[address.family].append(address)
    six = families[6]
    if not six:
        return ""
    routes = [{"to": "::/0", "via": GATEWAYS[6], "on-link": True}]
    primary = {
        "match": {"name": "e*"},
        "dhcp4": bool(families[4]),
        "addresses": [f"{each}/128" for each in six],
        "routes": routes,
    }
    return yaml_text({"version": 2, "ethernets": {"primary": primary}})
