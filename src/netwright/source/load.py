"""One file of YAML -> an expanded tree with its `_include`d files in place.

Owns: finding and including files. Must not: know what the keys mean.
Source: the topology format: `_include: [x.yml]` inserts a file under the key `x`, its base name.
"""

from __future__ import annotations

import os
from typing import Any

from ..errors import Problems, Span
from ..model import Map, Seq
from .expand import expand
from .files import FileReader
from .texts import read_text
from .yaml import LARGEST_FILE, deepest_place, read_yaml, report_depth


class Loader:
    """Loads files once each and remembers which were read."""

    def __init__(self, files: FileReader, problems: Problems) -> None:
        self.files = files
        self.problems = problems
        self.read_files: list[str] = []

    def text_of(self, path: str, asked_at: Span) -> str | None:
        """Decoded content; a problem and None when it cannot be had."""
        return read_text(self.files, path, LARGEST_FILE, asked_at, self.problems)

    def tree(self, path: str, asked_at: Span) -> Map | None:
        """The tree of a file that must be a mapping."""
        text = self.text_of(path, asked_at)
        return None if text is None else self.parse(text, path, os.path.dirname(path))

    def parse(self, text: str, path: str, directory: str, chain: tuple[str, ...] = ()) -> Map | None:
        self.read_files.append(path)
        tree = read_yaml(text, path, self.problems)
        if tree is None:
            return None
        if not isinstance(tree, Map):
            self.problems.error("wrong-type", "expected a mapping at the top of the file", Span(path, 1, 1))
            return None
        expand(tree, self.problems)
        self.include(tree, directory, (*chain, os.path.normpath(path)))
        return self.shallow(tree)

    def shallow(self, tree: Map) -> Map | None:
        """The tree, or None with a problem when dotted keys or included files nest too deep."""
        at = deepest_place(tree)
        if at is None:
            return tree
        report_depth(at, self.problems)
        return None

    def include(self, tree: Map, directory: str, chain: tuple[str, ...]) -> None:
        """Replace every `_include` by the files it names."""
        pending: list[Any] = [tree]
        while pending:
            item = pending.pop()
            if isinstance(item, Map) and "_include" in item:
                at = item.at("_include")
                names = item.take("_include")
                listed = names if isinstance(names, list) else [names]
                for index, name in enumerate(listed):
                    place = names.at(index) if isinstance(names, Seq) else at
                    self.include_one(item, name, directory, place, chain)
            children = item.values() if isinstance(item, Map) else item
            pending.extend(v for v in children if isinstance(v, (Map, list)))

    def include_one(self, item: Map, name: Any, directory: str, at: Span, chain: tuple[str, ...]) -> None:
        if not isinstance(name, str):
            self.problems.error("wrong-type", "`_include` takes file names", at)
            return
        path = os.path.normpath(os.path.join(directory, name))
        if path in chain:
            self.problems.error("include-cycle", f"`{name}` includes itself", at)
            return
        text = self.text_of(path, at)
        if text is None:
            return
        tree = self.parse(text, path, os.path.dirname(path), chain)
        key = os.path.splitext(os.path.basename(name))[0]
        if tree is None:
            return
        if key in item:
            self.problems.error("duplicate-key", f"`_include` of `{name}` gives `{key}` a second time", at)
            return
        item.put(key, tree, at, tree.span)
