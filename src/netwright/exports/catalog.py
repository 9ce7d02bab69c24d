"""The table of export formats. A new format is one file and one line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from ..errors import InputError, Problem, nearest
from ..render import inventory
from ..render.documents import json_text, yaml_text
from .ansible import ansible, ansible_ini
from .containerlab import containerlab
from .model import Export, ExportFile, Source


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """One export format."""

    name: str
    meaning: str
    make: Callable[[Source], Export]
    single: bool = False
    """One file, which may go to standard output."""
    planned: bool = False
    """It needs nodes of the plan, so all that nodes run has to be possible; for others the plan has names only."""
    aliases: tuple[str, ...] = ()


def _json(source: Source) -> Export:
    return Export(format="json", files=(ExportFile("network.json", json_text(inventory(source.network))),))


def _yaml(source: Source) -> Export:
    return Export(format="yaml", files=(ExportFile("network.yml", yaml_text(inventory(source.network))),))


def _hosts(source: Source) -> Export:
    return Export(format="hosts", files=(ExportFile("hosts", source.plan.hosts),))


FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format(
            name="containerlab",
            meaning="A containerlab topology with the configuration of every node.",
            make=containerlab,
            planned=True,
            aliases=("clab",),
        ),
        Format(
            name="ansible",
            meaning="An Ansible inventory in YAML with host and group variables.",
            make=ansible,
            aliases=("ansible-yaml", "inventory"),
        ),
        Format(name="ansible-ini", meaning="The same with an inventory in INI form.", make=ansible_ini),
        Format(name="json", meaning="The designed network as JSON.", make=_json, single=True),
        Format(name="yaml", meaning="The designed network as YAML.", make=_yaml, single=True, aliases=("yml",)),
        Format(
            name="hosts",
            meaning="Names and addresses of every node as /etc/hosts has them.",
            make=_hosts,
            single=True,
            aliases=("etc-hosts",),
        ),
    )
}
_NAMES = {name: each for each in FORMATS.values() for name in (each.name, *each.aliases)}


def find_format(name: str) -> Format:
    """The format of a name or alias. Raises InputError."""
    found = _NAMES.get(name.lower().replace("_", "-"))
    if found is None:
        hint = nearest(name, _NAMES) or f"there are {', '.join(FORMATS)}"
        raise InputError([Problem("unknown-export", f"there is no export format `{name}`", hint=hint)])
    return found
