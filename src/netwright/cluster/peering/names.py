"""Names of BGP protocols, by the kind of peer, its address and port.

Owns: the naming rule. Must not: know sessions.
"""

from __future__ import annotations

from ...addr import Address
from ...model.calico import PeerKind

_PREFIX: dict[PeerKind, str] = {
    "mesh": "Mesh_",
    "global": "Global_",
    "node": "Node_",
    "workload": "Local_Workload_",
}
_UNDERSCORES = str.maketrans(".:", "__")


def protocol_name(kind: PeerKind, address: Address, port: int | None = None) -> str:
    """`Node_10_0_0_9_port_1790`."""
    name = _PREFIX[kind] + str(address).translate(_UNDERSCORES)
    return name if port is None else f"{name}_port_{port}"
