"""Writes the reference pages from the code: commands, attributes, errors, devices, checks, rules, reports, examples.

Owns: turning tables of the code into Markdown. Must not: hold facts of its own.
"""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from netwright.model.rule import Rule

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "netwright"


def command_table() -> dict[str, Any]:
    """Every command of the typer application by its words: `up`, `cluster render`."""
    import typer

    from netwright.cli.app import app

    found = {}
    for name, command in typer.main.get_command(app).commands.items():
        inner = getattr(command, "commands", None)
        found.update({name: command} if inner is None else {f"{name} {word}": c for word, c in inner.items()})
    return found


def commands() -> str:
    """Every command with its arguments and options."""
    pages = ["# Commands\n"]
    for name, command in command_table().items():
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


_REPORTS = {"Constraint", "Problem", "error", "_error", "warning", "notice", "_problem"}
_KEBAB = re.compile(r"[a-z*][a-z0-9*]*(-[a-z0-9*]+)*")


class Code(NamedTuple):
    """What the source says about a problem code."""

    rooms: set[str]
    messages: list[str]


def error_codes() -> dict[str, Code]:
    """Problem codes with the rooms that raise them and their messages; `*` stands for what is filled in."""
    found: dict[str, Code] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        room = path.relative_to(SOURCE).parts[0].removesuffix(".py")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        words = _words(tree)
        for call in ast.walk(tree):
            if not isinstance(call, ast.Call) or len(call.args) < 2:
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            code = _literal(call.args[0])
            if name not in _REPORTS or code is None or not _KEBAB.fullmatch(code) or "-" not in code:
                continue
            entry = found.setdefault(code, Code(set(), []))
            entry.rooms.add(room)
            for message in _texts(call.args[1], words.get(call, {})):
                if message.strip("* ") and message not in entry.messages:
                    entry.messages.append(message)
    return found


Words = dict[str, list[ast.expr]]


def _words(tree: ast.Module) -> dict[ast.AST, Words]:
    """For each call: what the variables of its function are set to."""
    found: dict[ast.AST, Words] = {}
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        values: Words = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                values.setdefault(node.targets[0].id, []).append(node.value)
        found |= {node: values for node in ast.walk(function) if isinstance(node, ast.Call)}
    return found


def _texts(node: ast.expr, words: Words) -> Iterator[str]:
    """The texts an expression can give, as far as the source says."""
    if isinstance(node, ast.Name):
        for value in words.get(node.id, []):
            if not isinstance(value, ast.Name):
                yield from _texts(value, words)
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body, words)
        yield from _texts(node.orelse, words)
    elif (text := _literal(node)) is not None:
        yield text


def _literal(node: ast.expr) -> str | None:
    """A string of the source; what an f-string fills in is `*`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    return None


def errors() -> str:
    lines = [
        "# Error codes\n",
        "Every problem has a stable code, printed in brackets at the end of its line.",
        "`*` stands for a name or value.\n",
        "| Code | Raised by | Messages |\n|---|---|---|",
    ]
    for code, entry in sorted(error_codes().items()):
        messages = "<br>".join(_cell(text) for text in entry.messages)
        lines.append(f"| `{code}` | {', '.join(sorted(entry.rooms))} | {messages} |")
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;")


def attributes() -> str:
    """Every attribute of the format, by module or plugin and level."""
    from netwright.schema import FUTURE_MODULES, FUTURE_PLUGINS, plain_tables

    lines = [
        "# Attributes\n",
        "Attributes of modules stand below the module's name (`bgp.as`, `ospf.cost`);",
        "those of plugins need the plugin.\n",
    ]
    titles = {"global": "topology"}
    for name, table in plain_tables().items():
        module, _, level = name.rpartition(".")
        title = f"{module}: {titles.get(level, level)}" if module else titles.get(level, level).capitalize()
        if not table:
            continue
        lines.append(f"## {title}\n\n| Attribute | Value | Meaning |\n|---|---|---|")
        lines += [f"| `{key}` | {_cell(kind)} | {_cell(text)} |" for key, (kind, text) in table.items()]
        lines.append("")
    lines.append("## Not supported yet\n\nA topology that asks for one of these gets one clear error.\n")
    lines += [f"- `{name}`: {text}" for name, text in {**FUTURE_MODULES, **FUTURE_PLUGINS}.items()]
    return "\n".join(lines) + "\n"


def resources() -> str:
    """Every field of Calico's, Kubernetes' and KubeVirt's resources that is looked at, by kind."""
    from netwright.cluster.resources.kinds import KINDS

    lines = [
        "# Resources of clusters\n",
        "Fields that are looked at, by kind. Calico's resources have no others; of Kubernetes' and KubeVirt's, further",
        "fields are accepted and left alone. Fields in bold have to be given.\n",
    ]
    for kind in KINDS:
        versions = " or ".join(f"`{version}`" for version in kind.versions)
        lines.append(f"## {kind.name} ({kind.versions[0]})\n\nOf {versions}.\n")
        rows = list(_fields(kind.body, ""))
        if rows:
            lines.append("| Field | Value | Meaning |\n|---|---|---|")
            lines += [f"| {field} | {_cell(value)} | {_cell(meaning)} |" for field, value, meaning in rows]
            lines.append("")
    return "\n".join(lines) + "\n"


def _fields(table: Any, path: str) -> Iterator[tuple[str, str, str]]:
    """(name, value, meaning) of every field within a table of resources that holds a value."""
    from netwright.cluster.resources.objects import Items, Object

    for key, attribute in table.attributes.items():
        kind, name = attribute.type, f"{path}{key}"
        many = isinstance(kind, Items)
        inner = kind.item if many else kind
        if isinstance(inner, Object) and inner.attributes:
            yield from _fields(inner, f"{name}[]." if many else f"{name}.")
        else:
            shown = f"**`{name}`**" if key in table.required else f"`{name}`"
            yield shown, kind.expected, attribute.description


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
    for module in sorted({module for features in known.devices.values() for module in features.features}):
        lines.append(f"\n## Features of {module}\n\n| | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
        flat = {name: dict(_flat(known.devices[name].features.get(module, {}))) for name in names}
        items = sorted({item for found in flat.values() for item in found})
        lines += [f"| {item} | {' | '.join(flat[name].get(item, '') for name in names)} |" for item in items]
    lines.append("\n## Device types that run as something else\n\n| Device type | Runs as |\n|---|---|")
    lines += [f"| {name} | {device} |" for name, device in known.substitutes.items()]
    return "\n".join(lines) + "\n"


def _flat(features: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, str]]:
    """(dotted name, yes or the list of what is possible); what a device lacks is left out."""
    for name, value in features.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{prefix}{name}.")
        elif value is True:
            yield f"{prefix}{name}", "yes"
        elif value not in (False, None, [], ()):
            yield f"{prefix}{name}", ", ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)


def checks() -> str:
    from netwright.check import CHECKS

    lines = ["# Named checks\n"]
    for name, check in CHECKS.items():
        parameters = list(inspect.signature(check).parameters)[1:]
        lines.append(f"## {name}\n\n`{name}({', '.join(parameters)})`\n\n{inspect.getdoc(check) or ''}\n")
    return "\n".join(lines)


def reports() -> str:
    """Every report with its tables and columns, and every export format."""
    from netwright.exports import FORMATS
    from netwright.reports import REPORTS

    lines = [
        "# Reports and exports\n",
        "`netwright report REPORT TOPOLOGY` prints these reports. The names of columns are those of CSV and JSON;",
        "other formats print titles, and leave out columns that are empty in every row.\n",
    ]
    for spec in REPORTS.values():
        names = f" Also known as {', '.join(f'`{alias}`' for alias in spec.aliases)}." if spec.aliases else ""
        lines.append(f"## {spec.name}\n\n{spec.meaning}{names}\n")
        for table in spec.tables:
            lines.append(f"### {spec.name}: {table.name}\n\n| Column | Title | Kind | Meaning |\n|---|---|---|---|")
            lines += [f"| `{c.key}` | {_cell(c.title)} | {c.kind} | {_cell(c.meaning)} |" for c in table.columns]
            lines.append("")
    lines.append("## Export formats\n\n| Format | Also known as | Meaning |\n|---|---|---|")
    for each in FORMATS.values():
        lines.append(f"| `{each.name}` | {', '.join(f'`{alias}`' for alias in each.aliases)} | {each.meaning} |")
    return "\n".join(lines) + "\n"


def rules() -> str:
    """Every rule of `netwright lint`: why, what it looks at, and the smell its test plants."""
    from netwright.lint import CLUSTER_RULES, RULES

    lines = [
        "# Rules of lint\n",
        "Codes never change. Rules that are on are wrong with high confidence; the others are asked for, with `--all`,",
        "`--select`, or `defaults.lint.select` in the topology. Rules over Kubernetes clusters are at the end, from",
        f"`{CLUSTER_RULES[0].code}` on: they look at topologies and at resources alone, a file for each cluster.\n",
    ]
    for rule in RULES:
        lines += [*_rule(rule), *_smell(ROOT / "tests/lint" / rule.code)]
    for rule in CLUSTER_RULES:
        lines += [*_rule(rule), *_smell(ROOT / "tests/lint/clusters" / rule.code)]
    return "\n".join(lines)


def _rule(rule: Rule[Any]) -> Iterator[str]:
    looks = inspect.getdoc(rule.find)
    yield f"## {rule.code}\n\n{rule.why} {'On.' if rule.standard else 'When asked for.'}\n"
    if looks:
        yield f"It looks for: {looks[0].lower()}{looks[1:]}\n"


def _smell(directory: Path) -> Iterator[str]:
    """What a test plants, and what it finds: a topology, or a file per cluster."""
    for path in sorted(directory.glob("*.yml")):
        title = "" if path.name == "topology.yml" else f"`{path.name}`:\n\n"
        yield f"{title}```yaml\n{path.read_text(encoding='utf-8')}```\n"
    yield f"```\n{(directory / 'expected.txt').read_text(encoding='utf-8')}```\n"


def examples() -> Iterator[tuple[str, str]]:
    """Every example's article, with its topology and the files of resources that belong to it."""
    for path in sorted((ROOT / "examples").glob("*/README.md")):
        text = re.sub(r"\[([^\]]+)\]\(\.\./([^/)]+)/README\.md\)", r"[\1](\2.md)", path.read_text(encoding="utf-8"))
        text = re.sub(r"\]\(\.\./\.\./docs/", "](../../", text)
        parts = [text, "## The topology\n", _listing(path.parent / "topology.yml")]
        further = (p.relative_to(path.parent) for p in path.parent.rglob("*.yml"))
        for name in sorted(n for n in further if n.name != "topology.yml" and not n.parts[0].startswith(".")):
            parts += [f"## {name.as_posix()}\n", _listing(path.parent / name)]
        yield path.parent.name, "\n".join(parts)


def _listing(path: Path) -> str:
    return f"```yaml\n{path.read_text(encoding='utf-8')}```\n"


PICTURES = {
    "bird-rr": ("examples/bird-rr/topology.yml", "bgp"),
    "clusters": ("docs/pictures/clusters.yml", "topology"),
    "clusters-bgp": ("docs/pictures/clusters.yml", "bgp"),
    "nested-kubevirt": ("examples/nested-kubevirt/topology.yml", "topology"),
    "nested-service-vip": ("examples/nested-service-vip/topology.yml", "topology"),
    "nested-route-reflectors": ("examples/nested-route-reflectors/topology.yml", "topology"),
    "nested-route-reflectors-bgp": ("examples/nested-route-reflectors/topology.yml", "bgp"),
    "fabric": ("docs/pictures/fabric.yml", "topology"),
    "multipod": ("examples/evpn-multipod/topology.yml", "bgp"),
    "exchange": ("examples/route-server-ixp/topology.yml", "bgp"),
    "areas": ("examples/ospf-areas/topology.yml", "ospf"),
    "vrfs": ("examples/vrf-lite/topology.yml", "vrf"),
}
"""Pictures in the text, `docs/pictures/NAME.svg`: name -> (topology, graph type). A test holds them equal to what is
drawn today (NETWRIGHT_UPDATE_GOLDEN=1 writes them)."""


def picture(name: str) -> str:
    """Drawn by the native engine."""
    import netwright
    from netwright.workbench import draw

    path, graph_type = PICTURES[name]
    return draw(netwright.load_topology(str(ROOT / path)), graph_type, engine="svg")


def pages() -> dict[str, str]:
    """Every generated page by file name."""
    result = {"commands.md": commands(), "errors.md": errors(), "devices.md": devices(), "checks.md": checks()}
    result |= {"attributes.md": attributes(), "reports.md": reports()}
    result |= {"lint.md": rules(), "resources.md": resources()}
    found = dict(examples())
    result |= {f"{name}.md": text for name, text in found.items()}
    listed = "\n".join(found)
    result["examples.md"] = f"# Examples\n\n```{{toctree}}\n:maxdepth: 1\n\n{listed}\n```\n"
    return result


def write(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (directory / name).write_text(text, encoding="utf-8")
