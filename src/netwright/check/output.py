"""A report as plain data, JUnit XML and lines of text.

Owns: these three shapes. Must not: print or know a terminal (tables are `cli`'s).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree as xml

import msgspec

from .report import CheckReport, NodeResult, TestResult

MARKS = {"passed": "PASS", "failed": "FAIL", "warning": "WARN", "skipped": "SKIP", "error": "ERROR"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def report_data(report: CheckReport) -> dict[str, Any]:
    """Plain data for `--json`."""
    data: dict[str, Any] = msgspec.to_builtins(report)
    return {
        "lab": data["lab"],
        "passed": report.passed,
        "executed": report.executed,
        "counts": dict(report.counts),
        **data,
    }


def report_lines(report: CheckReport, *, only_errors: bool = False) -> list[str]:
    """Lines of text: one per test and node, then the verdict."""
    lines = []
    for test in report.tests:
        rows = [n for n in test.nodes if not only_errors or n.status in ("failed", "error")]
        if test.nodes:
            lines += [_line(test, node) for node in rows]
        elif not only_errors or test.status in ("failed", "error"):
            lines.append(f"{MARKS[test.status]:5} {test.name}: {'; '.join(test.messages)}")
    return [*lines, report.verdict]


def _line(test: TestResult, node: NodeResult) -> str:
    text = "; ".join(node.messages)
    return f"{MARKS[node.status]:5} {test.name} [{node.node}]" + (f": {text}" if text else "")


def junit_xml(reports: Iterable[CheckReport], *, name: str = "netwright") -> str:
    """JUnit XML: a suite per lab, a case per test and node."""
    root = xml.Element("testsuites", name=name)
    totals = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for report in reports:
        for key, value in _suite(root, report).items():
            totals[key] += value
    root.attrib.update({key: str(value) for key, value in totals.items()})
    xml.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + xml.tostring(root, encoding="unicode") + "\n"


def _suite(root: xml.Element, report: CheckReport) -> dict[str, int]:
    suite = xml.SubElement(root, "testsuite", name=_clean(report.lab), time=f"{report.duration_s:.3f}")
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for test in report.tests:
        rows = test.nodes or (
            NodeResult(node="", status=test.status, messages=test.messages, duration_s=test.duration_s),
        )
        for node in rows:
            counts["tests"] += 1
            _case(suite, report, test, node, counts)
    if not report.executed:
        counts["tests"] += 1
        counts["errors"] += 1
        case = xml.SubElement(suite, "testcase", classname=_clean(report.lab), name="executed")
        xml.SubElement(case, "error", message="no check was executed")
    suite.attrib.update({key: str(value) for key, value in counts.items()})
    return counts


def _case(suite: xml.Element, report: CheckReport, test: TestResult, node: NodeResult, counts: dict[str, int]) -> None:
    title = f"{test.name}[{node.node}]" if node.node else test.name
    case = xml.SubElement(
        suite,
        "testcase",
        classname=_clean(report.lab),
        name=_clean(title),
        time=f"{node.duration_s:.3f}",
    )
    text = _clean("; ".join(node.messages))
    if node.status == "failed":
        counts["failures"] += 1
        xml.SubElement(case, "failure", message=text).text = _clean(test.description)
    elif node.status == "error":
        counts["errors"] += 1
        xml.SubElement(case, "error", message=text).text = _clean(test.description)
    elif node.status == "skipped":
        counts["skipped"] += 1
        xml.SubElement(case, "skipped", message=text)
    elif text:
        xml.SubElement(case, "system-out").text = f"warning: {text}" if node.status == "warning" else text


def _clean(text: str) -> str:
    """Without characters XML 1.0 cannot hold."""
    return _NOT_XML.sub("?", text)
