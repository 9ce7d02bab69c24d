"""Writes a page: one file with its style, script and data in it, which loads nothing.

Owns: how data and sources are put into HTML so that no text of a topology can become markup or script. The page's
Content Security Policy names the hashes of its own style and script, so nothing else runs.
Sources: HTML Living Standard 4.12.1.3 (restrictions for contents of script elements), CSP Level 3 section 2.3.1.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files

import msgspec
from jinja2 import DictLoader, Environment, StrictUndefined, Template
from markupsafe import Markup

from ..picture import Theme
from ..svg.icons import ICONS
from .page import Page

SCRIPTS = ("model", "view", "paint", "scene", "nodes", "tip", "panel", "layers", "search", "live", "main")
"""In this order; together they are one function."""
NodeFiles = Mapping[str, Sequence[tuple[str, str]]]
"""Node -> (path in the node, content) of what configures it."""


def write_page(page: Page, node_files: NodeFiles, *, theme: Theme = "auto") -> str:
    """The HTML of a page."""
    style, script = _style(), _script()
    events = "'self'" if page.live else "'none'"
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; "
        f"form-action 'none'; connect-src {events}"
    )
    return _template().render(
        title=page.title,
        policy=policy,
        theme=theme,
        css=Markup(style),
        script=Markup(script),
        symbols=Markup(_symbols()),
        picture=Markup(_json(page)),
        configuration=Markup(_json(node_files)),
    )


def _json(data: object) -> str:
    """JSON that ends no script element: `<`, `>` and `&` are written as escapes."""
    text = msgspec.json.encode(data).decode()
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return (files(__package__) / "assets" / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _style() -> str:
    return f"\n{_asset('page.css')}"


@lru_cache(maxsize=1)
def _script() -> str:
    parts = "\n".join(_asset(f"{name}.js") for name in SCRIPTS)
    return f'\n(() => {{\n"use strict";\n{parts}}})();\n'


@lru_cache(maxsize=1)
def _symbols() -> str:
    nodes = "".join(f'<symbol id="icon-{shape}" viewBox="0 0 24 24">{lines}</symbol>' for shape, lines in ICONS.items())
    return nodes + _asset("symbols.svg")


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        loader=DictLoader({"page": _asset("page.html.j2")}),
        undefined=StrictUndefined,
        autoescape=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("page")
