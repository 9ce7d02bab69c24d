"""Files, directories, streams and lists -> documents, one per resource.

Owns: finding documents, unpacking lists, what names a kind. Must not: know what resources say.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from ...errors import NOWHERE, Problems, Span
from ...model import Map, Seq
from ...schema.types import shown
from ...source import LARGEST_FILE, DirectoryReader, read_stream, read_text

SUFFIXES = (".yaml", ".yml", ".json")
"""Files of a directory that are read, as `kubectl apply -f` does."""


class Document(NamedTuple):
    """A resource as it was written."""

    version: str
    """`apiVersion`."""
    kind: str
    tree: Map


def read_paths(
    paths: Sequence[str], files: DirectoryReader, problems: Problems, asked_at: Span = NOWHERE
) -> list[Document]:
    """Documents of files and of the files in directories (not of directories in them), in order of names."""
    found: list[Document] = []
    for path in paths:
        for name in _files(path, files, problems, asked_at):
            text = read_text(files, name, LARGEST_FILE, asked_at, problems)
            if text is not None:
                found += read_documents(text, name, problems)
    return found


def _files(path: str, files: DirectoryReader, problems: Problems, asked_at: Span) -> list[str]:
    try:
        names = files.names(path)
    except OSError as error:
        problems.error("unreadable-directory", f"cannot read `{path}`: {error.strerror or error}", asked_at)
        return []
    if names is None:
        return [path]
    found = [os.path.join(path, name) for name in names if name.endswith(SUFFIXES)]
    if not found:
        problems.error(
            "no-resources", f"no resources in `{path}`", asked_at, f"files named {', '.join(SUFFIXES)} are read"
        )
    return found


def read_documents(text: str, file: str, problems: Problems) -> list[Document]:
    """Documents of a text: YAML or JSON, one or several."""
    return unpack(read_stream(text, file, problems), Span(file, 1, 1), problems)


def unpack(trees: Iterable[Any], at: Span, problems: Problems) -> list[Document]:
    """Documents of located trees; lists of resources (`kind: List`, `kind: BGPPeerList`) are taken apart.

    `at`: where a tree without a place of its own is said to be.
    """
    return list(_unpack(trees, at, problems))


def _unpack(trees: Iterable[Any], at: Span, problems: Problems) -> Iterator[Document]:
    pending = [(tree, at, "", "") for tree in trees if tree is not None][::-1]
    while pending:
        tree, place, version, kind = pending.pop()
        if not isinstance(tree, Map):
            problems.error("wrong-type", f"a resource is a mapping, found {shown(tree)}", place)
            continue
        version, kind = _word(tree, "apiVersion", version, problems), _word(tree, "kind", kind, problems)
        if not version or not kind:
            continue
        items = tree.get("items")
        if not kind.endswith("List") or "items" not in tree:
            yield Document(version, kind, tree)
        elif isinstance(items, Seq):
            of = ("", "") if kind == "List" else (version, kind.removesuffix("List"))
            pending += [(item, items.at(i), *of) for i, item in enumerate(items)][::-1]
        elif items is not None:
            problems.error("wrong-type", f"`items` must be a list, found {shown(items)}", tree.at("items"))


def _word(tree: Map, key: str, inherited: str, problems: Problems) -> str:
    """`apiVersion` or `kind`; an item of a list of one kind need not say it. Empty after a problem."""
    value = tree.get(key)
    if value in (None, "") and inherited:
        return inherited
    if value in (None, ""):
        problems.error("missing-field", f"the resource needs `{key}`", tree.span)
        return ""
    if not isinstance(value, str):
        problems.error("wrong-type", f"`{key}` must be text, found {shown(value)}", tree.at(key))
        return ""
    return value
