"""The located tree keeps places through copying and merging."""

from netwright.errors import Span
from netwright.model import Map, Seq, copy_tree, merge_missing, to_plain

HERE, THERE = Span("a.yml", 1, 1), Span("b.yml", 2, 3)


def test_places_survive_a_deep_copy():
    inner = Map(span=HERE)
    inner.put("as", 65000, HERE, THERE)
    seq = Seq(span=HERE)
    seq.put(inner, THERE)
    copy = copy_tree(seq)
    copy[0]["as"] = 1
    assert inner["as"] == 65000
    assert copy.at(0) == THERE
    assert copy[0].at("as") == THERE
    assert copy[0].key_at("as") == HERE


def test_defaults_fill_gaps_and_never_overwrite():
    mine = Map(span=HERE)
    mine.put("bgp", Map({"as": 1}), HERE)
    defaults = Map({"bgp": Map({"as": 2, "rr": True}), "lists": Seq([1, 2])}, THERE)
    merge_missing(mine, defaults)
    assert to_plain(mine) == {"bgp": {"as": 1, "rr": True}, "lists": [1, 2]}
    mine["lists"].append(3)
    assert defaults["lists"] == [1, 2]


def test_a_scalar_is_not_merged_with_a_mapping():
    mine = Map({"ospf": False})
    assert merge_missing(mine, Map({"ospf": Map({"area": 0})})) == {"ospf": False}
