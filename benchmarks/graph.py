"""Diagrams at scale: what the text of a large leaf-spine takes after it was designed.

    .venv/bin/python benchmarks/graph.py [--sizes 100,1000,10000] [--engines graphviz,d2,mermaid] [--type topology]

Prints one row a size and engine: links, CPU seconds from the designed network to the text, and the text's size. The
fabric has 8 spines and two stubs a leaf, as in benchmarks/create.py.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from fabrics import leaf_spine

from netwright.draw import GRAPH_TYPES
from netwright.workbench import draw, load_topology

SIZES = (100, 1000, 10000)
TEXTS = ("graphviz", "d2", "mermaid")


def row(network, type: str, engine: str) -> str:
    """CPU seconds of one diagram."""
    start = time.process_time()
    text = draw(network, type, engine=engine)
    spent = time.process_time() - start
    return f"{len(network.nodes):>6} {len(network.links):>7} {engine:>9} | {spent:>7.2f} | {len(text) / 1e6:>7.2f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--engines", default=",".join(TEXTS))
    parser.add_argument("--type", default="topology", choices=GRAPH_TYPES)
    options = parser.parse_args()
    print(f"{'nodes':>6} {'links':>7} {'engine':>9} | {'CPU s':>7} | {'MB':>7}")
    for size in map(int, options.sizes.split(",")):
        network = load_topology("-", text=leaf_spine(size))
        for engine in options.engines.split(","):
            print(row(network, options.type, engine), flush=True)


if __name__ == "__main__":
    main()
