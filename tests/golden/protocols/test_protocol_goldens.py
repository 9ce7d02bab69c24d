"""What the first node of small networks becomes: its kernel's interfaces and its daemons' files, for humans to read.

One folder per case: `topology.yml`, `interfaces.txt` (one line each, only what differs from the plan's defaults) and
the daemons' files of FRR 8.4.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest

import netwright
from netwright import devices
from netwright.addr import Address, Prefix
from netwright.model import InterfacePlan, NodePlan

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/topology.yml"))


def line(interface: InterfacePlan) -> str:
    """`name kind key=value ...`."""
    words = [interface.name, interface.kind]
    for field in msgspec.structs.fields(InterfacePlan):
        value = getattr(interface, field.name)
        if field.name in ("name", "kind", "mac") or value == field.default:
            continue
        if field.name == "addresses":
            value = ",".join(map(str, value))
        elif isinstance(value, msgspec.Struct):
            inner = ((f.name, getattr(value, f.name), f.default) for f in msgspec.structs.fields(type(value)))
            value = "{" + ", ".join(f"{name}: {shown(v)}" for name, v, default in inner if v != default) + "}"
        words.append(f"{field.name}={shown(value)}")
    return " ".join(words)


def shown(value: object) -> str:
    listed = isinstance(value, tuple) and not isinstance(value, Address | Prefix)
    return "[" + ", ".join(map(shown, value)) + "]" if listed else str(value)


def outcome(node: NodePlan) -> dict[str, str]:
    """File name in the case's folder -> content."""
    files = {Path(file.path).name: file.content for file in node.files if file.path == "/etc/frr/frr.conf"}
    routes = [f"route {shown(msgspec.structs.astuple(route))}" for route in node.routes]
    return files | {"interfaces.txt": "\n".join([*map(line, node.interfaces), *routes]) + "\n"}


def test_enough_goldens() -> None:
    assert len(CASES) >= 10


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str) -> None:
    """NETWRIGHT_UPDATE_GOLDEN=1 writes them anew; read the difference before committing it."""
    network = netwright.load_topology(HERE / case / "topology.yml")
    first = outcome(devices.plan_lab(network).nodes[0])
    assert set(first) >= {"interfaces.txt", "frr.conf"}
    if os.environ.get("NETWRIGHT_UPDATE_GOLDEN"):
        for name, text in first.items():
            (HERE / case / name).write_text(text)
    assert first == {name: (HERE / case / name).read_text() for name in first}
