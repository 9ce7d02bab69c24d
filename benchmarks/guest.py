"""What a User-mode Linux guest costs against the host's kernel: the same measurements in both, in one run.

    .venv/bin/python benchmarks/guest.py [--topology examples/bird-rr] [--runs 5]

Every figure is the best of the runs, so that other load on the machine matters little. Prints a Markdown table.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import netwright
from netwright.lab import KernelSettings, Lab
from netwright.model import InterfacePlan, LabPlan, NodePlan, Segment

ROOT = Path(__file__).resolve().parent.parent
KERNELS = ("host", "uml")
MB = 1_000_000
TRANSFER = """
import socket, sys, time
if sys.argv[1] == "serve":
    server = socket.create_server(("10.0.0.1", 7000))
    print("ready", flush=True)
    peer, _ = server.accept()
    while peer.recv(1 << 20):
        pass
else:
    sock = socket.create_connection(("10.0.0.1", 7000))
    block, end = bytes(1 << 18), time.time() + 1.5
    since, sent = time.time(), 0
    while time.time() < end:
        sent += sock.send(block)
    print(sent / (time.time() - since) / 1e6)
"""


class Measure(NamedTuple):
    """One row: how it is measured, and whether less or more is better."""

    title: str
    unit: str
    take: Callable[[Lab], float]
    best: Callable[..., float] = min


def pair() -> LabPlan:
    """Two nodes and a link, nothing to start."""
    nodes = tuple(
        NodePlan(
            name=name,
            device="linux",
            interfaces=(InterfacePlan(name="eth1", kind="veth", addresses=(address,)),),
        )
        for name, address in (("a", _address("10.0.0.1/24")), ("b", _address("10.0.0.2/24")))
    )
    ends = (("a", "eth1"), ("b", "eth1"))
    return LabPlan(name="pair", nodes=nodes, segments=(Segment(linkindex=1, ends=ends),), hosts="127.0.0.1 localhost\n")


def _address(text: str):
    from netwright.addr import parse_interface

    return parse_interface(text)


def seconds(action: Callable[[], object]) -> float:
    since = time.perf_counter()
    action()
    return time.perf_counter() - since


def command(lab: Lab) -> float:
    return 1000 * seconds(lambda: lab.run("a", ["true"]))


def program(lab: Lab) -> float:
    script = "i=0; while [ $i -lt 20 ]; do /bin/true; i=$((i+1)); done"
    return 1000 / 20 * seconds(lambda: lab.run("a", ["sh", "-c", script]))


def arithmetic(lab: Lab) -> float:
    script = "i=0; while [ $i -lt 1000000 ]; do i=$((i+1)); done"
    return seconds(lambda: lab.run("a", ["sh", "-c", script]))


def output(lab: Lab) -> float:
    return 50 / seconds(lambda: lab.run("a", ["head", "-c", str(50 * MB), "/dev/zero"], timeout_s=120))


def input_(lab: Lab) -> float:
    content = "x" * (20 * MB)
    return 20 / seconds(lambda: lab.run("a", ["wc", "-c"], stdin=content, timeout_s=120))


def ping(lab: Lab) -> float:
    text = lab.run("a", ["ping", "-q", "-c", "100", "-i", "0.01", "10.0.0.2"]).stdout
    return float(re.findall(r"= ([\d.]+)/", text)[0])


def tcp(lab: Lab) -> float:
    import threading

    lab.write_file("a", "/tmp/transfer.py", TRANSFER)
    lab.write_file("b", "/tmp/transfer.py", TRANSFER)
    python = "/usr/bin/python3"
    server = threading.Thread(target=lambda: lab.run("a", [python, "/tmp/transfer.py", "serve"]))
    server.start()
    while "7000" not in lab.run("a", ["ss", "-ltn"]).stdout:
        time.sleep(0.05)
    result = float(lab.run("b", [python, "/tmp/transfer.py", "send"]).stdout)
    server.join()
    return result


MEASURES = (
    Measure("`exec` of one command", "ms", command),
    Measure("start of a program in a node", "ms", program),
    Measure("a million steps of a shell", "s", arithmetic),
    Measure("output of a command", "MB/s", output, max),
    Measure("input of a command", "MB/s", input_, max),
    Measure("round trip between two nodes (ping, least)", "ms", ping),
    Measure("TCP between two nodes", "MB/s", tcp, max),
)


def memory_mb(lab: Lab) -> float:
    """Proportional set size of everything that came from the lab's process; helpers of the guest share its memory."""
    parents: dict[int, list[int]] = {}
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            fields = Path(f"/proc/{entry}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(entry))
    found, seen, total = [lab.pid or 0], set(), 0
    for pid in found:
        found += parents.get(pid, [])
        try:
            sizes = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        if sizes not in seen and (size := re.search(r"^Pss: +(\d+)", sizes, re.M)):
            seen.add(sizes)
            total += int(size[1])
    return total / 1000


def small(kernel: str, runs: int, scratch: Path) -> dict[str, float]:
    """Everything that a pair of nodes shows."""
    settings = KernelSettings("uml" if kernel == "uml" else "host")
    starts, stops = [], []
    for _ in range(runs):
        since = time.perf_counter()
        lab = Lab.start(pair(), scratch / "pair", settings=settings)
        starts.append(time.perf_counter() - since)
        stops.append(seconds(lambda lab=lab: lab.stop(cleanup=True)))
    rows = {"`up` of two nodes without daemons (s)": min(starts), "`down` (s)": min(stops)}
    lab = Lab.start(pair(), scratch / "pair", settings=settings)
    try:
        for measure in MEASURES:
            rows[f"{measure.title} ({measure.unit})"] = measure.best(measure.take(lab) for _ in range(runs))
    finally:
        lab.stop(cleanup=True)
    return rows


def large(kernel: str, runs: int, scratch: Path, topology: Path) -> dict[str, float]:
    """A whole example: start, checks, memory."""
    starts, checks, sizes = [], [], []
    for _ in range(max(1, runs // 2)):
        since = time.perf_counter()
        with netwright.up(topology, directory=scratch / "large", kernel=kernel) as lab:
            starts.append(time.perf_counter() - since)
            checks.append(seconds(lab.validate))
            sizes.append(memory_mb(lab.lab))
    return {
        f"`up` of {topology.name} (s)": min(starts),
        "its checks, convergence included (s)": min(checks),
        "its memory (MB)": min(sizes),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--topology", type=Path, default=ROOT / "examples" / "bird-rr")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    columns = {}
    with tempfile.TemporaryDirectory() as scratch:
        for kernel in KERNELS:
            rows = small(kernel, options.runs, Path(scratch))
            columns[kernel] = rows | large(kernel, options.runs, Path(scratch), options.topology)
    print("| | host kernel | User-mode Linux |\n|---|---|---|")
    for title in columns["host"]:
        print(f"| {title} | {columns['host'][title]:.3g} | {columns['uml'][title]:.3g} |")


if __name__ == "__main__":
    main()
