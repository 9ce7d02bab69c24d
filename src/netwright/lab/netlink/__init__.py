"""Raw netlink: messages per subject (`links`, `kinds`, `bridging`, `routes`), the socket that sends them, `netfilter`.

Owns: talking to the kernel about interfaces, and asking it for nftables. Must not: know labs or nodes.
"""

from .bridging import add_flood, add_local_entry, set_bridge_port, set_own_vlans, set_port_vlans
from .encoding import (
    NLM_F_CREATE,
    NLM_F_EXCL,
    NLM_F_REPLACE,
    Request,
    attribute,
    attributes,
    mac_bytes,
    packed,
    text,
    u32,
)
from .kinds import bond_primary, bridge_data, kind_data, spanning_tree
from .links import LinkEnd, LinkState, add_link, add_veth, delete_link, move_link, set_kind, set_link
from .netfilter import try_translation
from .routes import (
    RT_TABLE_MAIN,
    Hop,
    add_address,
    add_encapsulated_route,
    add_local_rule,
    add_route,
    add_vrf_end_rule,
    delete_address,
    delete_local_rule,
    delete_route,
)
from .socket import Netlink, NetlinkError

__all__ = [
    "NLM_F_CREATE",
    "NLM_F_EXCL",
    "NLM_F_REPLACE",
    "RT_TABLE_MAIN",
    "Hop",
    "LinkEnd",
    "LinkState",
    "Netlink",
    "NetlinkError",
    "Request",
    "add_address",
    "add_encapsulated_route",
    "add_flood",
    "add_link",
    "add_local_entry",
    "add_local_rule",
    "add_route",
    "add_veth",
    "add_vrf_end_rule",
    "attribute",
    "attributes",
    "bond_primary",
    "bridge_data",
    "delete_address",
    "delete_link",
    "delete_local_rule",
    "delete_route",
    "kind_data",
    "mac_bytes",
    "move_link",
    "packed",
    "set_bridge_port",
    "set_kind",
    "set_link",
    "set_own_vlans",
    "set_port_vlans",
    "spanning_tree",
    "text",
    "try_translation",
    "u32",
]
