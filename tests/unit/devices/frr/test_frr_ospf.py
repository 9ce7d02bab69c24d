"""OSPF of FRR beside routers of another kind."""

from __future__ import annotations

from netwright.devices.frr import frr_conf

from ...design.reading import network

MIXED = """
module: [ ospf, vlan ]
addressing.p2p.ipv6: 2001:db8:1::/48
vlans.red:
nodes: { f: , g: , b: { device: bird, role: router }, h: { device: linux } }
links:
- f-g
- f-b
- f-h
- { f: { vlan.access: red }, b: { vlan.access: red } }
- { f: , b: , ospf.passive: True }
- { f: , b: { ospf: False } }
- { f: , b: { ospf.passive: True } }
"""


def interfaces(text: str) -> dict[str, list[str]]:
    """Lines of each interface, all its sections together."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if line.startswith("interface "):
            lines = found.setdefault(line.split()[1], [])
        elif line.startswith(" "):
            lines.append(line.strip())
        else:
            lines = []
    return found


def test_lsas_are_soon_repeated_to_routers_of_another_kind() -> None:
    designed = network(MIXED)
    of = interfaces(frr_conf(designed, designed.nodes["f"]))
    repeated = {name for name, lines in of.items() if "ip ospf retransmit-interval 1" in lines}
    assert repeated == {"eth2", "vlan1000"}
    assert "ipv6 ospf6 retransmit-interval 1" in of["eth2"]
    assert "retransmit" not in frr_conf(designed, designed.nodes["g"])
