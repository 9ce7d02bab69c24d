"""The exception tree and the problems a user's file can have.

    NetwrightError
    +-- InputError            the user's file or arguments; carries every Problem found in one run
    +-- HostError             a package or kernel feature this host lacks; says how to get it
    +-- LabError              a lab is in the wrong state (not running, already running, killed)
    +-- DaemonError           a daemon or command failed; carries argv, status, last log lines

Branches follow who must act. Exit codes are chosen by ``cli`` alone (InputError 2, HostError 3,
LabError 2, DaemonError 3; findings of checks are results, not exceptions, and give 1).
"""

from __future__ import annotations

from .exceptions import DaemonError, HostError, InputError, LabError, NetwrightError
from .problems import NOWHERE, Problem, Problems, Severity, Span, nearest

__all__ = [
    "NOWHERE",
    "DaemonError",
    "HostError",
    "InputError",
    "LabError",
    "NetwrightError",
    "Problem",
    "Problems",
    "Severity",
    "Span",
    "nearest",
]
