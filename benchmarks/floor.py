"""The bare floor: the plan's namespaces, links and daemons as one shell script, with nothing around them."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any


def text_of(address: list[int]) -> str:
    import ipaddress

    family, value, length = address
    ip = ipaddress.IPv4Address(value) if family == 4 else ipaddress.IPv6Address(value)
    return f"{ip}/{length}"


def write_files(plan: dict[str, Any], root: Path) -> None:
    """Every node's files below `root/<node>`."""
    for node in plan["nodes"]:
        for item in node["files"]:
            path = root / node["name"] / item["path"].lstrip("/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(item["content"])
            path.chmod(0o644)


def private_steps(node: dict[str, Any], root: Path) -> list[str]:
    """Commands that give a node its own configuration and run directories, in its own mount namespace."""
    name = node["name"]
    etc = sorted({"/".join(f["path"].split("/")[:3]) for f in node["files"] if f["path"].startswith("/etc/")})
    steps = [f"mount --bind {root / name}{d} {d}" for d in etc if (root / name / d.lstrip("/")).is_dir()]
    run = sorted({d for daemon in node["daemons"] for d in daemon["run_directories"]})
    for directory in (d for d in run if not any(d.startswith(f"{other}/") for other in run)):
        owner = "bird" if "bird" in directory else "frr"
        steps.append(f"mkdir -p {directory} && mount -t tmpfs none {directory}")
        if (root / name / directory.lstrip("/")).is_dir():
            steps.append(f"cp -r {root / name}{directory}/. {directory}/")
        steps.append(f"chown -R {owner}: {directory}")
    return steps


def start_line(node: dict[str, Any], root: Path) -> str:
    """Start one node's daemons, all at once."""
    steps = private_steps(node, root)
    steps += [f"{shlex.join(daemon['argv'])} >/dev/null 2>&1 &" for daemon in node["daemons"]]
    return f"ip netns exec {node['name']} sh -c {shlex.quote('; '.join(steps).replace('&;', '&') + ' wait')} &"


def route_line(route: dict[str, Any]) -> str:
    """A kernel route."""
    words = ["route add", text_of(route["prefix"])]
    if route["next_hop"]:
        words += ["via", text_of([*route["next_hop"], 0]).partition("/")[0]]
    if route["ifname"]:
        words += ["dev", route["ifname"]]
    if route["metric"] is not None:
        words += ["metric", str(route["metric"])]
    return " ".join([*words, *(["onlink"] if route["onlink"] else [])])


def floor_script(plan: dict[str, Any], root: Path) -> str:
    """A bash script; run it inside fresh mount, network and PID namespaces."""
    lines = ["mkdir -p /run/netns", "mount -t tmpfs none /run/netns", "mount -t proc proc /proc"]
    lines += [f"ip netns add {node['name']}" for node in plan["nodes"]]
    batch = []
    for number, segment in enumerate(plan["segments"]):
        if len(segment["ends"]) == 2:
            (left, left_if), (right, right_if) = segment["ends"]
            batch.append(f"link add {left_if} netns {left} type veth peer name {right_if} netns {right}")
            continue
        batch += [f"link add br{number} type bridge", f"link set br{number} up"]
        for port, (node, ifname) in enumerate(segment["ends"]):
            batch.append(f"link add {ifname} netns {node} type veth peer name b{number}p{port}")
            batch += [f"link set b{number}p{port} master br{number} up"]
    (root / "links").write_text("\n".join(batch) + "\n")
    lines.append(f"ip -batch {root / 'links'}")
    for node in plan["nodes"]:
        commands = []
        for interface in node["interfaces"]:
            device = "lo" if interface["kind"] == "loopback" else interface["name"]
            if interface["mac"]:
                commands.append(f"link set {device} address {interface['mac']}")
            commands += [f"address add {text_of(a)} dev {device}" for a in interface["addresses"]]
            commands.append(f"link set {device} up")
        commands += [route_line(route) for route in node["routes"]]
        (root / f"{node['name']}.ip").write_text("\n".join(commands) + "\n")
        lines.append(f"ip -n {node['name']} -batch {root / (node['name'] + '.ip')}")
        settings = ["net.ipv4.ip_forward=1"]
        settings += [
            f"net/{key.replace('{ifname}', i['name'])}={value}"
            for i in node["interfaces"]
            for key, value in i["sysctls"]
        ]
        lines.append(f"ip netns exec {node['name']} sysctl -qw {' '.join(settings)}")
    lines += [start_line(node, root) for node in plan["nodes"]]
    lines.append("wait")
    return "\n".join(lines) + "\n"
