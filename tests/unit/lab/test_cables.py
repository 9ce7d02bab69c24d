"""Pairs, bridges and ports in the lab's own namespace."""

from __future__ import annotations

from netwright.lab.netlink import LinkEnd
from netwright.lab.supervisor.cables import Cables
from netwright.model import Segment

End = tuple[str, str]


def end(node: End) -> LinkEnd:
    return LinkEnd(node[1], 9, 2, None, 1400)


def segment(number: int, *ends: str, bridge: str | None = None) -> Segment:
    return Segment(linkindex=number, ends=tuple((e.split(".")[0], e.split(".")[1]) for e in ends), bridge=bridge)


def said(cables: Cables, *segments: Segment, new: str = "") -> list[str]:
    """What is asked of the kernel, without changes of states."""
    fresh = {(e.split(".")[0], e.split(".")[1]) for e in new.split()}
    requests = [*cables.disconnect(segments), *cables.connect(segments, fresh)]
    return [request.what for request in requests if not request.what.startswith("change")]


LAN = segment(2, "a.e2", "b.e2", "c.e1")


def test_a_start() -> None:
    cables = Cables(end)
    segments = (segment(1, "a.e1", "b.e1"), LAN, segment(3, "c.e2"), segment(4))
    assert said(cables, *segments, new="a.e1 b.e1 a.e2 b.e2 c.e1 c.e2") == [
        "create veth e1 - e1",
        "create bridge br2",
        "create veth p1 - e2",
        "create veth p2 - e2",
        "create veth p3 - e1",
        "create veth p4 - e2",
    ]
    assert said(cables, *segments) == []


def test_a_shared_segment_grows_and_shrinks() -> None:
    cables = Cables(end)
    said(cables, LAN, new="a.e2 b.e2 c.e1")
    assert said(cables, segment(5, "a.e2", "b.e2", "c.e1", "d.e1"), new="d.e1") == ["create veth p4 - e1"]
    cables.forget(("d", "e1"))
    assert said(cables, LAN) == []
    cables.forget(("c", "e1"))
    assert said(cables, segment(2, "a.e2", "b.e2"), new="a.e2 b.e2") == ["delete interface br2", "create veth e2 - e2"]


def test_a_single_end_gets_company() -> None:
    cables = Cables(end)
    assert said(cables, segment(1, "a.e1"), new="a.e1") == ["create veth p1 - e1"]
    grown = segment(1, "a.e1", "b.e1", "c.e1")
    assert said(cables, grown, new="b.e1 c.e1") == ["create bridge br1", "create veth p2 - e1", "create veth p3 - e1"]
    for node in "bc":
        cables.forget((node, "e1"))
    assert said(cables, segment(1, "a.e1")) == ["delete interface br1"]


def test_the_number_of_a_link_may_have_been_anothers() -> None:
    cables = Cables(end)
    said(cables, segment(1, "a.e1", "b.e1", "c.e1"), new="a.e1 b.e1 c.e1")
    first, second = segment(1, "d.e1", "e.e1", "f.e1"), segment(2, "a.e1", "b.e1", "c.e1")
    assert "create bridge nwbr0" in said(cables, first, second, new="d.e1 e.e1 f.e1")


def test_bridges_of_one_name_are_one() -> None:
    cables = Cables(end)
    segments = (segment(1, "a.e1", bridge="shared"), segment(2, "b.e1", "c.e1", bridge="shared"))
    made = said(cables, *segments, new="a.e1 b.e1 c.e1")
    assert made == ["create bridge shared", "create veth p1 - e1", "create veth p2 - e1", "create veth p3 - e1"]
    assert said(cables, *segments[::-1]) == []
