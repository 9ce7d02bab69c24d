"""The labels selectors see: those written on a thing and those Calico adds.

Owns: names of added labels. Must not: read resources.
Source: Calico documentation, "Calico automatic labels" and "Local workload BGP peering" (`pcns.`).
"""

from __future__ import annotations

from .tree import NAMESPACE_LABEL, Labels

NAMESPACE_PREFIX = "pcns."
"""Before each label of the workload's namespace."""
SERVICE_ACCOUNT_PREFIX = "pcsa."
"""Before each label of the workload's service account."""
NAME_LABEL = "projectcalico.org/name"
"""Calico gives every namespace this label; Kubernetes gives `kubernetes.io/metadata.name`."""
KUBERNETES_NAME_LABEL = "kubernetes.io/metadata.name"
ORCHESTRATOR_LABEL = "projectcalico.org/orchestrator"
SERVICE_ACCOUNT_LABEL = "projectcalico.org/serviceaccount"


def workload_labels(
    labels: Labels,
    namespace: str,
    namespace_labels: Labels | None = None,
    service_account: str = "",
    service_account_labels: Labels | None = None,
) -> dict[str, str]:
    """Everything a `localWorkloadSelector` can name of a workload; the workload's own labels win."""
    names = {NAME_LABEL: namespace, KUBERNETES_NAME_LABEL: namespace}
    seen = {NAMESPACE_PREFIX + key: value for key, value in {**names, **(namespace_labels or {})}.items()}
    if service_account:
        accounts = {NAME_LABEL: service_account, **(service_account_labels or {})}
        seen |= {SERVICE_ACCOUNT_PREFIX + key: value for key, value in accounts.items()}
        seen[SERVICE_ACCOUNT_LABEL] = service_account
    return {**seen, **labels, NAMESPACE_LABEL: namespace, ORCHESTRATOR_LABEL: "k8s"}
