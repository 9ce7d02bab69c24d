"""What works but smells in clusters: rules over Calico's, Kubernetes' and KubeVirt's resources of nested clusters.

`view.py` and `subject.py` have what rules look at, `table.py` lists every rule, `rules/` holds them by subject.
Pure: must not read files, choose rules (`netwright.lint` does) or repeat what reading and deriving refuse.
"""

from __future__ import annotations

from .nesting import nest_clusters
from .rule import Rule
from .subject import Subject
from .table import RULES
from .view import LintedCluster, linted

__all__ = ["RULES", "LintedCluster", "Rule", "Subject", "linted", "nest_clusters"]
