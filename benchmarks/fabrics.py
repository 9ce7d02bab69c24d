"""Generated topologies the benchmarks share: plain text in the topology format, nothing of Netwright's own code."""

from __future__ import annotations


def leaf_spine(nodes: int, *, spines: int = 8, stubs: int = 2, prefix_pools: bool = True) -> str:
    """A leaf-spine fabric of `nodes` nodes: OSPF + BGP, spines are route reflectors, `stubs` stubs a leaf.

    Every leaf connects to every spine. Pools are wide enough for the largest fabric, so that every tool
    allocates from the same blocks.
    """
    leaves = nodes - spines
    if leaves < 1:
        raise ValueError(f"a fabric of {nodes} nodes has no leaf beside {spines} spines")
    lines = [
        "name: fabric",
        "provider: clab",
        "defaults.device: frr",
        "module: [ ospf, bgp ]",
        "bgp.as: 65000",
    ]
    lines.append("defaults.const.MAX_NODE_ID: 1000000")  # netlab refuses more than 150 nodes otherwise
    if prefix_pools:
        lines += [
            "addressing:",
            "  loopback: { ipv4: 10.0.0.0/14 }",
            "  router_id: { ipv4: 10.0.0.0/14, prefix: 32 }",
            "  p2p: { ipv4: 10.128.0.0/10 }",
            "  lan: { ipv4: 20.0.0.0/8 }",
            "  mgmt: { ipv4: 30.0.0.0/14 }",
        ]
    lines.append("nodes:")
    lines += [f"  s{n}: {{ bgp.rr: True }}" for n in range(1, spines + 1)]
    lines += [f"  l{n}:" for n in range(1, leaves + 1)]
    lines.append("links:")
    for leaf in range(1, leaves + 1):
        lines += [f"- s{spine}-l{leaf}" for spine in range(1, spines + 1)]
        lines += [f"- l{leaf}"] * stubs
    return "\n".join(lines) + "\n"


def ring(nodes: int, device: str) -> str:
    """A ring of `nodes` routers of one device, OSPF area 0 and EBGP between neighbours (an AS each)."""
    lines = ["name: ring", f"defaults.device: {device}", "provider: clab", "module: [ ospf, bgp ]"]
    lines += ["addressing.loopback.ipv4: 10.0.0.0/16", "nodes:"]
    lines += [f"  r{n}: {{ bgp.as: {65000 + n}, role: router }}" for n in range(1, nodes + 1)]
    lines.append("links:")
    lines += [f"- {{ r{n}: {{}}, r{n % nodes + 1}: {{}}, role: core }}" for n in range(1, nodes + 1)]
    return "\n".join(lines) + "\n"


def evpn_fabric(nodes: int, *, spines: int = 8) -> str:
    """A leaf-spine EVPN fabric: OSPF, IBGP with the spines as route reflectors, two access VLANs on every leaf."""
    leaves = nodes - spines
    text = leaf_spine(nodes, spines=spines, stubs=0)
    text = text.replace("module: [ ospf, bgp ]", "module: [ ospf, bgp, vlan, vxlan, evpn ]")
    vlans = "vlans:\n  red: { mode: bridge, prefix: False }\n  blue: { mode: bridge, prefix: False }\n"
    access = [f"- l{n}: {{ vlan.access: {vlan} }}" for n in range(1, leaves + 1) for vlan in ("red", "blue")]
    return text.replace("nodes:\n", f"{vlans}nodes:\n", 1) + "\n".join(access) + "\n"
