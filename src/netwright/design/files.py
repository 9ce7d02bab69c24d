"""Files, configlets and inline configuration of the topology.

Owns: `draft.files`, `draft.configlets`, `node.config`. Must not: write anything.
Source: the topology format's "Embed files and configuration templates in lab topology".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..errors import Problems, Span
from ..model import Map, Seq
from .draft import Draft, place
from .merge import mapping

PROVIDERS = ("clab", "libvirt", "virtualbox", "external")


def collect_files(draft: Draft, problems: Problems) -> None:
    """Fill `draft.files` from `files` and `draft.configlets` from `configlets` and `validate`."""
    for path, content, at in _files(draft, problems):
        if path is not None and _safe(path, at, problems):
            draft.files[path] = content
    section = mapping(draft.settings.get("configlets"))
    for name, content in section.items():
        at = place(section, draft.setting_at("configlets"), name)
        _add(draft, name, content, at, problems)
    tests = mapping(draft.settings.get("validate"))
    for name, test in tests.items():
        inline = mapping(mapping(test).get("config")).get("inline")
        if inline is not None:
            _add(draft, f"_v_{name}", inline, place(tests, draft.setting_at("validate"), name), problems)


def _files(draft: Draft, problems: Problems) -> Iterator[tuple[str | None, str, Span]]:
    files = draft.settings.get("files")
    if isinstance(files, dict):
        for path, content in files.items():
            at = place(files, draft.setting_at("files"), path)
            yield _text(path, content, at, problems), str(content), at
    elif isinstance(files, list):
        for index, entry in enumerate(files):
            at = files.at(index) if isinstance(files, Seq) else draft.setting_at("files")
            if isinstance(entry, dict) and isinstance(entry.get("path"), str) and "content" in entry:
                yield _text(entry["path"], entry["content"], at, problems), str(entry["content"]), at
            else:
                message = "a file needs `path` and `content`"
                problems.error("wrong-file", message, at, "example: `{path: a.txt, content: hello}`")
    elif files is not None:
        problems.error("wrong-file", "`files` must be a mapping or a list", draft.setting_at("files"))


def _text(path: str, content: Any, at: Span, problems: Problems) -> str | None:
    if isinstance(content, (dict, list)):
        problems.error("wrong-file", f"content of `{path}` must be text", at)
        return None
    return path


def _safe(path: str, at: Span, problems: Problems) -> bool:
    """A relative path that stays inside the lab directory."""
    parts = path.replace("\\", "/").split("/")
    if path and not path.startswith(("/", "~")) and ".." not in parts and "\0" not in path and parts[-1]:
        return True
    message = f"path `{path}` leaves the lab directory or names no file"
    problems.error("path-outside-lab", message, at, "use a path relative to the lab directory")
    return False


def _add(draft: Draft, name: str, content: Any, at: Span, problems: Problems) -> None:
    """Add a configlet; a nested mapping makes one template per node, device or provider."""
    for path, text in _templates(name, content, ()):
        if isinstance(text, list):
            problems.error("wrong-configlet", f"configlet `{name}` must be text or a mapping", at)
        elif _safe(path, at, problems):
            draft.configlets[path] = "" if text is None else str(text)


def _templates(name: str, content: Any, parts: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    if isinstance(content, dict):
        for key, value in content.items():
            yield from _templates(name, value, parts if key == "base" else (*parts, str(key)))
        return
    suffix = ""
    for part in parts:
        suffix += f"-{part}" if part in PROVIDERS and suffix else (f".{part}" if suffix else part)
    yield (f"{name}/{suffix}.j2" if suffix else f"{name}.j2"), content


def collect_configs(draft: Draft, problems: Problems) -> None:
    """`node.config`: names of templates in order; mappings and inline text become configlets."""
    of_groups: dict[str, tuple[str, ...]] = {}
    for name, group in draft.topology.groups.items():
        config = group.attributes.get("config")
        if isinstance(config, dict):
            of_groups[name] = _inline(draft, config, f"_g_{name}", place(group.attributes, Span(name)), problems)
    for node in draft.nodes.values():
        config = node.data.get("config")
        if isinstance(config, dict):
            names = list(_inline(draft, config, f"_n_{node.name}", node.at("config"), problems))
        elif isinstance(config, str):
            names = [config]
        else:
            names = [str(entry) for entry in config or ()]
        for group_name, templates in of_groups.items():
            if node.name in draft.topology.groups[group_name].members:
                names = [t for t in templates if t not in names] + names
        node.config = tuple(names)


def _inline(draft: Draft, config: Mapping[str, Any], inline_name: str, at: Span, problems: Problems) -> tuple[str, ...]:
    names = []
    for key, content in config.items():
        name = inline_name if key == "inline" else key
        where = config.at(key) if isinstance(config, Map) else at
        _add(draft, name, content, where, problems)
        names.append(name)
    return tuple(names)
