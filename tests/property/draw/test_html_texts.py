"""Whatever stands in labels, details and configuration: the page has the same elements, and the same texts come out."""

from __future__ import annotations

import json
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from netwright.draw.html import render_html
from netwright.draw.picture import Picture, PictureEdge, PictureEnd, PictureNode

MARKUP = st.sampled_from(
    ["</script>", "<script>", "<!--", "-->", "<![CDATA[", "&lt;", "\"'", "</SCRIPT ", "\u2028", "<"]
)
TEXTS = st.lists(MARKUP | st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=4).map("".join)


class Elements(HTMLParser):
    """Start tags with their attributes, and the contents of scripts."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.scripts: dict[str, str] = {}
        self.title = ""
        self._inside: str | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(f"{tag} {sorted(name for name, _ in attrs)}")
        self._inside = dict(attrs).get("id") if tag == "script" else tag

    def handle_endtag(self, tag: str) -> None:
        self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside in ("data-picture", "data-configuration"):
            self.scripts[self._inside] = self.scripts.get(self._inside, "") + data
        elif self._inside == "title":
            self.title += data


def page(text: str) -> Elements:
    nodes = (
        PictureNode(id="a", label=("a", text), detail={text: text}),
        PictureNode(id="b", label=(text,), shape="host"),
    )
    ends = (PictureEnd(node="a", interface=text, label=(text,)), PictureEnd(node="b"))
    edge = PictureEdge(id=text, source=ends[0], target=ends[1], kind=text, label=(text,), detail={text: text})
    picture = Picture(title=text, type="topology", nodes=nodes, edges=(edge,))
    return Elements(render_html((picture,), {"a": [(text, text)]}, name="plain"))


PLAIN = page("plain")


@given(TEXTS)
def test_texts_make_no_elements(text):
    made = page(text)
    assert made.tags == PLAIN.tags
    picture = json.loads(made.scripts["data-picture"])
    assert picture["nodes"][0]["text"]["lines"] == ["a", text]
    assert picture["nodes"][0]["detail"] == {text: text}
    assert json.loads(made.scripts["data-configuration"]) == {"a": [[text, text]]}
    assert made.title.split() == (text or "plain").split()
