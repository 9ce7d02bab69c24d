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


def nested(parents: int, machines: int, clusters: int) -> tuple[str, dict[str, str]]:
    """A ToR, a parent cluster and clusters nested in it: the topology, and resources by name of file.

    Machines are dealt out over parents and clusters in turn; each is a node of a cluster and has one pod.
    """
    lines = ["defaults.device: bird", "module: [ bgp ]", "nodes: { tor: { bgp.as: 63000, role: router } }", "links:"]
    lines += ["- prefix.ipv4: 192.168.0.0/22", "  tor: { ipv4: 192.168.0.1/22 }"]
    lines += [f"  w{n}: {{ ipv4: 192.168.{1 + n // 250}.{n % 250 + 1}/22 }}" for n in range(1, parents + 1)]
    names = ", ".join(f"w{n}" for n in range(1, parents + 1))
    lines += ["clusters:", "  parent:", f"    nodes: [ {names} ]", "    pools: [ 10.64.0.0/12 ]"]
    lines += ["    resources: parent.yml", "    machines:"]
    lines += [
        f"      m{n}: {{ node: w{n % parents + 1}, labels: {{ cluster: c{n % clusters} }} }}" for n in range(machines)
    ]
    for number in range(clusters):
        mine = [n for n in range(machines) if n % clusters == number]
        lines += [f"  c{number}:", f"    as: {65001 + number}", f"    pools: [ 10.{128 + number}.0.0/16 ]"]
        lines += ["    resources: child.yml", f"    nodes: [ {', '.join(f'm{n}' for n in mine)} ]"]
        lines += [f"    pods: {{ {', '.join(f'p{n}: m{n}' for n in mine)} }}"]
    return "\n".join(lines) + "\n", {"parent.yml": _parent(clusters), "child.yml": _CHILD}


_V3 = "apiVersion: projectcalico.org/v3\n"
_CHILD = f"""{_V3}kind: BGPConfiguration
metadata: {{ name: default }}
spec: {{ nodeToNodeMeshEnabled: false }}
---
{_V3}kind: BGPPeer
metadata: {{ name: parent }}
spec: {{ peerIP: 169.254.0.179, asNumber: 64512 }}
"""


def _parent(clusters: int) -> str:
    inside = "{{ cidr: 10.{}.0.0/16, matchOperator: In, {}action: Accept }}"
    rules = [inside.format(128 + n, "") for n in range(clusters)]
    exported = [inside.format(128 + n, "source: RemotePeers, ") for n in range(clusters)]
    documents = [
        "kind: BGPConfiguration\nmetadata: { name: default }\n"
        "spec: { nodeToNodeMeshEnabled: false, localWorkloadPeeringIPV4: 169.254.0.179 }\n",
        "kind: BGPFilter\nmetadata: { name: nested }\nspec:\n  exportV4: [ { action: Reject } ]\n"
        f"  importV4: [ {', '.join(rules)}, {{ action: Reject }} ]\n",
        f"kind: BGPFilter\nmetadata: {{ name: to-tor }}\nspec:\n  exportV4: [ {', '.join(exported)} ]\n",
        "kind: BGPPeer\nmetadata: { name: tor }\nspec: { peerIP: 192.168.0.1, asNumber: 63000, filters: [ to-tor ] }\n",
    ]
    documents += [
        f"kind: BGPPeer\nmetadata: {{ name: c{n} }}\n"
        f"spec: {{ localWorkloadSelector: cluster == 'c{n}', asNumber: {65001 + n}, filters: [ nested ] }}\n"
        for n in range(clusters)
    ]
    return "---\n".join(_V3 + document for document in documents)
