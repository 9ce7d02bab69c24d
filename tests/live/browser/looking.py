"""What tests ask a page: where it is, what it paints, what is active."""

from __future__ import annotations

import time

from playwright.sync_api import Page

View = tuple[float, float, float]
"""x, y, scale."""


def view_of(page: Page) -> View:
    settle(page)
    x, y, scale = page.evaluate("(() => { const { view } = window.netwright; return [view.x, view.y, view.scale]; })()")
    return x, y, scale


def until(page: Page, expression: str, timeout_s: float = 10.0) -> None:
    """Wait for an expression to hold. (The page's policy forbids what `wait_for_function` does.)"""
    end = time.monotonic() + timeout_s
    while not page.evaluate(expression):
        assert time.monotonic() < end, expression
        page.wait_for_timeout(50)


def settle(page: Page) -> None:
    """Wait until the picture stands still and is painted."""
    page.wait_for_timeout(250)
    until(page, "!window.netwright.scene.job && !window.netwright.scene.stale")


def colour_at(page: Page, node: str, other: str) -> list[int]:
    """The darkest colour painted around the middle of the straight way between two nodes."""
    settle(page)
    pixel: list[int] = page.evaluate(
        """([one, other]) => {
          const { view, model, scene } = window.netwright;
          const middle = ({ box: [x, y, width, height] }) => [x + width / 2, y + height / 2];
          const [ax, ay] = middle(model.byId.get(one));
          const [bx, by] = middle(model.byId.get(other));
          const { x, y, scale, marginX, marginY, dpr } = scene.drawn;
          const at = [((ax + bx) / 2) * scale + x + marginX, ((ay + by) / 2) * scale + y + marginY];
          const data = scene.front.getContext("2d").getImageData(at[0] * dpr - 3, at[1] * dpr - 3, 7, 7).data;
          const pixels = Array.from({ length: 49 }, (_, i) => [...data.slice(4 * i, 4 * i + 4)]);
          const sum = ([red, green, blue, alpha]) => red + green + blue + 4 * (255 - alpha);
          return pixels.sort((a, b) => sum(a) - sum(b))[0];
        }""",
        [node, other],
    )
    return pixel


def active(page: Page) -> str:
    """How the focused element introduces itself."""
    name: str = page.evaluate(
        "document.activeElement.getAttribute('aria-label') || document.activeElement.textContent.trim()"
    )
    return name


def said(page: Page) -> str:
    """What a screen reader was told last."""
    page.wait_for_timeout(200)
    return page.locator("#status").inner_text()
