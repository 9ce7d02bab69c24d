"""What a report is: tables of typed rows under named columns.

Owns: the types that reports make and writers print. Must not: compute or print anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Literal

import msgspec

from ..model import Interface, Network, Node

Cell = str | int | bool | tuple[str, ...] | None
"""A tuple is a list; None = there is nothing to say."""
Row = tuple[Cell, ...]
Kind = Literal["text", "number", "address", "list", "flag"]


class Column(msgspec.Struct, frozen=True):
    """One column; `key` is its name in JSON and CSV and never changes."""

    key: str
    title: str
    meaning: str
    kind: Kind = "text"


class Selection:
    """A network and the nodes of it that are reported."""

    def __init__(self, network: Network, nodes: Iterable[str] | None = None) -> None:
        self.network = network
        wanted = network.nodes if nodes is None else frozenset(nodes)
        self.nodes: tuple[Node, ...] = tuple(node for name, node in network.nodes.items() if name in wanted)
        self.names = frozenset(node.name for node in self.nodes)

    @cached_property
    def interfaces(self) -> Mapping[tuple[str, str], Interface]:
        """Every interface of the network by node and name."""
        return {(node.name, i.ifname): i for node in self.network.nodes.values() for i in own_interfaces(node)}


def own_interfaces(node: Node) -> tuple[Interface, ...]:
    """The node's own loopback, then the others."""
    return ((node.loopback,) if node.loopback is not None else ()) + node.interfaces


class TableSpec(msgspec.Struct, frozen=True):
    """A table that can be made of any network."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Callable[[Selection], Iterable[Row]]


class ReportSpec(msgspec.Struct, frozen=True, kw_only=True):
    """A report that can be made of any network."""

    name: str
    title: str
    meaning: str
    """One sentence for lists of reports."""
    tables: tuple[TableSpec, ...]
    empty: str
    """What is said when no table has a row."""
    aliases: tuple[str, ...] = ()


class Table(msgspec.Struct, frozen=True):
    """A table of one network; every row has a cell for each column."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def records(self) -> list[dict[str, Cell]]:
        """Rows by column key."""
        keys = [column.key for column in self.columns]
        return [dict(zip(keys, row, strict=True)) for row in self.rows]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """A report of one network."""

    name: str
    title: str
    network: str
    tables: tuple[Table, ...]
    empty: str


def make(spec: ReportSpec, selection: Selection) -> Report:
    """Compute every table of a report."""
    tables = tuple(Table(t.name, t.title, t.columns, tuple(t.rows(selection))) for t in spec.tables)
    return Report(name=spec.name, title=spec.title, network=selection.network.name, tables=tables, empty=spec.empty)
