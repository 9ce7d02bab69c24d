"""Nested clusters at scale: 200 machines on 10 parent nodes, against a bare floor in the same run.

    .venv/bin/python benchmarks/nested.py [--parents 10] [--machines 200] [--clusters 10] [--without floor]

Every machine is a node of a nested cluster: a namespace with a BIRD that peers with its host, and one pod. Prints
seconds from the start of the program to all daemons serving, to the ToR having a kernel route to every block, and, in
Netwright's lab, what a ping of every pod from the ToR takes; then the memory of all processes. The floor is a shell
script with the same namespaces, interfaces, routes, files and daemons; it starts from files rendered beforehand. Needs
root (the floor does; Netwright does not).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from boot import OWN_NAMESPACES, plan_of
from fabrics import nested
from floor import floor_script, write_files
from observe import poll, processes

TIMEOUT_S = 180.0
SOCKET = "/run/bird/bird.ctl"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--parents", type=int, default=10)
    parser.add_argument("--machines", type=int, default=200)
    parser.add_argument("--clusters", type=int, default=10)
    parser.add_argument("--without", default="", help="`floor` to leave it out")
    options = parser.parse_args()
    if os.geteuid():
        sys.exit("the floor needs root")
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        root.chmod(0o755)
        text, resources = nested(options.parents, options.machines, options.clusters)
        (root / "topology.yml").write_text(text)
        for name, content in resources.items():
            (root / name).write_text(content)
        measure(
            root,
            daemons=1 + options.parents + options.machines,
            blocks=options.parents + options.machines,
            floor=options.without != "floor",
        )


def measure(root: Path, *, daemons: int, blocks: int, floor: bool) -> None:
    """One line a program."""
    print(f"{daemons} BIRDs, {blocks} blocks", flush=True)
    print(f"{'who':>9} | {'running s':>9} | {'converged s':>11} | {'MiB':>6} | {'ping all s':>10}", flush=True)
    lab = ["--lab", str(root / "lab")]
    netwright = [sys.executable, "-m", "netwright"]
    up = [*netwright, "up", "-q", "--lab-dir", str(root / "lab"), "topology.yml"]
    pods = [f"p{n}" for n in range(blocks) if f" p{n}:" in (root / "topology.yml").read_text()]

    def ping() -> float:
        plan_hosts = "for pod in $0; do ping -q -c 1 -W 2 $pod >/dev/null || echo $pod & done; wait"
        since = time.perf_counter()
        done = subprocess.run(
            [*netwright, "exec", *lab, "tor", "--", "sh", "-c", plan_hosts, " ".join(pods)],
            cwd=root,
            check=True,
            capture_output=True,
            text=True,
        )
        if done.stdout.strip():
            sys.exit(f"no answer from {done.stdout.split()}")
        return time.perf_counter() - since

    def down(process: subprocess.Popen[bytes]) -> None:
        process.wait()
        subprocess.run([*netwright, "down", *lab], cwd=root, check=True, capture_output=True)

    mine = run(up, root, daemons, blocks, ping, down)
    print_line("netwright", mine)
    if floor:
        plan = plan_of(root / "topology.yml")
        files = root / "files"
        write_files(plan, files)
        (root / "floor.sh").write_text(floor_script(plan, files))
        script = [*OWN_NAMESPACES, "bash", str(root / "floor.sh")]
        other = run(script, root, daemons, blocks, None, subprocess.Popen.kill)
        print_line("floor", other)
        print(f"{'ratio':>9} | {mine[0] / other[0]:>9.2f} | {mine[1] / other[1]:>11.2f} | {mine[2] / other[2]:>6.2f} |")


def print_line(who: str, seen: tuple[float, float, float, float]) -> None:
    running, converged, memory, ping = seen
    print(f"{who:>9} | {running:>9.2f} | {converged:>11.2f} | {memory:>6.0f} | {ping:>10.2f}", flush=True)


def run(
    argv: list[str], root: Path, daemons: int, blocks: int, then: Any, stop: Any
) -> tuple[float, float, float, float]:
    """Start, watch from outside, look at memory, stop; (running s, converged s, MiB, what `then` says)."""
    before, others = set(processes({"bird"})), all_processes()
    since = time.perf_counter()
    with (root / "out.log").open("wb") as log:
        process = subprocess.Popen(argv, cwd=root, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            running = poll(lambda: len(serving(before)) >= daemons, since, TIMEOUT_S, 0.05)
            converged = poll(lambda: most_blocks(serving(before)) >= blocks, since, TIMEOUT_S, 0.05)
            memory = memory_mib(all_processes() - others)
            result = then() if then is not None else float("nan")
        finally:
            stop(process)
            process.wait()
    while set(processes({"bird"})) - before:
        time.sleep(0.1)
    return running, converged, memory, result


def all_processes() -> set[int]:
    return {int(name) for name in os.listdir("/proc") if name.isdigit()}


def serving(before: set[int]) -> list[int]:
    found = [pid for pid in processes({"bird"}) if pid not in before]
    return [pid for pid in found if os.path.exists(f"/proc/{pid}/root{SOCKET}")]


def most_blocks(pids: list[int]) -> int:
    """Blocks (/26) that the namespace knows which knows most: only the ToR knows all."""
    return max((routes(pid) for pid in pids), default=0)


def routes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/net/route").read_text().splitlines()[1:]
    except OSError:
        return 0
    return len({line.split()[1] for line in lines if line.split()[7] == "C0FFFFFF"})


def memory_mib(pids: set[int]) -> float:
    """Proportional set size of processes: what they share is counted once."""
    total = 0
    for pid in pids:
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total / 1024


if __name__ == "__main__":
    main()
