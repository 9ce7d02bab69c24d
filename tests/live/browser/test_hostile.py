"""Names and texts that try to be markup or script stay texts, in the browser, too."""

from __future__ import annotations

import pytest

from netwright.draw.html import render_html
from netwright.draw.picture import Look, Picture, PictureCluster, PictureEdge, PictureEnd, PictureNode

pytestmark = pytest.mark.live
PAYLOADS = (
    "</script><script>window.stolen = 1</script>",
    "<img src=x onerror='window.stolen = 1'>",
    '"><svg onload="window.stolen = 1">',
    "<!--<script>",
    "]]>&lt;b&gt;{{ 7 * 7 }}${window.stolen = 1}",
    "\u2028window.stolen = 1\u2029",
    "__proto__",
)


def hostile(text: str) -> str:
    look = Look(color=f"red; background: url(//evil.example/{text})", fill=text)
    nodes = tuple(
        PictureNode(id=f"{n}{text}", label=(text, text), cluster="c", look=look, detail={text: text}) for n in range(2)
    )
    ends = [PictureEnd(node=node.id, interface=text, label=(text,)) for node in nodes]
    edge = PictureEdge(
        id=text, source=ends[0], target=ends[1], kind=text, label=(text,), look=look, detail={text: text}
    )
    box = PictureCluster(id="c", label=text, look=look)
    picture = Picture(title=text, type="topology", nodes=nodes, edges=(edge,), clusters=(box,))
    other = Picture(title=text, type="bgp", nodes=nodes, edges=(edge,))
    return render_html((picture, other), {nodes[0].id: [(text, text)]}, name=text)


@pytest.mark.parametrize("text", PAYLOADS)
def test_texts_stay_texts(open_page, tmp_path, text):
    path = tmp_path / "page.html"
    path.write_text(hostile(text), encoding="utf-8")
    page = open_page(path.as_uri())
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator(".node").first.click()
    assert text.strip() in page.locator("#panel").inner_text() or "\u2028" in text
    page.locator("#panel .line").first.click()
    page.get_by_role("combobox", name="Search").fill(text[:5])
    page.wait_for_timeout(150)
    assert page.evaluate("window.stolen === undefined")
    assert page.locator("script").count() == 3
    assert page.locator("img, svg[onload], b").count() == 0
    assert asked == []
