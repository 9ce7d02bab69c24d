"""Exports `ansible` and `ansible-ini`: an inventory with groups, and variables in the format's own names.

Owns: what lies where. Must not: run Ansible. Connections are those of the exported containerlab topology.
Source: Ansible's user guide, "How to build your inventory".
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..model import Network
from ..model.tree import to_plain
from ..render import node_inventory
from ..render.documents import yaml_text
from .model import Export, ExportFile, Source

CONNECTION = {"ansible_connection": "community.docker.docker", "ansible_user": "root"}
CONFIGURATION = """\
[defaults]
inventory = {inventory}
host_key_checking = False
gathering = explicit
interpreter_python = auto_silent
retry_files_enabled = False
"""
RESERVED = ("all", "ungrouped")
"""Groups every inventory has."""


def ansible(source: Source) -> Export:
    """`hosts.yml`, with hosts in their groups."""
    network = source.network
    hosts = {name: _host(network, name) for name in network.nodes}
    children: dict[str, Any] = {
        name: {"hosts": {member: {} for member in members}} for name, members in groups(network).items()
    }
    document = {"all": {"hosts": hosts, "children": children}}
    return _export(source, "ansible", "hosts.yml", yaml_text(document))


def ansible_ini(source: Source) -> Export:
    """`hosts.ini`: the same in Ansible's older form."""
    network = source.network
    lines = [
        " ".join([name, *(f"{key}={value}" for key, value in _host(network, name).items())]) for name in network.nodes
    ]
    for name, members in groups(network).items():
        lines += ["", f"[{name}]", *members]
    return _export(source, "ansible-ini", "hosts.ini", "".join(f"{line}\n" for line in lines))


def groups(network: Network) -> dict[str, tuple[str, ...]]:
    """Groups of nodes, then `modules`: who uses each module, as `module_bgp`."""
    found = {
        name: group.members for name, group in network.groups.items() if group.kind == "node" and name not in RESERVED
    }
    for module in sorted({module for node in network.nodes.values() for module in node.modules}):
        found.setdefault(f"module_{module}", tuple(n for n, node in network.nodes.items() if module in node.modules))
    return found


def _host(network: Network, name: str) -> Mapping[str, Any]:
    return {"ansible_host": f"clab-{network.name}-{name}", "id": network.nodes[name].id}


def _export(source: Source, format: str, inventory: str, text: str) -> Export:
    network = source.network
    files = [ExportFile(inventory, text), ExportFile("ansible.cfg", CONFIGURATION.format(inventory=inventory))]
    files.append(ExportFile("group_vars/all.yml", yaml_text({**CONNECTION, **_globals(network)})))
    for name, group in network.groups.items():
        if group.vars and name not in RESERVED:
            files.append(ExportFile(f"group_vars/{name}.yml", yaml_text(to_plain(group.vars))))
    for name, node in network.nodes.items():
        data = node_inventory(network, node)
        for key in ("name", "id"):
            data.pop(key, None)
        data["netlab_device_type"] = data["ansible_network_os"] = node.device
        files.append(ExportFile(f"host_vars/{name}.yml", yaml_text({**data, **to_plain(node.vars)})))
    return Export(format=format, files=tuple(files), next_step=f"ansible-inventory -i {inventory} --graph")


def _globals(network: Network) -> dict[str, Any]:
    """What holds for every node."""
    data: dict[str, Any] = {"netlab_name": network.name, "netlab_provider": "clab"}
    every = network.groups.get("all")
    return {**data, **(to_plain(every.vars) if every is not None else {})}
