"""Custom configuration: find the template of each name in `node.config`, render it, say how it is applied.

Owns: search order, rendering of users' templates, the kind of snippet per device. Must not: touch the disk
(files come through `TemplateFinder`), run anything.

Search order (the format's): file candidates from the most specific to `name.j2`; for each, the topology's
configlets, then the finder's directories in order. Group templates come before node templates: `node.config`
arrives in that order with removals applied; `-name` and `-` left in it are applied here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from msgspec.structs import replace

from ..errors import Problems
from ..model import Network, Node, Snippet
from .interfaces import Plain
from .inventory import PROVIDER, NodeInventory, template_variables
from .rendering import FailedTemplateError, Load, rendered

_PATTERNS = (
    "{name}/{node}.{device}-{provider}.j2",
    "{name}/{node}.{device}.j2",
    "{name}/{node}-{provider}.j2",
    "{name}/{node}.j2",
    "{name}/{node}.cfg",
    "{name}/{device}-{provider}.j2",
    "{name}/{device}.j2",
    "{name}.{node}.{device}.j2",
    "{name}.{node}.j2",
    "{name}.{device}.j2",
    "{slashed}/{device}-{provider}.j2",
    "{slashed}/{device}.j2",
    "{name}-{provider}.j2",
    "{name}.j2",
)
BIRD_DIRECTORY = "/etc/bird/conf.d"
BIRD_RELOAD = ("birdc", "-s", "/run/bird/bird.ctl", "configure")


class TemplateFinder(Protocol):
    """Files of the directories custom configuration is searched in."""

    @property
    def directories(self) -> Sequence[str]:
        """In search order: topology directory, lab directory, `.`, `~/.netlab`, `/etc/netlab`, built in."""
        ...

    def read(self, directory: str, path: str) -> str | None:
        """Text of a file below one of the directories; None when there is no such file."""
        ...


class MemoryFinder:
    """A finder over texts: `{directory: {path: text}}` (tests, and callers without a disk)."""

    def __init__(self, files: Mapping[str, Mapping[str, str]] | None = None) -> None:
        self._files = files or {}

    @property
    def directories(self) -> Sequence[str]:
        return tuple(self._files)

    def read(self, directory: str, path: str) -> str | None:
        return self._files[directory].get(path)


def candidates(name: str, node: Node, device: str | None = None) -> tuple[str, ...]:
    """File names tried for one template name on one node, most specific first."""
    values = {
        "name": name,
        "slashed": name.replace(".", "/"),
        "node": node.name,
        "device": device or node.device,
        "provider": PROVIDER,
    }
    return tuple(dict.fromkeys(pattern.format_map(values) for pattern in _PATTERNS))


def template_names(config: Sequence[str]) -> tuple[str, ...]:
    """Names in order with removals applied and `.j2` dropped: `-` removes all so far, `-x` removes `x`."""
    names: list[str] = []
    for item in config:
        name = item.removesuffix(".j2")
        if name == "-":
            names.clear()
        elif name.startswith("-"):
            names = [n for n in names if n != name[1:]]
        elif name not in names:
            names.append(name)
    return tuple(names)


def custom_snippets(
    network: Network,
    node: Node,
    finder: TemplateFinder,
    problems: Problems,
    *,
    hostvars: NodeInventory | None = None,
    names: Sequence[str] | None = None,
) -> tuple[Snippet, ...]:
    """Render the custom configuration of one node, in the order it is applied.

    `names` replaces `node.config` (a template applied to a running lab); share one `hostvars` between the
    calls for all nodes. A missing template and a template that fails are one problem each.
    """
    wanted = template_names(node.config if names is None else names)
    if not wanted:
        return ()
    shared = hostvars if hostvars is not None else NodeInventory(network)
    variables: Plain | None = None
    snippets = []
    for position, name in enumerate(wanted):
        found = find_template(network, node, name, finder, problems)
        if found is None:
            continue
        where, source = found
        if variables is None:
            variables = _variables(network, node, shared)
        text = _render(network, node, finder, problems, (name, where, source), variables)
        if text is not None:
            made = snippet(node, name, text, position)
            if node.requested_device != node.device and node.device not in where:
                made = replace(made, written_for=node.requested_device)
            snippets.append(made)
    return tuple(snippets)


def find_template(
    network: Network, node: Node, name: str, finder: TemplateFinder, problems: Problems
) -> tuple[str, str] | None:
    """(file name, source) of the template of one name on one node; a problem when there is none."""
    if leaves(name):
        problems.error(
            "path-outside-lab",
            f"node {node.name}: custom configuration `{name}` must be a name or path in the lab directory",
        )
        return None
    found = _search(network, node, name, finder, node.device)
    if found is not None:
        return found
    replaced = node.requested_device != node.device
    if replaced and _search(network, node, name, finder, node.requested_device) is not None:
        problems.warning(
            "custom-config-device",
            f"node {node.name}: custom configuration `{name}` is written for {node.requested_device}, "
            f"but the node runs {node.device}; it is left out",
            hint=f"add a template for {node.device}, for example `{name}/{node.device}.j2`",
        )
        return None
    places = [d for d in finder.directories if not d.startswith("<")]
    problems.error(
        "custom-config-missing",
        f"node {node.name}: there is no template for custom configuration `{name}`",
        hint=f"write `{name}.j2` or `{name}/{node.device}.j2`" + (f" in one of {', '.join(places)}" if places else ""),
    )
    return None


def leaves(name: str) -> bool:
    """Whether a template's name would lead out of the directories that are searched."""
    return name.startswith(("/", "~")) or ".." in name.split("/") or not name or "\0" in name


def _search(network: Network, node: Node, name: str, finder: TemplateFinder, device: str) -> tuple[str, str] | None:
    for path in candidates(name, node, device):
        if device != node.device and device not in path:
            continue
        if path in network.configlets:
            return path, network.configlets[path]
        for directory in finder.directories:
            text = finder.read(directory, path)
            if text is not None:
                return f"{directory}/{path}" if directory != "." else path, text
    return None


def _variables(network: Network, node: Node, hostvars: NodeInventory) -> Plain:
    """What a template sees. A copy: a template that changes its own node's data changes nothing else."""
    data = template_variables(network, node)
    data["hostvars"] = hostvars
    data.setdefault("groups", {name: list(group.members) for name, group in network.groups.items()})
    data.setdefault("addressing", hostvars.addressing)
    return data


def _render(
    network: Network,
    node: Node,
    finder: TemplateFinder,
    problems: Problems,
    template: tuple[str, str, str],
    variables: Plain,
) -> str | None:
    name, where, source = template
    if where.endswith(".cfg"):
        return source
    names = {"custom_config": name, "config_module": name}
    load = loader(network, where, source, finder)
    try:
        return rendered(where, source, {**variables, **names}, load, variables["hostvars"].compiled)
    except FailedTemplateError as error:
        problems.error(
            "template-error",
            f"node {node.name}: template of custom configuration `{name}` fails: {error.message}",
            error.span,
        )
        if error.endless:  # it would be so for every node
            problems.raise_errors()
    return None


def loader(network: Network, where: str, source: str, finder: TemplateFinder) -> Load:
    """For the template itself, `include` and `import`: next to the template, then the search path."""
    folder = where.rpartition("/")[0]

    def load(path: str) -> tuple[str, str, None] | None:
        if path == where:
            return source, where, None
        if leaves(path):
            return None
        if path in network.configlets:
            return network.configlets[path], path, None
        for directory in finder.directories:
            inner = folder[len(directory) :].strip("/") if folder.startswith(directory) else ""
            for candidate in ([f"{inner}/{path}"] if inner else []) + [path]:
                text = finder.read(directory, candidate)
                if text is not None:
                    return text, candidate, None
        return None

    return load


def snippet(node: Node, name: str, text: str, position: int = 0) -> Snippet:
    """How rendered text is applied on a device: its own command language, a script, or an included file."""
    return _KINDS.get(node.device, _shell)(name, text, position)


def _shell(name: str, text: str, position: int) -> Snippet:
    return Snippet(name=name, kind="shell", text=text)


def _frr(name: str, text: str, position: int) -> Snippet:
    first = text.lstrip().partition("\n")[0]
    if first.startswith("#!") and "vtysh" not in first:
        return Snippet(name=name, kind="shell", text=text.lstrip())
    return Snippet(name=name, kind="vtysh", text=text.lstrip().partition("\n")[2] if first[:2] == "#!" else text)


def _bird(name: str, text: str, position: int) -> Snippet:
    if text.lstrip().startswith("#!"):
        return Snippet(name=name, kind="shell", text=text.lstrip())
    safe = "".join(c if c.isalnum() or c in "-_." else "_" for c in name)
    path = f"{BIRD_DIRECTORY}/{50 + position:02}-{safe}.conf"
    text = text if text.endswith("\n") else text + "\n"
    return Snippet(name=name, kind="file", text=text, path=path, reload=BIRD_RELOAD)


_KINDS: dict[str, Callable[[str, str, int], Snippet]] = {"frr": _frr, "bird": _bird}
"""Devices that are not configured by a shell script alone."""
