"""Structural schemas: what they refuse, with places, and what they fill in."""

from __future__ import annotations

import sys

import pytest

from netwright.cluster.crds import check_crds, read_crds
from netwright.cluster.resources import read_documents
from netwright.errors import HostError, Problem, Problems, Span

CRD = """apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{ name: things.example.org }}
spec:
  group: example.org
  names: {{ kind: Thing }}
  versions:
  - name: v1
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec: {schema}
"""
HEAD = "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
FILE = "thing.yml"


def check(schema: str, spec: str) -> list[Problem]:
    problems = Problems()
    crds = read_crds(read_documents(CRD.format(schema=schema), "crd.yml", problems), problems)
    text = f"apiVersion: example.org/v1\nkind: Thing\nmetadata: {{ name: x }}\nspec: {spec}\n"
    check_crds(read_documents(text, FILE, problems), crds, problems)
    return list(problems)


def codes(schema: str, spec: str) -> list[str]:
    return [problem.code for problem in check(schema, spec)]


REFUSED = [
    ("{ type: integer }", "'1'"),
    ("{ type: integer }", "1.5"),
    ("{ type: integer }", "true"),
    ("{ type: boolean }", "1"),
    ("{ type: string }", "1"),
    ("{ type: array, items: { type: string } }", "{}"),
    ("{ type: array, items: { type: string } }", "[ 1 ]"),
    ("{ type: integer, minimum: 3 }", "2"),
    ("{ type: number, maximum: 3 }", "3.5"),
    ("{ type: string, minLength: 2 }", "a"),
    ("{ type: string, maxLength: 2 }", "abc"),
    ("{ type: array, items: {}, minItems: 1 }", "[]"),
    ("{ type: array, items: {}, maxItems: 1 }", "[ 1, 2 ]"),
    ("{ type: object, minProperties: 1 }", "{}"),
    ("{ type: object, maxProperties: 1 }", "{ a: 1, b: 2 }"),
    ("{ type: string, enum: [ Auto, Self ] }", "self"),
    ("{ type: integer, enum: [ 1 ] }", "2"),
    ("{ type: string, pattern: '^(?i)(a|b)$' }", "C"),
    ("{ type: string, format: cidr }", "10.0.0.0"),
    ("{ type: string, format: cidr }", "10.0.0.0/33"),
    ("{ type: string, format: ipv4 }", "fd00::1"),
    ("{ type: string, format: ipv6 }", "10.0.0.1"),
    ("{ type: array, items: {}, x-kubernetes-list-type: set }", "[ 1, 1 ]"),
    (
        "{ type: array, items: { type: object }, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [ a ] }",
        "[ { a: 1, b: 2 }, { a: 1 } ]",
    ),
    ("{ x-kubernetes-int-or-string: true }", "[]"),
    ("{ additionalProperties: { type: string } }", "{ a: 1 }"),
    ("{ oneOf: [ { type: string }, { type: integer } ] }", "[]"),
    ("{ anyOf: [ { minimum: 3 }, { maximum: 1 } ] }", "2"),
    ("{ allOf: [ { minimum: 3 }, { maximum: 1 } ] }", "4"),
    ("{ not: { enum: [ a ] } }", "a"),
]
ACCEPTED = [
    ("{ type: integer }", "1"),
    ("{ type: integer }", "1.0"),
    ("{ type: number }", "1"),
    ("{ type: string, enum: [ '', a ] }", "''"),
    ("{ type: string, pattern: '^(?i)(a|b)$' }", "B"),
    ("{ type: string, pattern: '(' }", "anything"),
    ("{ type: string, format: cidr }", "10.0.0.1/8"),
    ("{ type: string, format: date-time }", "whenever"),
    ("{ type: string, nullable: true }", "null"),
    ("{ type: object, properties: { a: { type: string } } }", "{ a: null }"),
    ("{ type: object, x-kubernetes-preserve-unknown-fields: true, properties: { a: {} } }", "{ b: 1 }"),
    ("{ x-kubernetes-int-or-string: true }", "http"),
    ("{ oneOf: [ { type: string }, { type: integer } ] }", "2"),
    ("{ type: object, properties: { a: { default: 3, minimum: 3 } }, required: [ a ] }", "{}"),
    ("{ type: array, items: {}, x-kubernetes-list-type: set }", "[ 1, 2 ]"),
    ("{ additionalProperties: { type: string } }", "{ a: b }"),
]


@pytest.mark.parametrize(("schema", "spec"), REFUSED)
def test_refused(schema: str, spec: str) -> None:
    (problem,) = check(schema, spec)
    assert problem.code == "crd-value"
    assert problem.span.file == FILE
    assert problem.span.line == 4
    assert "`spec" in problem.message


@pytest.mark.parametrize(("schema", "spec"), ACCEPTED)
def test_accepted(schema: str, spec: str) -> None:
    assert codes(schema, spec) == []


def test_fields() -> None:
    schema = "{ type: object, required: [ peer, other ], properties: { peer: {}, other: {} } }"
    missing, unknown = sorted(check(schema, "{ peer: 1, othr: 2 }"))
    assert (missing.code, missing.message) == ("crd-missing-field", "`spec` needs `other`")
    assert (unknown.code, unknown.span) == ("crd-unknown-field", Span(FILE, 4, 18))
    assert unknown.hint == "did you mean `other`?"


def test_an_enum_proposes_a_word() -> None:
    (problem,) = check("{ type: string, enum: [ '', Auto, Self ] }", "self")
    assert problem.message == "`spec` must be one of `Auto`, `Self`, found `self`"
    assert problem.hint == "did you mean `Self`?"


def test_text_in_place_of_a_mapping_is_not_shown() -> None:
    (problem,) = check("{ type: object }", "hunter2")
    assert "hunter2" not in str(problem)


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: v1\nkind: Namespace\nmetadata: { name: x }",
        HEAD + "spec: 3",
        HEAD + "spec: { group: a, names: { kind: B }, versions: [ 1 ] }",
    ],
)
def test_no_definitions(text: str) -> None:
    problems = Problems()
    assert read_crds(read_documents(text, "crd.yml", problems), problems).schemas == {}
    assert [problem.code for problem in problems] == ["bad-crd"]


def test_documents_with_an_error_are_left_out() -> None:
    problems = Problems()
    crds = read_crds(read_documents(CRD.format(schema="{ type: string }"), "crd.yml", problems), problems)
    text = "apiVersion: example.org/v1\nkind: Thing\nspec: 1\n---\napiVersion: example.org/v1\nkind: Thing\nspec: 2\n"
    documents = read_documents(text, FILE, problems)
    problems.error("wrong-type", "known already", Span(FILE, 3, 7))
    check_crds(documents, crds, problems)
    assert [problem.span.line for problem in problems] == [3, 7]


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("structure", "rules", "library"):
        monkeypatch.delitem(sys.modules, f"netwright.cluster.crds.{module}", raising=False)
    monkeypatch.setitem(sys.modules, "re2", None)
    with pytest.raises(HostError, match=r"-m pip install .cel-python"):
        check("{ type: string }", "a")
