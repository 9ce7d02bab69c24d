"""Our tables of a VirtualMachine and KubeVirt's published definition name the same fields."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from netwright.cluster.resources import kubevirt_tables as tables
from netwright.cluster.resources.objects import Object

SCHEMA = Path(__file__).resolve().parents[5] / "shared" / "corpus" / "kubevirt-schema" / "virtualmachine.json"
pytestmark = pytest.mark.skipif(not SCHEMA.is_file(), reason="the corpus of schemas is not beside this repository")
DEFINITIONS = {
    "VirtualMachineSpec": tables.SPEC,
    "VirtualMachineInstanceSpec": tables.INSTANCE,
    "VirtualMachineInstanceTemplateSpec": tables.TEMPLATE,
    "DomainSpec": tables.DOMAIN,
    "CPU": tables.CPU,
    "Memory": tables.MEMORY,
    "ResourceRequirements": tables.REQUESTS,
    "Interface": tables.INTERFACE,
    "Network": tables.NETWORK,
    "PodNetwork": tables.POD_NETWORK,
    "MultusNetwork": tables.MULTUS,
}


@pytest.fixture(scope="module")
def definitions() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SCHEMA.read_text(encoding="utf-8"))["definitions"]
    return found


@pytest.mark.parametrize("name", DEFINITIONS)
def test_same_fields(definitions: dict[str, Any], name: str) -> None:
    table: Object = DEFINITIONS[name]
    definition = definitions[f"v1.{name}"]
    assert {*table.attributes, *table.ignored} == set(definition["properties"])
    assert set(table.required) <= {*definition.get("required", ()), "spec"}
