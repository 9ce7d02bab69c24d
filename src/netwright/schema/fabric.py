"""Parameters of generated leaf-and-spine fabrics (plugin `fabric`)."""

from __future__ import annotations

from .types import ANY, BOOL, TEXT, A, AnyOf, Int, MapOf, Table

_LAYER = Table(
    {
        "name": A(TEXT, "node name, a format string over `count`"),
        "group": A(TEXT, "group of the nodes"),
    },
    open=True,
)
FABRIC = {
    "spines": A(Int(0, 1000), "number of spines"),
    "leafs": A(Int(0, 10000), "number of leafs"),
    "spine": A(_LAYER, "`name` and `group` of spines (`S{count}`, `spines`), attributes of them all or of each"),
    "leaf": A(_LAYER, "`name` and `group` of leafs (`L{count}`, `leafs`), attributes of them all or of each"),
    "debug": A(AnyOf(BOOL, MapOf(ANY)), "accepted; `netwright inspect` shows what is made"),
}
