"""Nodes: devices, roles, modules, ids, management addresses.

Owns: making the draft's nodes. Must not: touch links.
Source: the topology format's "Nodes"; ids count from 1 in topology order and skip static ones. There is no
upper limit (Deviation: netlab stops at 150).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..addr import Address, AddressError, Prefix, parse_address
from ..errors import Problems, Span, nearest
from ..model import DeviceFeatures, Management
from .draft import Draft, DraftNode
from .merge import mapping

OF_ALL_NODES = frozenset({"routing"})
"""Modules of the global list that hosts run too: every host has static routes."""
ROUTED = frozenset({"gateway", "vrf", "vxlan"})
"""Modules that make no sense on a host."""
ROLES = ("router", "host", "bridge", "gateway")


def select_devices(draft: Draft, problems: Problems) -> None:
    """Make the draft's nodes with the device each of them runs on; unknown-here devices are substituted."""
    substituted: set[str] = set()
    default = draft.defaults.get("device")
    for name, data in draft.topology.nodes.items():
        asked = data.get("device") or default or draft.catalog.default
        at = data.at("device") if "device" in data else data.span
        features = _device(draft, problems, substituted, str(asked), at)
        draft.nodes[name] = node = DraftNode(name, data, features, str(asked), data.span)
        node.modules = _modules(draft, node, problems)
        draft.modules.extend(m for m in node.modules if m not in draft.modules)


def _modules(draft: Draft, node: DraftNode, problems: Problems) -> list[str]:
    """Modules the device can run; one it lacks is a problem where it is meant for the node.

    The global list is not meant for every node of every device (`DeviceFeatures.global_modules`); a device that takes
    all of it has to run all of it, of others it is what they can do.
    """
    supported, everywhere = node.device.modules, draft.topology.modules
    modules: list[str] = []
    asked = "module" in node.data.keys_at
    meant = asked or _follows_topology(node)
    for module in dict.fromkeys((*node.device.always, *(node.data.get("module") or ()))):
        if not meant and module in everywhere and module not in (*OF_ALL_NODES, *node.device.always):
            if node.data.get(module):
                text = f"host `{node.name}` has attributes of module `{module}`, which it does not run"
                problems.warning(
                    "module-not-used", text, node.at(module), f"`module: [ {module} ]` on the node adds it"
                )
            continue
        if module in supported:
            modules.append(module)
        elif asked or module not in everywhere or node.device.global_modules == "always":
            _tell_lacking(draft, node, module, problems)
    return modules


def _tell_lacking(draft: Draft, node: DraftNode, module: str, problems: Problems) -> None:
    own, able = node.device, [device for device in draft.catalog.devices.values() if module in device.modules]
    message = f"device `{own.name}` has no module `{module}`"
    if able:
        message += (
            f"; {', '.join(sorted(f'`{device.name}`' for device in able))} {'has' if len(able) == 1 else 'have'} it"
        )
    hint = f"modules of `{own.name}`: {', '.join(sorted(own.modules)) or 'none'}"
    problems.error("module-not-supported", message, node.at("module"), hint)


def _follows_topology(node: DraftNode) -> bool:
    wanted, role = node.device.global_modules, node.data.get("role") or node.device.default_role
    return wanted == "always" or role == "bridge" or (wanted == "routers" and role != "host")


def _device(draft: Draft, problems: Problems, told: set[str], asked: str, at: Span) -> DeviceFeatures:
    catalog = draft.catalog
    known = catalog.devices.get(asked)
    if known is not None:
        return known
    fallback = catalog.devices[catalog.default]
    instead = catalog.substitutes.get(asked)
    if instead is None:
        names = [*catalog.devices, *catalog.substitutes]
        hint = nearest(asked, names) or f"devices that run here: {', '.join(sorted(catalog.devices))}"
        problems.error("unknown-device", f"unknown device type `{asked}`", at, hint)
        return fallback
    if not draft.substitute:
        hint = f"use one of {', '.join(sorted(catalog.devices))}, or allow substitution"
        problems.error("device-not-available", f"device `{asked}` cannot run here", at, hint)
    elif asked not in told:
        told.add(asked)
        notice = f"device `{asked}` cannot run here: its nodes run as `{instead}`"
        problems.notice("device-substituted", notice, at)
        draft.notices.append(notice)
    return catalog.devices.get(instead, fallback)


def select_roles(draft: Draft, problems: Problems) -> None:
    """Set `node.role`: the user's, else the device's default; what serves gateways, VRFs or VXLANs routes.

    Deviation: in the format BIRD is a host by default, in all cases, and then forwards nothing, asks for gateways in
    place of serving them, and has no loopback for tunnels to start from.
    """
    for node in draft.nodes.values():
        role = node.data.get("role")
        if role is None:
            routes = not ROUTED.isdisjoint(node.modules) and "router" in node.device.roles
            node.role = "router" if routes else node.device.default_role
            continue
        if role not in ROLES:
            hint = nearest(str(role), ROLES)
            problems.error("unknown-role", f"unknown node role `{role}`", node.at("role"), hint)
        elif role not in node.device.roles and not (role == "gateway" and "router" in node.device.roles):
            hint = f"roles of `{node.device.name}`: {', '.join(node.device.roles)}"
            message = f"device `{node.device.name}` cannot be a {role}"
            problems.error("role-not-supported", message, node.at("role"), hint)
        else:
            node.role = role


def _gateway_ids(draft: Draft) -> Iterator[int]:
    """Positive host numbers of gateways, global and of links and VLANs."""
    vlans = mapping(draft.settings.get("vlans")).values()
    for owner in (draft.settings, *draft.topology.links, *(mapping(vlan) for vlan in vlans)):
        number = mapping(owner.get("gateway")).get("id")
        if isinstance(number, int) and not isinstance(number, bool) and number > 0:
            yield number


def assign_ids(draft: Draft, problems: Problems) -> None:
    """Static ids first, then 1, 2, ... in topology order; positive `gateway.id`s are reserved."""
    taken = dict.fromkeys(_gateway_ids(draft), "gateway.id")
    for node in draft.nodes.values():
        static = node.data.get("id")
        if static is None:
            continue
        if not isinstance(static, int) or isinstance(static, bool) or static < 1:
            message = f"node id must be a positive integer, found `{static}`"
            problems.error("wrong-node-id", message, node.at("id"))
        elif static in taken:
            hint = f"`{taken[static]}` has it"
            problems.error("duplicate-node-id", f"node id {static} is used twice", node.at("id"), hint)
        else:
            taken[static] = node.name
            node.id = static
    following = 1
    for node in draft.nodes.values():
        if node.id:
            continue
        while following in taken:
            following += 1
        node.id = following
        taken[following] = node.name


def assign_management(draft: Draft, problems: Problems) -> None:
    """Management addresses: pool start + id; MAC: id in the fourth byte, added to the base from 256 on."""
    pool = draft.pools.get("mgmt")
    base = str(pool.extra.get("mac") or "CA-FE-00-00-00-00") if pool else "CA-FE-00-00-00-00"
    try:
        mac = int(base.replace("-", "").replace(":", "").replace(".", ""), 16)
    except ValueError:
        problems.error("wrong-mac", f"`{base}` is no MAC address", draft.setting_at("addressing", "mgmt", "mac"))
        mac = 0
    start = int(pool.extra.get("start") or 0) if pool else 0
    ipv4 = pool.ipv4 if pool and isinstance(pool.ipv4, Prefix) else None
    ipv6 = pool.ipv6 if pool and isinstance(pool.ipv6, Prefix) else None
    for node in draft.nodes.values():
        offset = start + node.id
        own = mapping(node.data.get("mgmt"))
        node.management = Management(
            ifname=str(own.get("ifname") or "eth0"),
            mac=str(own.get("mac") or _mac(mac, node.id)),
            ipv4=_own(own, "ipv4", node, problems)
            or (Address(4, ipv4.network + offset) if ipv4 is not None and offset < max(ipv4.size, 1 << 16) else None),
            ipv6=_own(own, "ipv6", node, problems) or (Address(6, ipv6.network + offset) if ipv6 is not None else None),
        )


def _mac(base: int, node_id: int) -> str:
    value = (base + (node_id << 16 if node_id < 256 else node_id)) & 0xFFFFFFFFFFFF
    return ":".join(f"{value:012x}"[i : i + 2] for i in range(0, 12, 2))


def _own(own: Mapping[str, Any], key: str, node: DraftNode, problems: Problems) -> Address | None:
    text = own.get(key)
    if not isinstance(text, str):
        return None
    try:
        return parse_address(text.partition("/")[0])
    except AddressError as error:
        problems.error("wrong-address", f"{error}", node.at("mgmt", key))
        return None


__all__ = ["assign_ids", "assign_management", "select_devices", "select_roles"]
