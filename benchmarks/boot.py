"""`up` at scale: rings of N FRR and N BIRD routers against a bare floor and against Mininet, in one run.

    .venv/bin/python benchmarks/boot.py [--sizes 10,30,100] [--devices frr,bird]

Needs root (the floor and Mininet do; Netwright does not). For each ring: seconds from the start of the program
to all daemons serving their sockets, and to every router having a kernel route to every other loopback - seen
from outside through /proc in the same way for all three. The floor starts from files rendered beforehand;
Netwright's figure includes reading, designing and rendering.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
from fabrics import ring
from floor import floor_script, write_files
from observe import Seen, observe, processes

SIZES = (10, 30, 100)
TIMEOUT_S = 120.0
OWN_NAMESPACES = (
    *("setpriv", "--pdeathsig=KILL"),  # with this program, however it ends, everything it started ends
    *("unshare", "--mount", "--net", "--pid", "--fork", "--kill-child"),
)


def plan_of(topology: Path) -> dict[str, Any]:
    """The lab plan as plain JSON, so that all three start the same daemons with the same files."""
    import msgspec

    import netwright
    from netwright import devices

    return json.loads(msgspec.json.encode(devices.plan_lab(netwright.load_topology(str(topology)))))


def expected_of(plan: dict[str, Any]) -> dict[str, str]:
    """Daemon -> its socket, /var/run resolved: absolute links would lead back into this process's own root."""
    daemons = [d for d in plan["nodes"][0]["daemons"] if d["ready_socket"]]
    return {Path(d["argv"][0]).name: d["ready_socket"].replace("/var/run/", "/run/") for d in daemons}


def timed(argv: list[str], expected: dict[str, str], nodes: int, stop: Any, cwd: Path) -> Seen:
    """Start a program, watch its daemons, stop it, and wait until nothing of it is left."""
    before = set(processes(set(expected)))
    since = time.perf_counter()
    with (cwd / "out.log").open("wb") as log:
        process = subprocess.Popen(argv, cwd=cwd, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            seen = observe(expected, nodes, since, before=before, timeout_s=TIMEOUT_S)
        finally:
            stop(process)
            process.wait()
    deadline = time.perf_counter() + 30
    while set(processes(set(expected))) - before and time.perf_counter() < deadline:
        time.sleep(0.1)
    return seen


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--devices", default="frr,bird")
    parser.add_argument("--without", default="", help="comma list of `floor`, `mininet` to leave out")
    options = parser.parse_args()
    if os.geteuid():
        sys.exit("the floor and Mininet need root")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # labs and peers are stopped on the way out
    without = set(options.without.split(","))
    print(
        f"{'ring':>10} | {'who':>9} | {'running s':>9} {'ratio':>6} | {'converged s':>11} {'ratio':>6}",
        flush=True,
    )
    for device in options.devices.split(","):
        for size in map(int, options.sizes.split(",")):
            measure_ring(device, size, without)


def measure_ring(device: str, size: int, without: set[str]) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        root.chmod(0o755)
        topology = root / "topology.yml"
        topology.write_text(ring(size, device))
        plan = plan_of(topology)
        expected = expected_of(plan)
        files = root / "files"
        write_files(plan, files)
        (root / "plan.json").write_text(json.dumps(plan))
        (root / "floor.sh").write_text(floor_script(plan, files))
        lab = ["--lab-dir", str(root / "lab")]

        def down(process: subprocess.Popen[bytes]) -> None:
            process.wait()
            subprocess.run(
                [sys.executable, "-m", "netwright", "down", "--lab", str(root / "lab")],
                check=True,
                capture_output=True,
            )

        floor = [*OWN_NAMESPACES, "bash", str(root / "floor.sh")]
        peer = Path(__file__).parent / "mininet_peer.py"
        mininet = [*OWN_NAMESPACES, "--mount-proc", "/usr/bin/python3", str(peer), "plan.json", str(files)]
        up = [sys.executable, "-m", "netwright", "up", *lab, "topology.yml"]
        runs: list[tuple[str, list[str], Any]] = [("netwright", up, down)]
        if "floor" not in without:
            runs.append(("floor", floor, subprocess.Popen.kill))
        if "mininet" not in without and shutil.which("mn"):
            runs.append(("mininet", mininet, subprocess.Popen.kill))
        seen = {who: timed(argv, expected, size, stop, root) for who, argv, stop in runs}
        mine = seen["netwright"]
        for who, result in seen.items():
            print(
                f"{device + ' ' + str(size):>10} | {who:>9} | {result.running_s:>9.2f} "
                f"{mine.running_s / result.running_s:>6.2f} | {result.converged_s:>11.2f} "
                f"{mine.converged_s / result.converged_s:>6.2f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
