"""Reads texts of resources in tests."""

from __future__ import annotations

from netwright.cluster.resources import Resources, read_documents, read_resources
from netwright.errors import Problems

FILE = "r.yml"


def read(text: str) -> tuple[Resources, Problems]:
    problems = Problems()
    return read_resources(read_documents(text, FILE, problems), problems), problems


def good(text: str) -> Resources:
    """Resources of a text without a problem."""
    resources, problems = read(text)
    assert [str(problem) for problem in problems] == []
    return resources


def codes(text: str) -> list[str]:
    return [problem.code for problem in read(text)[1]]


def calico(kind: str, spec: str, name: str = "default") -> str:
    """One resource of Calico; `spec` in flow style."""
    return f"apiVersion: projectcalico.org/v3\nkind: {kind}\nmetadata: {{ name: {name} }}\nspec: {spec}\n"
