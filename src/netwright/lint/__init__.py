"""What runs but smells: rules over a topology and the network designed from it.

`rule.py` has the types, `table.py` lists every rule, `rules/` holds them by subject, `run.py` runs them and knows what
a topology wants left out; rules over Kubernetes clusters are in `cluster.lint`. Pure: must not read files, ask a lab,
or report what reading and designing already refuse.
"""

from __future__ import annotations

from .rule import Rule
from .run import Choice, lint_clusters, lint_network, options_of, unknown_codes, unknown_ignored
from .table import CLUSTER_RULES, RULES

__all__ = [
    "CLUSTER_RULES",
    "RULES",
    "Choice",
    "Rule",
    "lint_clusters",
    "lint_network",
    "options_of",
    "unknown_codes",
    "unknown_ignored",
]
