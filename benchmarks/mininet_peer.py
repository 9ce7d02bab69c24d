"""The same plan built by Mininet (Debian package `mininet`), run with the system's Python.

    /usr/bin/python3 mininet_peer.py plan.json FILES_ROOT

Builds nodes and links with Mininet's API, starts the same daemons with the same files, and waits to be
killed with its namespaces.
"""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from subprocess import DEVNULL

sys.path.insert(0, str(Path(__file__).parent))
from floor import private_steps, text_of
from mininet.net import Mininet


def main() -> None:
    plan, root = json.loads(Path(sys.argv[1]).read_text()), Path(sys.argv[2])
    net = Mininet(controller=None, build=False)
    hosts = {node["name"]: net.addHost(node["name"], ip=None) for node in plan["nodes"]}
    for segment in plan["segments"]:
        (left, left_if), (right, right_if) = segment["ends"]
        net.addLink(hosts[left], hosts[right], intfName1=f"{left}-{left_if}", intfName2=f"{right}-{right_if}")
    net.build()
    for node in plan["nodes"]:
        host = hosts[node["name"]]
        for interface in node["interfaces"]:
            name = interface["name"]
            device = "lo" if interface["kind"] == "loopback" else name
            if device != "lo":
                host.cmd(f"ip link set {node['name']}-{name} down name {name}")
            for address in interface["addresses"]:
                host.cmd(f"ip address add {text_of(address)} dev {device}")
            host.cmd(f"ip link set {device} up")
        host.cmd("sysctl -qw net.ipv4.ip_forward=1")
    for node in plan["nodes"]:
        host = hosts[node["name"]]
        for step in private_steps(node, root):
            host.cmd(step)
        for daemon in node["daemons"]:
            host.popen(daemon["argv"], stdin=DEVNULL, stdout=DEVNULL, stderr=DEVNULL)
    signal.pause()


if __name__ == "__main__":
    main()
