"""Commands that the README and machines name: one spelling of each.

Owns: their texts. Must not: know resources.
Source: the reference of kubeadm, kubectl and virtctl.
"""

from __future__ import annotations

from ...model.kubernetes import NamespacedName

API_PORT = 6443
INIT_FILE = "/etc/kubernetes/kubeadm.yaml"
"""On the first node of a cluster, by its cloud-init."""
INIT = f"kubeadm init --config {INIT_FILE}"


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
