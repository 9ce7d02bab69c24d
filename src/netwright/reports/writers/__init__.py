"""One writer per format; each turns a `Report` into text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..model import Report
from .csv import write_csv
from .html import write_html
from .json import write_json
from .markdown import write_markdown
from .text import write_text

WRITERS: Mapping[str, Callable[[Report], str]] = {
    "text": write_text,
    "html": write_html,
    "markdown": write_markdown,
    "csv": write_csv,
    "json": write_json,
}
SUFFIXES: Mapping[str, str] = {
    "txt": "text",
    "text": "text",
    "html": "html",
    "htm": "html",
    "md": "markdown",
    "markdown": "markdown",
    "csv": "csv",
    "json": "json",
}
"""What the end of a file's or report's name says about its format."""

__all__ = ["SUFFIXES", "WRITERS"]
