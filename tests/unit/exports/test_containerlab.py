"""The containerlab export: nodes, links, scripts. Whole trees are in tests/golden/documents."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
import yaml

from netwright.errors import InputError
from netwright.exports import violations
from netwright.exports.clab_images import FRR_TAGS
from netwright.images import RECIPES, recipes
from netwright.images.recipes import Daemons, Recipe
from netwright.model import Network
from netwright.workbench import export, load_topology

HEAD = "name: lab\ndefaults.device: frr\n"


def network(text: str) -> Network:
    return load_topology("lab.yml", text=HEAD + text)


def exported(text: str, **options) -> tuple[dict, dict[str, str]]:
    """The topology file as data, and every file."""
    done = export(network(text), "containerlab", **options)
    files = {file.path: file.content for file in done.export.files}
    data = yaml.safe_load(files["lab.clab.yml"])
    assert [*violations(data)] == []
    return data["topology"], files


def setup(files: dict[str, str], node: str) -> list[str]:
    text = files[f"nodes/{node}/setup.sh"]
    subprocess.run(["sh", "-n"], input=text, text=True, check=True)
    return text.splitlines()


def test_segments_of_every_size():
    topology, _ = exported("nodes: [ r1, r2, r3 ]\nlinks: [ r1-r2, r1-r2-r3, { r3: } ]\n")
    assert topology["links"] == [
        {"endpoints": ["r1:eth1", "r2:eth1"], "mtu": 1500},
        {"endpoints": ["r1:eth2", "lab_2:eth1"], "mtu": 1500},
        {"endpoints": ["r2:eth2", "lab_2:eth2"], "mtu": 1500},
        {"endpoints": ["r3:eth1", "lab_2:eth3"], "mtu": 1500},
        {"type": "dummy", "endpoint": {"node": "r3", "interface": "eth2"}, "mtu": 1500},
    ]
    commands = topology["nodes"]["lab_2"]["exec"]
    assert commands[0].startswith("ip link add name lan type bridge")
    assert sum("master lan" in command for command in commands) == 3


def test_a_switch_has_a_name_no_node_has():
    topology, _ = exported("nodes: [ r1, r2, br ]\nlinks: [ { r1: , r2: , br: , bridge: br } ]\n")
    assert "br-lan" in topology["nodes"]


def test_links_with_one_bridge_are_one_segment():
    topology, _ = exported(
        "nodes: [ r1, r2, r3 ]\nlinks: [ { r1: , r2: , type: lan, bridge: x }, { r3: , type: lan, bridge: x } ]\n"
    )
    assert sum("x:" in str(link["endpoints"][1]) for link in topology["links"]) == 3


def test_a_network_without_links():
    topology, _ = exported("nodes: [ r1 ]\n")
    assert "links" not in topology


def test_images_follow_what_runs():
    topology, files = exported(
        "defaults.devices.bird.image: bird:3.1\n"
        "nodes: { r1: , old: { image: 'frr:8.4' }, own: { image: 'quay.io/frrouting/frr:10.0.1' },\n"
        "  b: { device: bird }, h: { device: linux } }\n"
    )
    images = {name: node["image"] for name, node in topology["nodes"].items()}
    assert images == {
        "r1": "quay.io/frrouting/frr:10.3.1",
        "old": "quay.io/frrouting/frr:8.4.2",
        "own": "quay.io/frrouting/frr:10.0.1",
        "b": "netwright/bird3:trixie",
        "h": "ghcr.io/srl-labs/network-multitool:latest",
    }
    assert "bird3" in files["images/bird3-trixie/Dockerfile"]
    assert "docker build -t netwright/bird3:trixie images/bird3-trixie" in files["README.md"]
    assert any(line.startswith("/usr/sbin/bird -f") for line in setup(files, "b"))


def test_every_release_has_an_image():
    """A recipe that is added needs a published image of FRR."""
    for recipe in RECIPES.values():
        if (daemons := recipe.daemons.get("frr")) is not None:
            assert FRR_TAGS[daemons.version].startswith(f"{daemons.version}.")
            topology, _ = exported(f"nodes: {{ r1: {{ image: '{recipe.name}' }} }}\n")
            assert topology["nodes"]["r1"]["image"] == f"quay.io/frrouting/frr:{FRR_TAGS[daemons.version]}"
        if (daemons := recipe.daemons.get("bird")) is not None:
            topology, _ = exported(f"nodes: {{ r1: {{ device: bird, image: '{recipe.name}' }} }}\n")
            assert topology["nodes"]["r1"]["image"] == f"netwright/{daemons.package}:{recipe.suite}"


def test_a_release_without_a_published_image_is_an_error(monkeypatch):
    """A new release of FRR on an old Debian is not taken for the old release, or for any other."""
    new = Recipe(name="frr:9.1", suite="bookworm", daemons={"frr": Daemons("frr", "9.1")})
    monkeypatch.setitem(recipes._BY_NAME, new.name, new)
    with pytest.raises(InputError, match=r"node r1: no published image of FRR 9\.1.*no-container-image"):
        exported("nodes: { r1: { image: 'frr:9.1' } }\n")


def test_images_that_are_built_have_the_tools_of_others():
    _, files = exported("nodes: { b: { device: bird } }\n")
    dockerfile = files["images/bird2-trixie/Dockerfile"]
    assert "FROM debian:trixie-slim" in dockerfile
    assert all(f" {tool} " in dockerfile for tool in ("bird2", *recipes.TOOLS))


def test_dhcp_programs_come_from_debian():
    topology, files = exported(
        "module: [ dhcp ]\nnodes: { s: { dhcp.server: True }, r: , c: { device: linux } }\n"
        "links: [ { s: , r: }, { r: { dhcp.server: s }, c: { ipv4: dhcp } } ]\n"
    )
    assert topology["nodes"]["s"]["image"] == "netwright/dnsmasq-base-frr:trixie"
    assert topology["nodes"]["c"]["image"] == "netwright/isc-dhcp-client:trixie"
    lines = setup(files, "r")
    assert lines.index("/usr/lib/frr/frrinit.sh start") < next(i for i, x in enumerate(lines) if "dhcrelay" in x)


def test_services_of_clusters_bring_their_programs():
    topology, files = exported(
        "nodes: [ tor ]\nlinks: [ tor-w1 ]\nclusters:\n  one:\n    nodes: [ w1 ]\n    pools: [ 10.122.0.0/16 ]\n"
        "    pods: { web: { node: w1, labels: { app: web } }, other: { node: w1 } }\n"
        "    resources: [ { apiVersion: v1, kind: Service, metadata: { name: web, namespace: default },\n"
        "      spec: { selector: { app: web }, ports: [ { port: 80, protocol: TCP } ] } } ]\n"
    )
    images = {name: node["image"] for name, node in topology["nodes"].items()}
    assert images["w1"] == "netwright/bird2-nftables:trixie"
    assert images["web"] == "netwright/socat:trixie"
    assert images["other"] == "ghcr.io/srl-labs/network-multitool:latest"
    assert setup(files, "w1")[-1] == "/netwright/custom/00-services.sh"
    assert any("TCP6-LISTEN:80," in line for line in setup(files, "web"))


def test_daemons_of_frr():
    _, files = exported("module: [ ospf, bfd ]\nospf.bfd: True\nnodes: [ r1, r2 ]\nlinks: [ r1-r2 ]\n")
    text = files["nodes/r1/etc/frr/daemons"]
    assert re.findall(r"^(\w+)=yes$", text, re.M) == ["ospfd", "bfdd", "vtysh_enable"]
    assert 'zebra_options="-A 127.0.0.1"' in text


def test_the_kind_of_containerlab_for_frr():
    topology, _ = exported("module: [ ospf ]\nnodes: { r1: , b: { device: bird } }\nlinks: [ r1-b ]\n", frr_kind="frr")
    node = topology["nodes"]["r1"]
    assert (node["kind"], node["startup-config"]) == ("frr", "nodes/r1/etc/frr/frr.conf")
    assert node["extras"] == {"frr": {"daemons": ["ospfd"]}}
    assert topology["nodes"]["b"]["kind"] == "linux"
    assert set(topology["kinds"]) == {"frr", "linux"}


def test_custom_configuration_is_applied_in_order():
    _, files = exported(
        "plugin: [ files ]\nnodes: { r1: { config: [ a, b ] }, r2: { device: bird, config: [ c ] } }\n"
        "configlets: { a: 'hostname x', b: \"#!/bin/sh\\ntrue\", c: 'define X = 1;' }\n"
    )
    lines = setup(files, "r1")
    assert re.fullmatch(r"load /netwright/custom/\d\d-a.vtysh", lines[-2])
    assert re.fullmatch(r"/netwright/custom/\d\d-b.sh", lines[-1])
    lines = setup(files, "r2")
    copied = next(i for i, line in enumerate(lines) if line.startswith("cp /netwright/custom/"))
    assert copied < next(i for i, line in enumerate(lines) if line.startswith("/usr/sbin/bird"))


def test_every_kind_of_interface_is_made():
    _, files = exported(
        "module: [ vlan, vrf, vxlan, gateway, lag ]\nvlans.red: { gateway: True }\nvrfs.blue:\n"
        "nodes: [ r1, r2 ]\nlinks:\n"
        "- { r1: { vlan.trunk: [ red ] }, r2: { vlan.trunk: [ red ] } }\n"
        "- { r1: , r2: , prefix: 172.30.0.0/24, vrf: blue, gateway: { protocol: vrrp } }\n"
        "- lag.members: [ r1-r2, r1-r2 ]\n"
    )
    kinds = {m[1] for line in setup(files, "r1") if (m := re.search(r"^ip link add .*type (\w+)", line))}
    assert kinds == {"vrf", "bridge", "vlan", "vxlan", "macvlan", "bond"}
    text = "\n".join(setup(files, "r1"))
    assert not re.search(r"address \w{4}\.\w{4}\.\w{4}", text)
    assert "l3mdev unreachable" in text
    assert text.index("master bond1") < text.index("dev bond1 up")


def test_vlans_of_a_link_that_is_down_stay_down():
    _, files = exported(
        "module: [ vlan ]\nvlans: { red: { mode: route }, blue: { mode: route } }\nnodes: [ r1, r2 ]\nlinks:\n"
        "- { r1: , r2: , vlan.trunk: [ red, blue ], shutdown: True }\n- { r1: , r2: , vlan.trunk: [ red, blue ] }\n"
    )
    raised = [line.split()[4] for line in setup(files, "r1") if re.fullmatch(r"ip link set dev eth\S+ up", line)]
    assert len(raised) == 3
    assert all(name.startswith("eth2") for name in raised)


LIVE = Path(__file__).parents[2] / "live"


def exported_file(path: Path) -> dict[str, str]:
    return {file.path: file.content for file in export(load_topology(path), "containerlab").export.files}


def test_tunnels_and_bundles():
    files = exported_file(LIVE / "devices/topologies/tunnels.yml")
    text = "\n".join(line for path in files if path.endswith("setup.sh") for line in setup(files, path.split("/")[1]))
    assert re.search(r"^ip link add name gre1 mtu 1476 type gre local \S+ remote \S+ ttl 64 dev transport$", text, re.M)
    assert re.search(r"type ip6gre local \S+ remote \S+ hoplimit 64 key 6 encaplimit none$", text, re.M)
    assert "sch_ingress" not in files["README.md"]


def test_ethernet_segments():
    files = exported_file(LIVE / "frr/topologies/multihoming.yml")
    text = "\n".join(line for path in files if path.endswith("setup.sh") for line in setup(files, path.split("/")[1]))
    assert re.search(r"tc filter add dev eth1 ingress protocol ip pref 1 u32 .* action skbedit mark (\d+) pass", text)
    assert re.search(r"tc filter add dev bond1 egress protocol all pref 1 handle \d+ fw action drop", text)
    assert "type bridge_slave learning on flood off" in text
    assert "act_skbedit" in files["README.md"]
    assert "vlan_filtering 1 vlan_default_pvid 0" in text
    assert "bridge vlan add dev vlans vid 1001 self" in text
    assert re.search(r"^bridge vlan add dev bond\d+ vid 1001( pvid untagged)?$", text, re.M)


def test_impairments():
    _, files = exported(
        "nodes: [ r1, r2 ]\nlinks:\n"
        "- { r1: , r2: , tc: { rate: 1000 } }\n- { r1: , r2: , tc: { delay: 5, jitter: 1 } }\n"
    )
    text = "\n".join(setup(files, "r1"))
    assert "tc qdisc replace dev eth1 root tbf rate 1000kbit burst 3028 latency 50ms" in text
    assert "tc qdisc replace dev eth2 root netem delay 5ms 1ms" in text


def test_what_the_release_of_the_image_cannot_do_is_told():
    text = "addressing.loopback.ipv6: 2001:db8::/48\nmodule: [ isis, srv6 ]\nnodes: { r1: { image: IMAGE }, r2: }\n"
    text += "links: [ r1-r2 ]\n"
    export(network(text.replace("IMAGE", "'quay.io/frrouting/frr:10.2.1'")), "containerlab")
    with pytest.raises(InputError, match=r"node r1: FRR 8\.5\.0 cannot do this.*frr-version"):
        export(network(text.replace("IMAGE", "'quay.io/frrouting/frr:8.5.0'")), "containerlab")


def test_names_containerlab_refuses():
    with pytest.raises(InputError, match=r"node _x: names begin with.*containerlab-invalid"):
        export(network("nodes: [ _x ]\n"), "containerlab")
