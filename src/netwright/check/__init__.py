"""Checking: the `validate` section, named checks, the expression sandbox, and `design()`.

`run_checks` runs tests against anything that runs commands in nodes (`model.NodeRunner`); `read_tests` finds
the mistakes in a `validate` section without running it; `design_checks` are the tests when there are none.
"""

from __future__ import annotations

from .design_checks import design_checks
from .engine import run_checks
from .expected import Expectations
from .live import live_sessions
from .named import CHECKS
from .output import junit_xml, report_data, report_lines
from .ready import check_tests
from .report import CheckReport, NodeResult, TestResult
from .spec import Test, read_tests

__all__ = [
    "CHECKS",
    "CheckReport",
    "Expectations",
    "NodeResult",
    "Test",
    "TestResult",
    "check_tests",
    "design_checks",
    "junit_xml",
    "live_sessions",
    "read_tests",
    "report_data",
    "report_lines",
    "run_checks",
]
