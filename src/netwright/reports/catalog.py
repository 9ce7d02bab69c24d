"""The table of reports, and finding one by the name a user says.

A new report is one file and one line here. Must not: compute a report.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from ..errors import InputError, Problem, nearest
from .addressing import ADDRESSING, ADDRESSING_LINK, ADDRESSING_NODE
from .bgp import BGP, BGP_ASN, BGP_NEIGHBOR, BGP_NEIGHBOR_SHORT
from .isis import ISIS_INTERFACES, ISIS_NODES
from .model import ReportSpec
from .nodes import DEVICES, MGMT, MODULE_REPORT, NODES
from .ospf import OSPF_AREAS, OSPFV3
from .vlans import VLANS
from .vnis import VNIS
from .vrfs import VRFS
from .wiring import WIRING

REPORTS: Mapping[str, ReportSpec] = {
    spec.name: spec
    for spec in (
        ADDRESSING,
        ADDRESSING_LINK,
        ADDRESSING_NODE,
        BGP,
        BGP_ASN,
        BGP_NEIGHBOR,
        BGP_NEIGHBOR_SHORT,
        DEVICES,
        ISIS_INTERFACES,
        ISIS_NODES,
        MGMT,
        MODULE_REPORT,
        NODES,
        OSPF_AREAS,
        OSPFV3,
        VLANS,
        VNIS,
        VRFS,
        WIRING,
    )
}
_NAMES = {name: spec for spec in REPORTS.values() for name in (spec.name, *spec.aliases)}


def find_report(name: str) -> ReportSpec | None:
    """The report of a name or alias; `_` counts as `-`. None when there is none."""
    return _NAMES.get(name.lower().replace("_", "-"))


def unknown_report(name: str) -> Problem:
    """What is said of a name that is no report."""
    hint = nearest(name, _NAMES) or f"there are {', '.join(REPORTS)}, and templates of your own"
    return Problem("unknown-report", f"there is no report `{name}`", hint=hint)


def choose_tables(spec: ReportSpec, names: tuple[str, ...]) -> ReportSpec:
    """A report of some of its tables only. Raises InputError for one it does not have."""
    if not names:
        return spec
    known = {table.name.replace("_", "-"): table for table in spec.tables}
    chosen, problems = [], []
    for name in names:
        table = known.get(name.lower().replace("_", "-"))
        if table is None:
            hint = nearest(name, known) or f"it has {', '.join(table.name for table in spec.tables)}"
            problems.append(Problem("unknown-table", f"report {spec.name} has no table `{name}`", hint=hint))
        else:
            chosen.append(table)
    if problems:
        raise InputError(problems)
    return replace(spec, tables=tuple(chosen))
