"""How long a native SVG takes: leaf-spine fabrics with ranks, and rings and random graphs without.

    .venv/bin/python benchmarks/draw_svg.py [--leaves 992] [--spines 8]

Seconds of placing and of writing, size of the text. A fabric of 1,000 nodes is meant to take less than 5 s.
"""

from __future__ import annotations

import argparse
import random
import time

from netwright.draw.layout import layout
from netwright.draw.picture import Picture, PictureEdge, PictureEnd, PictureNode
from netwright.draw.svg import render_svg


def graph(title: str, nodes: list[PictureNode], pairs: list[tuple[str, str]]) -> Picture:
    edges = tuple(
        PictureEdge(id=f"link:{n}", source=PictureEnd(node=a), target=PictureEnd(node=b))
        for n, (a, b) in enumerate(pairs)
    )
    return Picture(title=title, type="topology", nodes=tuple(nodes), edges=edges)


def leaf_spine(spines: int, leaves: int) -> Picture:
    nodes = [PictureNode(id=f"s{n}", label=(f"s{n} [frr]", f"10.0.0.{n}/32"), rank=1) for n in range(spines)]
    nodes += [
        PictureNode(id=f"l{n}", label=(f"l{n} [frr]", f"10.{1 + n // 250}.0.{n % 250}/32"), rank=2)
        for n in range(leaves)
    ]
    pairs = [(f"s{spine}", f"l{leaf}") for leaf in range(leaves) for spine in range(spines)]
    return graph(f"{spines} x {leaves} leaf-spine", nodes, pairs)


def ring(count: int) -> Picture:
    nodes = [PictureNode(id=f"r{n}", label=(f"r{n} [frr]",)) for n in range(count)]
    return graph(f"ring of {count}", nodes, [(f"r{n}", f"r{(n + 1) % count}") for n in range(count)])


def anything(count: int) -> Picture:
    choose = random.Random(1)
    nodes = [PictureNode(id=f"r{n}", label=(f"r{n} [frr]",)) for n in range(count)]
    pairs = [(f"r{n}", f"r{choose.randrange(max(0, n - 20), n)}") for n in range(1, count)]
    pairs += [(f"r{choose.randrange(count)}", f"r{choose.randrange(count)}") for _ in range(count // 4)]
    return graph(f"random graph of {count}", nodes, pairs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--leaves", type=int, default=992)
    parser.add_argument("--spines", type=int, default=8)
    options = parser.parse_args()
    fabric = leaf_spine(options.spines, options.leaves)
    for picture in (fabric, ring(100), anything(100), anything(300), anything(1000)):
        start = time.process_time()
        geometry = layout(picture)
        placed = time.process_time()
        text = render_svg(picture, geometry=geometry)
        written = time.process_time()
        print(
            f"{picture.title:>24} | {len(picture.nodes):5} nodes {len(picture.edges):6} links"
            f" | layout {placed - start:6.2f} s | SVG {written - placed:5.2f} s | {len(text) / 1e6:5.2f} MB"
        )


if __name__ == "__main__":
    main()
