"""`create` at scale: leaf-spine fabrics from 10 to 10,000 nodes, beside netlab where it can follow.

    .venv/bin/python benchmarks/create.py [--fabric igp|evpn] [--netlab PATH] [--sizes 10,50,...] [--netlab-limit 200]

Prints one row a size: CPU seconds and peak memory of `netwright create` (Python's start included), the same
for `netlab create` of the same file in the same run, and the ratio; then CPU per link, to show how cost grows.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from fabrics import evpn_fabric, leaf_spine
from measure import Cost, cost_of

SIZES = (10, 50, 100, 200, 400, 1000, 10000)
SPINES, STUBS = 8, 2


def links_of(nodes: int) -> int:
    return (nodes - SPINES) * (SPINES + STUBS)


def fabric(kind: str, nodes: int) -> str:
    """`igp`: OSPF and BGP with two stubs a leaf; `evpn`: EVPN over VXLAN with two access VLANs a leaf."""
    return leaf_spine(nodes, spines=SPINES, stubs=STUBS) if kind == "igp" else evpn_fabric(nodes, spines=SPINES)


def run_one(argv: list[str], text: str, root: Path) -> Cost:
    """One create in an empty directory; stops the benchmark when the tool fails."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    (root / "topology.yml").write_text(text)
    log = root.parent / f"{root.name}.log"
    cost = cost_of([*argv, "topology.yml"], cwd=root, log=log)
    if cost.status:
        sys.exit(f"{argv} failed with {cost.status}:\n{log.read_text()[-2000:]}")
    return cost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--netlab", default=os.environ.get("NETWRIGHT_NETLAB") or shutil.which("netlab"))
    parser.add_argument("--fabric", choices=("igp", "evpn"), default="igp")
    parser.add_argument("--netlab-limit", type=int, default=200)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    options = parser.parse_args()
    netlab = options.netlab and os.path.abspath(options.netlab)
    ours = [sys.executable, "-m", "netwright", "create", "-q"]
    print(
        f"{'nodes':>6} {'links':>7} | {'netwright CPU s':>15} {'MiB':>6} {'us/link':>8} | "
        f"{'netlab CPU s':>12} {'MiB':>6} | {'ratio':>6}"
    )
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        for size in map(int, options.sizes.split(",")):
            text = fabric(options.fabric, size)
            mine = run_one(ours, text, root / "netwright")
            row = (
                f"{size:>6} {links_of(size):>7} | {mine.cpu_s:>15.2f} {mine.peak_mib:>6.0f} "
                f"{mine.cpu_s / links_of(size) * 1e6:>8.0f} |"
            )
            if netlab and size <= options.netlab_limit:
                os.environ["PATH"] = f"{Path(netlab).parent}:{os.environ['PATH']}"
                theirs = run_one([netlab, "create", "-q"], text, root / "netlab")
                row += f" {theirs.cpu_s:>12.2f} {theirs.peak_mib:>6.0f} | {theirs.cpu_s / mine.cpu_s:>5.0f}x"
            else:
                row += f" {'-':>12} {'-':>6} | {'-':>6}"
            print(row, flush=True)


if __name__ == "__main__":
    main()
