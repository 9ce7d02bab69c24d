"""Which daemons run, and what each of them reads."""

from __future__ import annotations

from netwright.devices import RenderContext, plan_lab
from netwright.model import NodePlan

from ..bird.networks import CASES
from .test_frr_limits import on_frr


def planned(case: str, version: str) -> NodePlan:
    return plan_lab(on_frr(CASES[case]), RenderContext(versions={"frr": version})).nodes[0]


def test_before_mgmtd_every_daemon_reads_its_file() -> None:
    node = planned("ospf-digest", "8.4.4")
    assert next(d.name for d in node.daemons) == "zebra"
    assert all("-f" in d.argv for d in node.daemons)
    assert node.snippets == ()
    started = {file.path.rpartition("/")[2]: file.content for file in node.files if "/start/" in file.path}
    assert set(started) == {f"{d.name}.conf" for d in node.daemons}
    assert "interface eth" in started["zebra.conf"]


def test_mgmtd_gets_its_part_from_vtysh() -> None:
    node = planned("ospf-digest", "10.3")
    daemons = {d.name: d for d in node.daemons}
    assert list(daemons)[:2] == ["mgmtd", "zebra"]
    assert daemons["zebra"].after == ("mgmtd",)
    assert daemons["ospfd"].after == ("zebra",)
    assert {name for name, d in daemons.items() if "-f" not in d.argv} == {"mgmtd", "zebra", "staticd"}
    assert all("/var/lib/frr" in d.run_directories for d in node.daemons)
    (snippet,) = node.snippets
    assert "interface eth" in snippet.text
    assert "router ospf" not in snippet.text, "ospfd reads that itself"
    assert "router ospf" in next(f.content for f in node.files if f.path.endswith("/start/ospfd.conf"))
    assert not any(f.path.endswith("/start/zebra.conf") for f in node.files)
