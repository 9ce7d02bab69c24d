"""Commands that the README and machines name: one spelling of each.

Owns: their texts. Must not: know resources.
Source: the reference of kubeadm, kubectl and virtctl.
"""

from __future__ import annotations

from collections.abc import Iterable

from ...addr import Address, Family, Prefix
from ...model.kubernetes import NamespacedName

DEFAULT_SERVICES: dict[Family, str] = {4: "10.96.0.0/12", 6: "fd00:10:96::/112"}
"""Where Services of a cluster get their addresses when it does not say: kubeadm's own for IPv4."""
API_PORT = 6443


def init_command(name: str, addresses: tuple[Address, ...], pools: Iterable[Prefix], services: Iterable[Prefix]) -> str:
    """Make a cluster of which this is the first node. `services`: ranges it announces, at most one per family."""
    pools, ranges = tuple(pools), {prefix.family: str(prefix) for prefix in services}
    families = sorted({pool.family for pool in pools})
    parts = ["kubeadm init", f"--node-name {name}"]
    if addresses:
        parts.append(f"--apiserver-advertise-address {addresses[0]}")
    if pools:
        first = {pool.family: str(pool) for pool in reversed(pools)}
        parts.append(f"--pod-network-cidr {','.join(first[family] for family in families)}")
    if ranges or 6 in families:
        chosen = [ranges.get(family, DEFAULT_SERVICES[family]) for family in families or sorted(ranges)]
        parts.append(f"--service-cidr {','.join(chosen)}")
    return " ".join([*parts, "--apiserver-cert-extra-sans 127.0.0.1"])


def join_command(name: str, first: str) -> str:
    """Become a node of the cluster; the token and the hash are what `kubeadm init` printed."""
    target = f"[{first}]" if ":" in first else first
    credentials = "--token TOKEN --discovery-token-ca-cert-hash sha256:HASH"
    return f"kubeadm join {target}:{API_PORT} --node-name {name} {credentials}"


def kubectl(cluster: str) -> str:
    """kubectl for a cluster: there is a file of access to each."""
    return f"kubectl --kubeconfig {cluster}.kubeconfig"


def virtctl(cluster: str) -> str:
    return f"virtctl --kubeconfig {cluster}.kubeconfig"


def on_machine(cluster: str, machine: NamespacedName, login: str, command: str) -> str:
    """A command on a machine of a cluster, as root."""
    target = f"{login}@vmi/{machine.name}"
    return f"{virtctl(cluster)} ssh -n {machine.namespace} {target} -c 'sudo {command}'"
