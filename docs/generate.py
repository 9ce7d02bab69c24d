"""Writes the reference pages from the code: commands, error codes, devices, named checks, examples.

Owns: turning tables of the code into Markdown. Must not: hold facts of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "netwright"


def commands() -> str:
    """Every command with its arguments and options, from the typer application."""
    import typer

    from netwright.cli.app import app

    root = typer.main.get_command(app)
    pages = ["# Commands\n"]
    for name, command in root.commands.items():
        usage = " ".join((p.metavar or p.name.upper()) for p in command.params if p.param_type_name == "argument")
        pages.append(f"## {name}\n\n{command.help}\n\n```\nnetwright {name} {usage} [OPTIONS]\n```\n")
        rows = [
            f"| `{', '.join([*p.opts, *p.secondary_opts])}` | {getattr(p, 'help', None) or ''} |"
            for p in command.params
            if p.param_type_name == "option"
        ]
        if rows:
            pages.append("| Option | Meaning |\n|---|---|\n" + "\n".join(rows) + "\n")
    return "\n".join(pages)


_CODE = re.compile(
    r"""(?:\.(?:error|warning|notice)\(|\bProblem\(|\b_?error\()\s*["']([a-z][a-z0-9]*(?:-[a-z0-9]+)*)["']"""
)


def error_codes() -> dict[str, set[str]]:
    """Problem codes -> rooms that raise them, as written in the source."""
    found: dict[str, set[str]] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        for code in _CODE.findall(path.read_text(encoding="utf-8")):
            found.setdefault(code, set()).add(path.relative_to(SOURCE).parts[0])
    return found


def errors() -> str:
    rows = [f"| `{code}` | {', '.join(sorted(rooms))} |" for code, rooms in sorted(error_codes().items())]
    return "# Error codes\n\n| Code | Raised by |\n|---|---|\n" + "\n".join(rows) + "\n"


def devices() -> str:
    from netwright.devices import catalog

    known = catalog()
    names = list(known.devices)
    lines = ["# Devices\n"]
    for name, features in known.devices.items():
        packages = ", ".join(features.packages) or "none"
        lines.append(f"- **{name}**: {features.description}. Debian packages: {packages}.")
    for title, attribute in (("Modules", "modules"), ("Plugins", "plugins")):
        lines.append(f"\n## {title}\n\n| | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
        every = sorted({item for features in known.devices.values() for item in getattr(features, attribute)})
        for item in every:
            marks = ("yes" if item in getattr(known.devices[name], attribute) else "" for name in names)
            lines.append(f"| {item} | {' | '.join(marks)} |")
    lines.append("\n## Device types that run as something else\n\n| Device type | Runs as |\n|---|---|")
    lines += [f"| {name} | {device} |" for name, device in known.substitutes.items()]
    return "\n".join(lines) + "\n"


def checks() -> str:
    import inspect

    from netwright.check import CHECKS

    lines = ["# Named checks\n"]
    for name, check in CHECKS.items():
        parameters = list(inspect.signature(check).parameters)[1:]
        lines.append(f"## {name}\n\n`{name}({', '.join(parameters)})`\n\n{inspect.getdoc(check) or ''}\n")
    return "\n".join(lines)


def examples() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "examples").glob("*/README.md")):
        text = re.sub(r"\[([^\]]+)\]\(\.\./([^/)]+)/README\.md\)", r"[\1](\2.md)", path.read_text(encoding="utf-8"))
        topology = (path.parent / "topology.yml").read_text(encoding="utf-8")
        yield path.parent.name, f"{text}\n## The topology\n\n```yaml\n{topology}```\n"


def pages() -> dict[str, str]:
    """Every generated page by file name."""
    result = {"commands.md": commands(), "errors.md": errors(), "devices.md": devices(), "checks.md": checks()}
    found = dict(examples())
    result |= {f"{name}.md": text for name, text in found.items()}
    listed = "\n".join(found)
    result["examples.md"] = f"# Examples\n\n```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```\n"
    return result


def write(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (directory / name).write_text(text, encoding="utf-8")
