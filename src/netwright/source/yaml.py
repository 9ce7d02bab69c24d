"""YAML text -> located tree, from libyaml's events, without recursion.

Owns: places, duplicate keys, anchors and aliases, merge keys, limits on size. Must not: know the format.
Source: YAML 1.2.2; merge keys as YAML 1.1 defines them, since users of the format write them.
"""

from __future__ import annotations

from typing import Any, NoReturn

import yaml

from ..errors import Problems, Span
from ..model import Map, Seq, copy_tree
from .scalars import resolve

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of one file."""
MOST_ALIASED = 1_000_000
"""Values that aliases may add to a file by repetition."""
DEEPEST = 100
"""Levels of nesting."""

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STR = "tag:yaml.org,2002:str"
_CORE = {f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool", "null", "map", "seq")}


class _Stop(Exception):
    """The rest of the file cannot be read; the problem has been noted."""


class _Frame:
    """A container under construction."""

    __slots__ = ("anchor", "container", "height", "key", "key_at", "size")

    def __init__(self, container: Map | Seq, anchor: str | None) -> None:
        self.container = container
        self.anchor = anchor
        self.key: str | None = None
        self.key_at: Span | None = None
        self.size = 1
        self.height = 1
        """Levels of nesting, this one included."""


class _Composer:
    """Turns the events of a document, or of each document of a stream, into a tree."""

    def __init__(self, file: str, problems: Problems, *, stream: bool = False) -> None:
        self.file = file
        self.problems = problems
        self.stream = stream
        """Several documents are welcome."""
        self.stack: list[_Frame] = []
        self.anchors: dict[str, tuple[Any, int, int]] = {}
        """Value, number of values in it, levels of nesting."""
        self.aliased = 0
        self.documents = 0
        self.root: Any = None
        self.roots: list[Any] = []
        """Trees of the documents that ended."""

    def span(self, event: Any) -> Span:
        mark = event.start_mark
        return Span(self.file, mark.line + 1, mark.column + 1)

    def feed(self, event: Any) -> None:
        kind = type(event).__name__
        if kind == "ScalarEvent":
            self.value(self.scalar(event), event, 1)
        elif kind == "MappingStartEvent":
            self.open(Map(span=self.span(event)), event)
        elif kind == "SequenceStartEvent":
            self.open(Seq(span=self.span(event)), event)
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            self.close(event)
        elif kind == "AliasEvent":
            self.alias(event)
        elif kind == "DocumentStartEvent":
            self.documents += 1
            self.anchors.clear()
            if self.documents > 1 and not self.stream:
                self.problems.error(
                    "several-documents",
                    "a topology is one YAML document, found a second one",
                    self.span(event),
                )
                raise _Stop
        elif kind == "DocumentEndEvent":
            self.roots.append(self.root)
            self.root = None

    def too_deep(self, at: Span) -> NoReturn:
        report_depth(at, self.problems)
        raise _Stop

    def scalar(self, event: Any) -> Any:
        if event.tag is not None and event.tag not in (_STR, "!"):
            if event.tag not in _CORE:
                self.problems.error("unknown-tag", f"unknown YAML tag `{event.tag}`", self.span(event))
                return event.value
            return resolve(event.value)
        return resolve(event.value) if event.implicit[0] and event.tag is None else event.value

    def open(self, container: Map | Seq, event: Any) -> None:
        if len(self.stack) >= DEEPEST:
            self.too_deep(self.span(event))
        if event.tag is not None and event.tag not in _CORE and event.tag != "!":
            self.problems.error("unknown-tag", f"unknown YAML tag `{event.tag}`", self.span(event))
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.container, Map) and frame.key is None:
            self.problems.error("bad-key", "a key must be a word, found a list or mapping", self.span(event))
            raise _Stop
        self.stack.append(_Frame(container, event.anchor))

    def close(self, event: Any) -> None:
        frame = self.stack.pop()
        container = frame.container
        if isinstance(container, Map) and "<<" in container:
            self.merge(container)
        if frame.anchor:
            self.anchors[frame.anchor] = (container, frame.size, frame.height)
        self.place(container, container.span, frame.size, frame.height)

    def value(self, value: Any, event: Any, size: int) -> None:
        if event.anchor:
            self.anchors[event.anchor] = (value, size, 0)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.container, Map) and frame.key is None:
            self.key(frame, event)
            return
        self.place(value, self.span(event), size)

    def key(self, frame: _Frame, event: Any) -> None:
        text = event.value
        at = self.span(event)
        if text in frame.container:
            first = frame.container.key_at(text) if isinstance(frame.container, Map) else at
            self.problems.error(
                "duplicate-key",
                f"key `{text}` was already given in line {first.line}",
                at,
                "remove one of them",
            )
        frame.key, frame.key_at = text, at

    def place(self, value: Any, at: Span, size: int, height: int = 0) -> None:
        if not self.stack:
            self.root = value
            return
        frame = self.stack[-1]
        frame.size += size
        if height >= frame.height:
            frame.height = height + 1
        container = frame.container
        if isinstance(container, Map):
            key = frame.key
            if key is not None and key not in container:
                dict.__setitem__(container, key, value)
                container.keys_at[key] = frame.key_at or at
                container.values_at[key] = at
            frame.key = None
        else:
            container.append(value)
            container.items_at.append(at)

    def alias(self, event: Any) -> None:
        at = self.span(event)
        if event.anchor not in self.anchors:
            self.problems.error("unknown-alias", f"alias `*{event.anchor}` has no anchor before it", at)
            raise _Stop
        value, size, height = self.anchors[event.anchor]
        if len(self.stack) + height > DEEPEST:
            self.too_deep(at)
        self.aliased += size
        if self.aliased > MOST_ALIASED:
            self.problems.error(
                "alias-expansion",
                f"aliases repeat more than {MOST_ALIASED:,} values; this file is refused",
                at,
            )
            raise _Stop
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.container, Map) and frame.key is None:
            self.problems.error("bad-key", "an alias cannot be a key", at)
            raise _Stop
        self.place(copy_tree(value), at, size, height)

    def merge(self, target: Map) -> None:
        """`<<: *base` fills what the mapping does not say itself."""
        at = target.at("<<")
        base = target.take("<<")
        for source in base if isinstance(base, Seq) else [base]:
            if not isinstance(source, Map):
                self.problems.error("bad-merge", "`<<` takes a mapping or a list of mappings", at)
                continue
            for key in source:
                if key not in target:
                    target.move(key, source)


def report_depth(at: Span, problems: Problems) -> None:
    problems.error("too-deep", f"nested more than {DEEPEST} levels deep", at)


def deepest_place(tree: Any) -> Span | None:
    """Where a tree that was expanded or included is nested deeper than a file may be; None when it is not."""
    level: list[Any] = [tree]
    for _ in range(DEEPEST):
        level = [
            child
            for item in level
            for child in (item.values() if isinstance(item, Map) else item)
            if isinstance(child, (Map, Seq))
        ]
        if not level:
            return None
    place: Span = level[0].span
    return place


def read_yaml(text: str, file: str, problems: Problems) -> Any:
    """The located tree of one document; None when it is empty or cannot be read at all."""
    composer = _Composer(file, problems)
    return composer.roots[0] if _compose(composer, text) and composer.roots else None


def read_stream(text: str, file: str, problems: Problems) -> list[Any]:
    """The located trees of a stream of documents (`---`); those before a mistake that ends reading are kept."""
    composer = _Composer(file, problems, stream=True)
    _compose(composer, text)
    return composer.roots


def _compose(composer: _Composer, text: str) -> bool:
    """Feed a text to a composer; False, and a problem, when it cannot be read to its end."""
    file, problems = composer.file, composer.problems
    if len(text) > LARGEST_FILE:
        limit = LARGEST_FILE // (1024 * 1024)
        problems.error("file-too-large", f"more than {limit} MB of text; this file is refused", Span(file))
        return False
    feed = composer.feed
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            feed(event)
    except _Stop:
        return False
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        span = Span(file, mark.line + 1, mark.column + 1) if mark else Span(file)
        reason = " ".join(str(part) for part in (error.context, error.problem) if part)
        problems.error("yaml-syntax", f"not valid YAML: {reason}", span, _syntax_hint(text, span))
        return False
    except (yaml.reader.ReaderError, yaml.YAMLError, ValueError) as error:
        problems.error("yaml-syntax", f"not valid YAML: {str(error).splitlines()[0]}", Span(file))
        return False
    return True


def _syntax_hint(text: str, span: Span) -> str:
    lines = text.splitlines()
    line = lines[span.line - 1] if 0 < span.line <= len(lines) else ""
    if "\t" in line[: len(line) - len(line.lstrip())]:
        return "indent with spaces, YAML does not allow tabs"
    return ""
