"""The schemas that API servers have: Kubernetes', KubeVirt's and Calico's."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

import jsonschema
import kubernetes_validate

from netwright.cluster.crds import Crds, check_crds, read_crds
from netwright.cluster.resources import read_documents, read_paths
from netwright.errors import Problems
from netwright.render.documents import yaml_text
from netwright.source import DiskFiles

CORPUS = Path(__file__).resolve().parents[5] / "shared" / "corpus"
CALICO, KUBEVIRT = CORPUS / "calico-crds", CORPUS / "kubevirt-schema" / "virtualmachine.json"
RELEASE = "1.37"


def check(tree: dict[str, Any]) -> list[str]:
    """What an API server would refuse; Calico's and KubeVirt's kinds pass where their schemas are not at hand."""
    group = tree["apiVersion"].partition("/")[0]
    if group == "projectcalico.org":
        return _check_calico(tree) if CALICO.is_dir() else []
    if group == "kubevirt.io":
        return _check_kubevirt(tree) if KUBEVIRT.is_file() else []
    try:
        kubernetes_validate.validate(tree, RELEASE, strict=True)
    except kubernetes_validate.ValidationError as error:
        return [f"{list(error.absolute_path)}: {error.message}"]
    return []


def _check_calico(tree: dict[str, Any]) -> list[str]:
    problems = Problems()
    crds = _crds()
    assert (tree["apiVersion"], tree["kind"]) in crds.schemas
    check_crds(read_documents(yaml_text(tree), "made.yml", problems), crds, problems)
    return [str(problem) for problem in problems]


def _check_kubevirt(tree: dict[str, Any]) -> list[str]:
    return [f"{list(error.absolute_path)}: {error.message}" for error in _machines().iter_errors(tree)]


@functools.cache
def _crds() -> Crds:
    problems = Problems()
    found = read_crds(read_paths([str(CALICO)], DiskFiles(), problems), problems)
    assert list(problems) == []
    return found


@functools.cache
def _machines() -> jsonschema.Draft4Validator:
    """Unlike the published schema it refuses fields that are not known, as the API server does."""
    schema = json.loads(KUBEVIRT.read_text(encoding="utf-8"))
    for definition in schema["definitions"].values():
        if "properties" in definition:
            definition.setdefault("additionalProperties", False)
    return jsonschema.Draft4Validator(schema | {"$ref": "#/definitions/v1.VirtualMachine"})
