"""inspect, show, version: data about a network and about Netwright."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import typer

from .. import options as o
from . import add

What = Literal["devices", "modules", "plugins", "checks", "reports", "exports", "defaults", "labs", "rules"]


def register(app: typer.Typer) -> None:
    for command in (inspect, show, version):
        add(app, command)


def inspect(
    expression: Annotated[str | None, typer.Argument(metavar="[PATH]", help="Such as nodes.r1.bgp.")] = None,
    topology: Annotated[str | None, typer.Option("-t", "--topology", help="A topology instead of a lab.")] = None,
    device: o.Device = None,
    provider: o.Provider = None,
    settings: o.Settings = None,
    node: Annotated[str | None, typer.Option("-n", "--node", help="The path starts at this node.")] = None,
    json: o.Json = False,
    yaml: Annotated[bool, typer.Option("--yaml", help="Print YAML (the default).")] = False,
    name: o.LabName = None,
) -> int:
    """Show any part of the designed network of a lab or topology."""
    from ...render import inventory
    from ...workbench import select
    from ...workbench.choosing import network_of
    from ..output import print_json, print_yaml

    network = network_of(topology, name, device=device, provider=provider, settings=settings or ())
    path_text = f"nodes.{node}" + (f".{expression}" if expression else "") if node else expression or ""
    found = select(inventory(network), path_text)
    if json and not yaml:
        print_json(found)
    elif isinstance(found, (dict, list)):
        print_yaml(found)
    else:
        print(found)
    return 0


def show(
    what: Annotated[What, typer.Argument(help="What to show.")] = "devices",
    json: o.Json = False,
) -> int:
    """Show what this version can do: devices, modules, plugins, checks, reports, exports, defaults, labs, rules."""
    from ..output import print_json, print_table, print_yaml

    rows: list[dict[str, Any]]
    if what == "defaults":
        from ...schema.defaults import BUILTIN_DEFAULTS

        print_json(BUILTIN_DEFAULTS) if json else print_yaml(BUILTIN_DEFAULTS)
        return 0
    rows = _ROWS[what]()
    if json:
        print_json(rows)
    elif rows:
        columns = list(rows[0])
        print_table(columns, [[_text(row[column]) for column in columns] for row in rows])
    return 0


def _text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def _devices() -> list[dict[str, Any]]:
    from ...devices import catalog

    known = catalog()
    replaced: dict[str, list[str]] = {}
    for name, device in known.substitutes.items():
        replaced.setdefault(device, []).append(name)
    return [
        {
            "device": name,
            "description": features.description,
            "modules": sorted(features.modules),
            "packages": list(features.packages),
            "in place of": sorted(replaced.get(name, [])),
        }
        for name, features in known.devices.items()
    ]


def _by_device(attribute: str, column: str) -> list[dict[str, Any]]:
    from ...devices import catalog

    known = catalog().devices
    names = sorted({name for features in known.values() for name in getattr(features, attribute)})
    return [
        {column: name, "devices": [d for d, features in known.items() if name in getattr(features, attribute)]}
        for name in names
    ]


def _checks() -> list[dict[str, Any]]:
    from ...check import CHECKS

    return [{"check": name} for name in sorted(CHECKS)]


def _reports() -> list[dict[str, Any]]:
    from ...reports import REPORTS

    return [{"report": r.name, "description": r.meaning, "aliases": list(r.aliases)} for r in REPORTS.values()]


def _exports() -> list[dict[str, Any]]:
    from ...exports import FORMATS

    return [{"export": f.name, "description": f.meaning, "aliases": list(f.aliases)} for f in FORMATS.values()]


def _labs() -> list[dict[str, Any]]:
    from ...workbench.finding import all_labs

    return [{"lab": s.name, "state": s.state, "directory": s.directory} for s in all_labs()]


def _rules() -> list[dict[str, Any]]:
    from ...lint import CLUSTER_RULES, RULES
    from ...model.rule import Rule

    rules: list[Rule[Any]] = [*RULES, *CLUSTER_RULES]
    return [{"rule": r.code, "on": "yes" if r.standard else "", "why": r.why} for r in rules]


_ROWS = {
    "devices": _devices,
    "modules": lambda: _by_device("modules", "module"),
    "plugins": lambda: _by_device("plugins", "plugin"),
    "checks": _checks,
    "reports": _reports,
    "exports": _exports,
    "labs": _labs,
    "rules": _rules,
}


def version() -> int:
    """Print the version."""
    print_version()
    return 0


def print_version() -> None:
    from ... import __version__

    print(f"netwright {__version__}")
