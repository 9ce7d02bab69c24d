"""IS-IS attributes of the format. Source: the format's "IS-IS Configuration Module"; ISO 10589, RFC 1195."""

from __future__ import annotations

from .common import AF_SWITCH, BFD_FAMILIES, IMPORT
from .types import BOOL, NET, NSAP_AREA, TEXT, A, Int, Word

LEVELS = Word("level-1", "level-2", "level-1-2")
METRIC = Int(1, 16777215)
"""Wide metrics (RFC 5305 section 3)."""

GLOBAL = {
    "af": A(AF_SWITCH, "address families"),
    "area": A(NSAP_AREA, "area address: the start of every network entity title"),
    "bfd": A(BFD_FAMILIES, "BFD, for all families or by family"),
    "instance": A(TEXT, "name of the IS-IS instance"),
    "type": A(LEVELS, "levels the router takes part in"),
}
NODE = {
    **GLOBAL,
    "import": A(IMPORT, "routes of other protocols imported into IS-IS"),
    "net": A(NET, "network entity title; else area, node id and selector 00"),
}
LINK = {
    "bfd": A(BFD_FAMILIES, "BFD, for all families or by family"),
    "cost": A(METRIC, "the same as `metric`"),
    "metric": A(METRIC, "metric"),
    "network_type": A(Word("point-to-point", False), "network type; False = a LAN with a designated router"),
    "passive": A(BOOL, "advertised, no adjacencies"),
    "type": A(LEVELS, "levels of adjacencies"),
}
INTERFACE = LINK
VRF = {
    "active": A(BOOL, "run IS-IS without neighbours too"),
    "af": A(AF_SWITCH, "address families"),
    "import": A(IMPORT, "routes of other protocols imported into IS-IS"),
}
