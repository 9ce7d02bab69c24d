"""How smooth a page stays: frames a second while a leaf-spine fabric is dragged about in Debian's chromium.

    .venv/bin/python benchmarks/html_pan.py [--nodes 1000] [--seconds 4] [--window 1400x900]

Makes the page with `netwright graph -e html`, opens it without a window, drags it with real mouse events at several
scales, and takes the time of every animation frame. Prints frames a second, the longest frame, and the share of frames
that came in time; exit 1 when fewer than 55 frames a second came at any scale.
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))
from fabrics import leaf_spine

CHROMIUM = "/usr/bin/chromium"
SCALES = (0.0, 0.1, 0.5, 1.0)
"""0 = everything fits."""
WANTED_FPS = 55
IN_TIME_MS = 18.0
RECORD = """() => {
  const times = [];
  const step = (now) => { times.push(now); window.recording = requestAnimationFrame(step); };
  window.recording = requestAnimationFrame(step);
  window.frames_seen = times;
}"""
STOP = "() => { cancelAnimationFrame(window.recording); return window.frames_seen; }"
ZOOM = """(scale) => {
  const { view, model } = window.netwright;
  if (scale) view.zoomBy(scale / view.scale); else view.fit(false);
  const away = (span, size, at) => span / 2 - (size / 2) * view.scale - at;
  view.moveBy(away(view.width, model.width, view.x), away(view.height, model.height, view.y));
}"""


def make_page(nodes: int, place: Path) -> Path:
    """The page of a fabric."""
    (place / "topology.yml").write_text(leaf_spine(nodes))
    target = place / "fabric.html"
    since = time.monotonic()
    argv = [sys.executable, "-m", "netwright", "graph", "-e", "html", "-o", str(target), "topology.yml"]
    subprocess.run(argv, cwd=place, check=True)
    print(f"{nodes} nodes: page of {target.stat().st_size / 1e6:.1f} MB written in {time.monotonic() - since:.1f} s")
    return target


def drag(page: Page, seconds: float, radius: float) -> list[float]:
    """Drags in a figure of eight; times of frames in ms."""
    box = page.locator("#stage").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(RECORD)
    since = time.monotonic()
    while (passed := time.monotonic() - since) < seconds:
        page.mouse.move(x + radius * math.sin(3 * passed), y + 0.5 * radius * math.sin(6 * passed))
        time.sleep(0.004)
    times: list[float] = page.evaluate(STOP)
    page.mouse.up()
    return times


def measure(page: Page, scale: float, seconds: float) -> float:
    page.evaluate(ZOOM, scale)
    page.wait_for_timeout(1500)
    times = drag(page, seconds, 500)
    passed = sorted(b - a for a, b in pairwise(times))
    fps = 1000 * len(passed) / sum(passed)
    late = sum(each > IN_TIME_MS for each in passed)
    name = f"{page.evaluate('window.netwright.view.scale'):.3f}"
    print(
        f"scale {name:>6}: {fps:5.1f} fps, {100 - 100 * late / len(passed):5.1f} % of frames in time, "
        f"median {passed[len(passed) // 2]:.1f} ms, 99 % {passed[int(len(passed) * 0.99)]:.1f} ms, "
        f"longest {passed[-1]:.1f} ms",
        flush=True,
    )
    return fps


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--window", default="1400x900")
    parser.add_argument("--page", type=Path, help="measure this page instead of making one")
    options = parser.parse_args()
    width, height = map(int, options.window.split("x"))
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as driver:
        source = options.page or make_page(options.nodes, Path(scratch))
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": height})
        since = time.monotonic()
        page.goto(source.resolve().as_uri())
        page.wait_for_function("window.netwright !== undefined")
        print(f"opened in {time.monotonic() - since:.1f} s")
        page.wait_for_timeout(1000)
        slowest = min(measure(page, scale, options.seconds) for scale in SCALES)
        browser.close()
    return 0 if slowest >= WANTED_FPS else 1


if __name__ == "__main__":
    sys.exit(main())
