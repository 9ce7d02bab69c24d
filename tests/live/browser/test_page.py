"""A page of a network in a real browser: by pointer, by keyboard, by touch, for everybody, and without a network."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .looking import active, colour_at, said, settle, until, view_of

pytestmark = pytest.mark.live


def node(page: Page, name: str):
    return page.locator(f'.node[data-node="{name}"]')


def middle(page: Page) -> tuple[float, float]:
    box = page.locator("#stage").bounding_box()
    assert box is not None
    return box["x"] + 30, box["y"] + 30


# -- moving ---------------------------------------------------------------------------------------------------


def test_dragging_moves_the_picture_and_is_no_click(page):
    x, y, scale = view_of(page)
    page.mouse.move(*middle(page))
    page.mouse.down()
    page.mouse.move(middle(page)[0] + 120, middle(page)[1] + 45, steps=5)
    page.mouse.up()
    assert view_of(page) == pytest.approx((x + 120, y + 45, scale))
    expect(page.locator("#panel")).to_be_hidden()


def test_dragging_a_node_does_not_open_it(page):
    box = node(page, "r1").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 60, steps=4)
    page.mouse.up()
    expect(page.locator("#panel")).to_be_hidden()


def test_the_wheel_zooms_around_the_pointer(page):
    box = node(page, "r1").bounding_box()
    page.mouse.move(box["x"] + 10, box["y"] + 10)
    before = view_of(page)[2]
    page.mouse.wheel(0, -200)
    assert view_of(page)[2] > before * 1.1
    after = node(page, "r1").bounding_box()
    assert after["x"] < box["x"] + 10 < after["x"] + after["width"]


def test_buttons_zoom_and_show_everything(page):
    start = view_of(page)
    page.get_by_role("button", name="Zoom in").click()
    page.get_by_role("button", name="Zoom in").click()
    assert view_of(page)[2] == pytest.approx(start[2] * 1.25**2)
    page.get_by_role("button", name="Zoom out").click()
    page.get_by_role("button", name="Show everything").click()
    settle(page)
    assert view_of(page) == pytest.approx(start)


def test_two_fingers_zoom(open_page, office):
    page = open_page(office.as_uri(), has_touch=True)
    before = view_of(page)[2]
    session = page.context.new_cdp_session(page)
    x, y = 500, 400

    def fingers(kind: str, apart: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x - apart, "y": y, "id": 1}, {"x": x + apart, "y": y, "id": 2}]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    fingers("touchStart", 60)
    for apart in (80, 100, 120):
        fingers("touchMove", apart)
    fingers("touchEnd", 0)
    assert view_of(page)[2] == pytest.approx(before * 2, rel=0.15)


# -- looking --------------------------------------------------------------------------------------------------


def test_hovering_tells_addresses_and_sessions(page):
    node(page, "r1").hover()
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("10.0.0.1/32")
    expect(tip).to_contain_text("BGP sessions")
    page.mouse.move(*middle(page))
    expect(tip).to_be_hidden()


def test_hovering_a_line_tells_both_ends(page):
    one, other = node(page, "r1").bounding_box(), node(page, "r2").bounding_box()
    x = (one["x"] + one["width"] / 2 + other["x"] + other["width"] / 2) / 2
    y = (one["y"] + one["height"] / 2 + other["y"] + other["height"] / 2) / 2
    page.mouse.move(x, y)
    tip = page.get_by_role("tooltip")
    expect(tip).to_contain_text("r1 eth1 10.1.0.1/30")
    expect(tip).to_contain_text("r2 eth1 10.1.0.2/30")
    page.mouse.click(x, y)
    expect(page.get_by_role("complementary", name="Details")).to_contain_text("10.1.0.0/30")


def test_a_click_shows_the_configuration_of_a_node(page):
    node(page, "r1").click()
    panel = page.get_by_role("complementary", name="Details")
    expect(panel.get_by_role("heading", level=2)).to_contain_text("r1")
    expect(panel.get_by_role("region", name="r1 /etc/frr/frr.conf")).to_contain_text("router bgp 65000")
    expect(panel).to_contain_text("BGP sessions (2)")
    panel.get_by_role("button", name="Close details").click()
    expect(panel).to_be_hidden()


def test_rows_of_the_panel_lead_on(page):
    node(page, "r3").click()
    page.locator("#panel").get_by_role("button", name="x1").first.click()
    panel = page.locator("#panel")
    expect(panel.get_by_role("heading", level=2)).to_contain_text(re.compile("r3 .frr. eth3 . x1 .frr. eth1"))
    panel.get_by_role("button", name="x1").click()
    expect(panel.get_by_role("heading", level=2)).to_contain_text("x1")


def test_a_row_tells_the_node_s_own_end_of_a_subnet(page):
    """The subnet has three ends; h2's is the last."""
    node(page, "h2").click()
    rows = page.locator("#panel").get_by_role("listitem")
    expect(rows.first).to_contain_text(re.compile(r"h2 eth1 172\.16\.0\.\d/24"))
    expect(rows.first).not_to_contain_text("r2 eth")


def test_layers_are_switched(page):
    physical, bgp = page.get_by_role("checkbox", name="Physical"), page.get_by_role("checkbox", name="BGP")
    expect(physical).to_be_checked()
    expect(bgp).not_to_be_checked()
    line = colour_at(page, "r1", "r2")
    physical.focus()
    page.keyboard.press("Space")
    assert said(page) == "Physical hidden"
    assert colour_at(page, "r1", "r2") != line
    page.keyboard.press("Space")
    assert colour_at(page, "r1", "r2") == line
    page.keyboard.press("Space")
    bgp.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("list", name="Legend")).to_contain_text("EBGP")
    assert len(page.evaluate("window.netwright.model.shownEdges().map((edge) => edge.layer.id)")) == 3


def test_search_finds_names_addresses_and_numbers(page):
    box = page.get_by_role("combobox", name="Search")
    options = page.get_by_role("listbox", name="Found").get_by_role("option")
    for text, found in (("x1", "x1 [frr]"), ("65100", "x1 [frr]65100"), ("10.0.0.3", "r3 [frr]10.0.0.3/32")):
        box.fill(text)
        expect(options).to_have_count(1)
        assert options.first.inner_text().replace("\n", "") == found
    assert said(page) == "1 node found"
    box.fill("h2 eth1")
    expect(options.filter(has_text="linux")).to_have_text([re.compile(r"h2 \[linux\]h2 eth1 172\.16\.0\.\d/24")])
    box.fill("nowhere")
    expect(options).to_have_text(["Nothing found"])
    box.fill("r")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#panel h2")).to_contain_text("r2")
    expect(box).to_have_value("")


# -- for everybody --------------------------------------------------------------------------------------------


def test_keyboard_alone(page):
    """From the start of the page to a node's configuration and back, without a pointer."""
    seen = []
    for _ in range(16):
        page.keyboard.press("Tab")
        seen.append(active(page))
        if "router" in seen[-1]:
            break
    assert seen[0].startswith("Search")
    assert "Zoom in" in seen
    assert "Picture of the network" in seen
    assert seen[-1].startswith("r1 [frr], router")
    expect(page.get_by_role("tooltip")).to_be_visible()
    visited = {seen[-1].split()[0]}
    for key in ("ArrowDown", "ArrowRight", "ArrowLeft", "ArrowUp"):
        page.keyboard.press(key)
        visited.add(active(page).split()[0])
    assert len(visited) > 1
    before = active(page)
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").evaluate("(heading) => heading === document.activeElement")
    page.keyboard.press("Tab")
    assert active(page) == "Close details"
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    assert active(page) == before


def test_keys_move_and_zoom(page):
    page.locator("#stage").focus()
    x, y, scale = view_of(page)
    page.keyboard.press("ArrowRight")
    assert view_of(page)[0] < x
    page.keyboard.press("+")
    assert view_of(page)[2] > scale
    page.keyboard.press("0")
    settle(page)
    assert view_of(page) == pytest.approx((x, y, scale))
    page.keyboard.press("/")
    assert active(page).startswith("Search")


def test_focus_can_be_seen(page):
    """Every stop of the Tab key has an outline of 2 px at least that differs from what is behind it."""
    node(page, "r1").click()
    page.keyboard.press("Escape")
    page.mouse.move(*middle(page))
    for _ in range(14):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            """() => {
              const at = document.activeElement;
              const style = getComputedStyle(at.matches(".layers input") ? at.closest("label") : at);
              return [at.tagName, style.outlineStyle, parseFloat(style.outlineWidth)];
            }"""
        )
        assert outline[0] == "BODY" or (outline[1] != "none" and outline[2] >= 2), outline


@pytest.mark.parametrize("opened", [False, True])
def test_everything_interactive_has_a_name_and_a_role(page, opened):
    if opened:
        node(page, "r2").click()
    nameless = page.evaluate(
        """() => [...document.querySelectorAll("button, input, a, summary, [tabindex], [role]")]
          .filter((each) => each.checkVisibility())
          .filter((each) => !["presentation", "none", "status"].includes(each.getAttribute("role")))
          .filter((each) => !(each.getAttribute("aria-label") || each.getAttribute("aria-labelledby")
            || (each.labels && each.labels.length) || each.textContent.trim()))
          .map((each) => each.outerHTML)"""
    )
    assert nameless == []
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((each) => each.id)")
    assert len(ids) == len(set(ids))
    headings = page.evaluate("[...document.querySelectorAll('h1, h2, h3')].filter((h) => h.checkVisibility()).length")
    assert headings >= 1


def test_the_tree_of_a_screen_reader(page):
    tree = page.locator("body").aria_snapshot()
    for line in (
        'heading "office" [level=1]',
        'combobox "Search nodes, addresses and AS numbers"',
        'group "Layers"',
        'checkbox "Physical" [checked]',
        'region "Picture of the network"',
        'button "r1 [frr], router,',
        "3 links",
    ):
        assert line in tree.replace("\\", ""), tree


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_texts_have_contrast(open_page, office, scheme):
    """WCAG 2.2, 1.4.3: 4.5 to 1, in light and dark, of all texts of the bar and the panel and of nodes."""
    page = open_page(office.as_uri(), color_scheme=scheme)
    assert page.evaluate("document.documentElement.dataset.theme") == scheme
    node(page, "r1").click()
    poor = page.evaluate(
        """() => {
          const parse = (text) => text.match(/[0-9.]+/g).map(Number);
          const light = (rgb) => rgb.slice(0, 3).map((v) => v / 255)
            .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
            .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const ratio = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05);
          const behind = (each) => {
            for (let at = each; at; at = at.parentElement) {
              const colour = parse(getComputedStyle(at).backgroundColor);
              if (colour[3] !== 0) return colour;
            }
            return [255, 255, 255];
          };
          const texts = [...document.querySelectorAll("body *")].filter((each) => each.checkVisibility()
            && [...each.childNodes].some((child) => child.nodeType === 3 && child.data.trim())
            && !["SCRIPT", "STYLE", "OPTION"].includes(each.tagName));
          const hex = (text) => [1, 3, 5].map((i) => parseInt(text.slice(i, i + 2), 16));
          const theme = document.documentElement.dataset.theme === "dark" ? 1 : 0;
          const ink = (each) => parse(getComputedStyle(each).color);
          const found = texts.map((each) => [each.outerHTML.slice(0, 80), ratio(ink(each), behind(each))]);
          const looks = window.netwright.model.looks.filter((look) => look.ink);
          found.push(...looks.map((look) => ["look", ratio(hex(look.ink[theme]), hex(look.fill[theme]))]));
          return found.filter(([, share]) => share < 4.5);
        }"""
    )
    assert poor == []


def test_the_theme_can_be_chosen(page):
    page.get_by_role("button", name="Dark").click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    page.reload()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_reduced_motion_does_not_glide(open_page, office):
    page = open_page(office.as_uri(), reduced_motion="reduce")
    page.get_by_role("button", name="Zoom in").click()
    where = page.evaluate(
        "() => { const { view } = window.netwright; view.fit(); return [view.x, view.y, view.scale]; }"
    )
    assert view_of(page) == pytest.approx(tuple(where))


def test_help_is_a_dialog(page):
    page.get_by_role("button", name="Keyboard help").click()
    expect(page.get_by_role("dialog", name="Keyboard and mouse")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert active(page) == "Keyboard help"


# -- alone ----------------------------------------------------------------------------------------------------


def test_nothing_is_loaded(open_page: Callable[..., Page], office: Path):
    page = open_page(office.as_uri(), offline=True)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.reload()
    until(page, "window.netwright !== undefined")
    node(page, "r1").click()
    page.get_by_role("checkbox", name="BGP").focus()
    page.keyboard.press("Space")
    settle(page)
    assert asked == [office.as_uri()]


def test_without_layers_there_is_no_choice(open_page, tmp_path):
    from netwright import load_topology
    from netwright.workbench import draw

    path = tmp_path / "plain.html"
    path.write_text(draw(load_topology(text="nodes: [ a, b ]\nlinks: [ a-b ]\ndefaults.device: frr\n"), engine="html"))
    page = open_page(path.as_uri())
    expect(page.locator("#layers")).to_be_hidden()
    assert page.locator("#summary").inner_text() == "2 nodes, 1 link"
