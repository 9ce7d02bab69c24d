"""Netwright: one topology file becomes a designed network, real routing daemons, and a verdict.

`import netwright` costs nothing: what it exports is loaded when first used. See `netwright.workbench`.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .errors import DaemonError as DaemonError
    from .errors import HostError as HostError
    from .errors import InputError as InputError
    from .errors import LabError as LabError
    from .errors import NetwrightError as NetwrightError
    from .errors import Problem as Problem
    from .workbench import ChangeReport as ChangeReport
    from .workbench import CreatedLab as CreatedLab
    from .workbench import Exported as Exported
    from .workbench import RunningLab as RunningLab
    from .workbench import Shown as Shown
    from .workbench import TopologyResult as TopologyResult
    from .workbench import apply as apply
    from .workbench import attach as attach
    from .workbench import build_image as build_image
    from .workbench import check_resources as check_resources
    from .workbench import cluster_manifests as cluster_manifests
    from .workbench import create as create
    from .workbench import down as down
    from .workbench import export as export
    from .workbench import lint_resources as lint_resources
    from .workbench import lint_topology as lint_topology
    from .workbench import list_images as list_images
    from .workbench import load_topology as load_topology
    from .workbench import new_topology as new_topology
    from .workbench import remove_image as remove_image
    from .workbench import render_resources as render_resources
    from .workbench import report as report
    from .workbench import report_data as report_data
    from .workbench import show as show
    from .workbench import status as status
    from .workbench import test as test
    from .workbench import topology_schema as topology_schema
    from .workbench import up as up
    from .workbench import validate as validate

_ERRORS = ("DaemonError", "HostError", "InputError", "LabError", "NetwrightError", "Problem")
_WORKBENCH = (
    "ChangeReport",
    "CreatedLab",
    "Exported",
    "RunningLab",
    "Shown",
    "TopologyResult",
    "apply",
    "attach",
    "build_image",
    "check_resources",
    "cluster_manifests",
    "create",
    "down",
    "export",
    "lint_resources",
    "lint_topology",
    "list_images",
    "load_topology",
    "new_topology",
    "remove_image",
    "render_resources",
    "report",
    "report_data",
    "show",
    "topology_schema",
    "status",
    "test",
    "up",
    "validate",
)

__all__ = [
    *_ERRORS,
    *_WORKBENCH,
    "__version__",
]


def __getattr__(name: str) -> Any:
    if name in _ERRORS:
        from . import errors

        return getattr(errors, name)
    if name in _WORKBENCH:
        from . import workbench

        return getattr(workbench, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext netwright`: a `Network` shows itself as a diagram."""
    from .workbench.notebook import register

    register(shell)


def _show_in_notebooks() -> None:
    """Where IPython runs already, nobody has to load an extension; elsewhere this is one look-up."""
    get_shell = getattr(sys.modules.get("IPython"), "get_ipython", None)
    shell = get_shell() if get_shell is not None else None
    if shell is not None:
        load_ipython_extension(shell)


_show_in_notebooks()
