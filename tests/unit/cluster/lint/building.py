"""Lints clusters given as texts."""

from __future__ import annotations

from collections.abc import Mapping

from netwright.cluster.lint import LintedCluster, nest_clusters
from netwright.cluster.resources import read_documents, read_resources
from netwright.errors import Problem, Problems
from netwright.lint import Choice, lint_clusters


def clusters(**texts: str) -> tuple[LintedCluster, ...]:
    """Clusters that have no mistakes, by name."""
    problems = Problems()
    read = {n: read_resources(read_documents(t, f"{n}.yml", problems), problems) for n, t in texts.items()}
    found = nest_clusters(read, problems)
    assert [str(problem) for problem in problems] == []
    return found


def lint(code: str, **texts: str) -> list[Problem]:
    """What one rule finds."""
    return list(lint_clusters(clusters(**texts), Choice(select=(code,))))


def lint_all(**texts: str) -> list[str]:
    """Codes of what any rule finds."""
    return [problem.code for problem in lint_clusters(clusters(**texts), Choice(everything=True))]


def parents(**texts: str) -> Mapping[str, str | None]:
    return {cluster.name: cluster.parent for cluster in clusters(**texts)}
