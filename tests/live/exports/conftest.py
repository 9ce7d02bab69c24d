"""containerlab's part, played by a lab of plain nodes on images: wiring alone, then files and scripts of an export."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from netwright import build_image, load_topology, up
from netwright.model import Network
from netwright.workbench import RunningLab, export

IMAGES = {"frr": "frr:10", "bird": "bird:2.17"}
PLACE = "/tmp/netwright"
"""In place of `/netwright`: the root of a node is read-only."""
START_FRR = "mkdir -p /var/run/frr /var/lib/frr && /usr/lib/frr/frrinit.sh start"
"""What the entry point of FRR's image does."""


def wiring(network: Network) -> str:
    """The same nodes and cables, without addresses."""
    lines = ["name: exported", "defaults.device: linux", "nodes:"]
    for name, node in network.nodes.items():
        image = IMAGES.get(node.device)
        lines.append(f"  {name}: {{ role: host{f', image: {image!r}' if image else ''} }}")
    lines.append("links:")
    for link in network.links:
        ends = ", ".join(f"{{ node: {e.node}, ifname: {e.ifname}, ipv4: False }}" for e in link.endpoints)
        lines.append(f"- {{ interfaces: [ {ends} ], prefix: False, type: lan }}")
    return "\n".join(lines) + "\n"


@contextmanager
def deployed(topology: Path, directory: Path) -> Iterator[RunningLab]:
    """A lab that runs what is exported, and nothing else."""
    network = load_topology(topology)
    for device in {node.device for node in network.nodes.values()} & IMAGES.keys():
        build_image(IMAGES[device])
    files = {file.path: file.content for file in export(network, "containerlab").export.files}
    (directory / "wiring.yml").write_text(wiring(network))
    with up(directory / "wiring.yml", directory=directory / "lab") as lab:
        for name, node in network.nodes.items():
            _put_files(lab, name, files)
            if node.device == "frr":
                _run(lab, name, START_FRR)
            _run(lab, name, f"sh {PLACE}/setup.sh")
        yield lab


def _put_files(lab: RunningLab, name: str, files: dict[str, str]) -> None:
    base = f"nodes/{name}/"
    for path, content in files.items():
        if path.startswith(base):
            inner = path.removeprefix(base)
            target = f"/{inner}" if inner.startswith("etc/") else f"{PLACE}/{inner}"
            text = content.replace("/netwright/", f"{PLACE}/")
            _run(lab, name, f"mkdir -p $(dirname {target}) && cat >{target} && chmod 755 {target}", text)


def _run(lab: RunningLab, name: str, command: str, stdin: str = "") -> None:
    done = lab.lab.run(
        name, ["sh", "-c", f"{command} >>/tmp/log 2>&1 || {{ cat /tmp/log >&2; exit 1; }}"], stdin=stdin, timeout_s=60
    )
    if done.status:  # whole: pytest shortens what an `assert` says
        raise AssertionError(f"{name}: {command}: {done.stderr}")
