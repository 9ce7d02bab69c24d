"""VRFs: global ones, those of nodes, links and ends of links in them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from .base import Context, chance, picked, subset

VRFS = ("red", "blue", "gold")
TARGETS: list[Any] = [[7], ["65009:3"], 9, ["65009:1", 8]]


@st.composite
def global_vrfs(draw: st.DrawFn, context: Context) -> dict[str, Any]:
    """Sections `vrfs` and `vrf`; no VRF is null, for netlab's plugin ospf.areas breaks on that."""
    names = draw(subset(list(VRFS), 1, 3))
    vrfs: dict[str, Any] = {}
    for name in names:
        choices: dict[str, tuple[int, list[Any]]] = {
            "rd": (5, [4, f"65100:{len(name)}"]),
            "id": (8, [20 + len(name)]),
            "import": (4, [list(dict.fromkeys([name, *names[:1]])), list(names), [name, 7], *TARGETS]),
            "export": (6, [[name], [name, 7], *TARGETS]),
            "loopback": (5, [True, {"pool": "vrf_loopback"}]),
        }
        vrfs[name] = draw(picked({**choices, **protocols(context, name)}))
        if draw(chance(6)):
            vrfs[name]["links"] = ["-".join(context.routers[:2]), context.routers[0]]
    everywhere = draw(picked({"as": (8, [65123]), "loopback": (8, [True])}))
    sections: dict[str, Any] = {"vrfs": vrfs}
    if everywhere:
        sections["vrf"] = everywhere
    return sections


def protocols(context: Context, name: str) -> dict[str, tuple[int, list[Any]]]:
    """What a VRF may say of protocols."""
    choices: dict[str, tuple[int, list[Any]]] = {}
    if context.has("ospf"):
        own: list[Any] = [
            False,
            {"area": f"0.0.0.{len(name)}"},
            {"router_id": f"6.6.6.{len(name)}"},
            {"import": ["connected"]},
            {"default": True},
            {"import": []},
        ]
        choices["ospf"] = (3, own)
    if context.has("bgp"):
        own_bgp: list[Any] = [
            False,
            {"router_id": f"7.7.7.{len(name)}"},
            {"import": ["connected"]},
            {"import": ["static", "connected"]},
            {"originate": ["198.18.7.0/24"]},
            {"import": []},
        ]
        choices["bgp"] = (3, own_bgp)
    return choices


@st.composite
def node_vrfs(draw: st.DrawFn, context: Context, free_id: int) -> dict[str, Any]:
    """`vrfs` of a node: VRFs of its own, and what it says of global ones."""
    vrfs: dict[str, Any] = {}
    if draw(chance(4)):
        own: list[Any] = [
            None,
            {"rd": 9},
            {"id": 30},
            {"loopback": f"10.66.{free_id}.1/32"},
            {"import": list(context.vrfs[:1])},
        ]
        vrfs["own"] = draw(st.sampled_from(own))
    if draw(chance(5)) and context.vrfs:
        said: list[Any] = [
            None,
            {"loopback": True},
            {"loopback": {"ipv4": f"10.67.{free_id}.0/24"}},
            {"import": [context.vrfs[-1], 11]},
            {"rd": f"65200:{free_id}"},
        ]
        vrfs[context.vrfs[0]] = draw(st.sampled_from(said))
    return vrfs


@st.composite
def link_vrf(draw: st.DrawFn, context: Context, ends: list[str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Attributes of a link and of its ends that put it into VRFs."""
    routers = [end for end in ends if end in context.routers]
    if not context.vrfs or not routers or draw(chance(3)):
        return {}, {}
    name = draw(st.sampled_from(context.vrfs))
    if draw(st.booleans()):
        return {"vrf": name}, {}
    return {}, {end: {"vrf": draw(st.sampled_from(context.vrfs))} for end in routers[: draw(st.integers(1, 2))]}
