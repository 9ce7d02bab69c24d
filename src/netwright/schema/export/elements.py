"""The elements of the format as shapes: topology, nodes, links, interfaces, groups, VLANs, VRFs, components.

Owns: how the tables come together, and the shorthands. Must not: hold attributes, write JSON Schema.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..device_types import DEVICE_TYPES
from ..elements import GROUP, TOP_KEYS
from ..future import FUTURE_PLUGINS
from ..group_names import AUTOMATIC
from ..modules import MODULES, PLUGINS
from ..outputs import OUTPUTS
from ..tables import ELEMENT_TABLES, PLUGIN_ELEMENTS, inner_level, module_table
from ..types import Attribute
from ..validation import TEST
from ..vrf import LONGEST_NAME as LONGEST_VRF_NAME
from .shapes import (
    ANYTHING,
    BOOL,
    FREE_NAME,
    TEXT,
    Entry,
    Leaf,
    List,
    Mapped,
    Names,
    Ref,
    Shape,
    Shapes,
    Union,
    verbatim,
)

NODE_NAME = "[A-Za-z_][A-Za-z0-9_-]*"
VRF_NAME = f"[A-Za-z_][A-Za-z0-9_]{{0,{LONGEST_VRF_NAME - 1}}}"
INVENTORY = "^(?:_|ansible_|netlab_)"
"""Keys of nodes, interfaces, VLANs and VRFs that go to the inventory as they are."""
_STRING = Leaf({"type": "string"})
DEVICE = Leaf({"enum": sorted(DEVICE_TYPES)})
MODULE = Leaf({"enum": list(MODULES)})
PLUGIN = Leaf({"type": "string", "not": {"enum": sorted(FUTURE_PLUGINS)}, "examples": list(PLUGINS)})
CONFIG = Union(_STRING, List(TEXT), Mapped(names=Names(FREE_NAME, Entry(ANYTHING))))


def _single_or_list(item: Shape) -> Shape:
    return Union(item, List(item))


def _level(level: str, shapes: Shapes, table: Mapping[str, Attribute]) -> dict[str, Entry]:
    """Keys of an element: its own, those of plugins, modules, and data by device."""
    found = shapes.entries(table)
    for plugin in PLUGIN_ELEMENTS.values():
        found |= shapes.entries(plugin.get(level, {}))
    for module in MODULES:
        if module not in found:
            found[module] = Entry(_module(module, level, shapes), f"attributes of module `{module}`")
    for device in sorted(DEVICE_TYPES):
        found.setdefault(device, Entry(ANYTHING))
    if "device" in found:
        found["device"] = Entry(DEVICE, found["device"].description)
    for key, item in (("module", MODULE), ("plugin", PLUGIN)):
        if key in found:
            found[key] = Entry(_single_or_list(item), found[key].description)
    return found


def _module(module: str, level: str, shapes: Shapes) -> Shape:
    table = module_table(module, inner_level(module, level), PLUGINS)
    mapping = shapes.module(module, level, table)
    return mapping if level == "global" else Union(BOOL, mapping)


def _put(entries: dict[str, Entry], **shapes: Shape) -> None:
    """Give known keys a shape that their table leaves open."""
    for key, shape in shapes.items():
        entries[key] = Entry(shape, entries[key].description if key in entries else "")


def elements() -> dict[str, Shape]:
    """Every element by its name."""
    shapes = Shapes()
    node = _level("node", shapes, ELEMENT_TABLES["node"])
    named = {"config": CONFIG, "include": _single_or_list(_STRING)}
    _put(node, **named, vlans=_section("node-vlan"), vrfs=_section("vrf", VRF_NAME))
    found: dict[str, Shape] = {
        "node": Mapped(node, name="node", extensible=True, ignored=INVENTORY),
        "nodes": _nodes(),
        "component": Mapped(
            {**node, "nodes": Entry(Ref("nodes"), "nodes"), "links": Entry(_links_list(), "links")},
            extensible=True,
            ignored=INVENTORY,
            shallow=True,
        ),
    }
    found |= _groups(shapes, node)
    found |= _links(shapes)
    for name, level in {"vlan": "vlan", "node-vlan": "node.vlan", "vrf": "vrf"}.items():
        entries = _level(level, shapes, ELEMENT_TABLES[level])
        _put(entries, links=Ref("links"))
        if name == "vrf":
            _put(entries, interfaces=ANYTHING)
        found[name] = Mapped(entries, name=name, extensible=True, ignored=INVENTORY)
    found["topology"] = _topology(shapes)
    return found


def _section(element: str, pattern: str = FREE_NAME, *, shallow: bool = False) -> Shape:
    """Named objects: VLANs, VRFs, components."""
    return Mapped(names=Names(pattern, Entry(Ref(element))), name=f"{element}s", shallow=shallow)


def _nodes() -> Shape:
    """A name, a list of names or of nodes, or a mapping of names to nodes."""
    name = Leaf({"type": "string", "pattern": f"^{NODE_NAME}$"})
    by_name = Mapped(names=Names(NODE_NAME, Entry(Ref("node"))), name="nodes-by-name")
    return Union(name, List(Union(name, Ref("node"), by_name), uniqueItems=True), by_name)


def _links_list() -> Shape:
    return List(Ref("link"))


def _links(shapes: Shapes) -> dict[str, Shape]:
    """Links in every form, and interfaces."""
    interface = _level("interface", shapes, ELEMENT_TABLES["interface"])
    end = Union(_STRING, Ref("interface-with-node"))
    ends = Union(List(end), Mapped(names=Names(NODE_NAME, Entry(Ref("interface"))), name="interfaces", shallow=True))
    link = _level("link", shapes, ELEMENT_TABLES["link"])
    _put(link, interfaces=ends, members=Ref("links"))
    needs_members = [{"not": {"required": ["group"]}}, *({"required": [k]} for k in ("members", "lag", "lag.members"))]
    mapping = Mapped(
        link,
        Names(NODE_NAME, Entry(Ref("interface"))),
        name="link-mapping",
        extensible=True,
        ignored="^_",
        settings={"minProperties": 1, "anyOf": needs_members},
    )
    lists = Mapped(names=Names(FREE_NAME, Entry(Union(_STRING, _links_list()))), name="lists-of-links")
    with_node = {"required": ["node"], "properties": {"node": {"type": "string"}}}
    return {
        "interface": Mapped(interface, name="interface", extensible=True, ignored=INVENTORY),
        "interface-with-node": Mapped(
            interface, name="interface-with-node", extensible=True, ignored=INVENTORY, settings={"allOf": [with_node]}
        ),
        "link": Union(_STRING, List(end), mapping),
        "links": Union(_STRING, _links_list(), lists),
    }


def _groups(shapes: Shapes, node: Mapping[str, Entry]) -> dict[str, Shape]:
    """Groups of nodes have attributes of nodes, groups of VLANs and VRFs those of their kind."""
    entries = {**node, **shapes.entries(GROUP)}
    _put(entries, config=CONFIG, device=DEVICE, module=_single_or_list(MODULE), node_data=ANYTHING)
    entries.pop("group")
    entries.pop("clone")
    of_nodes = Mapped(entries, name="node-group", extensible=True, ignored=INVENTORY)
    own = shapes.entries(GROUP)
    kind = Entry(Leaf({"enum": ["vlan", "vrf"]}), own["type"].description)
    of_others = Mapped({**own, "type": kind}, name="other-group", open=True, settings={"required": ["type"]})
    members = _single_or_list(_STRING)
    automatic = {"type": ["object", "null"], "properties": {"members": {"maxItems": 0, "type": ["array", "null"]}}}
    groups = Mapped(
        {"_auto_create": Entry(BOOL, "create missing members")},
        Names(NODE_NAME, Entry(Ref("group"))),
        name="groups",
        ignored="^_",
        settings={
            "propertyNames": {"pattern": f"^(?:_.*|{NODE_NAME}(?:\\..*)?)$"},
            "allOf": [{"patternProperties": {f"^(?:{AUTOMATIC})$": automatic}}],
        },
    )
    return {"group": Union(members, of_nodes, of_others), "groups": groups}


def _topology(shapes: Shapes) -> Shape:
    table = {**TOP_KEYS, **ELEMENT_TABLES["global"]}
    entries = _level("global", shapes, table)
    addressing = shapes.entries(table)["addressing"].shape
    assert isinstance(addressing, Mapped)
    assert addressing.names is not None
    pool = Entry(Union(_STRING, addressing.names.entry.shape), "address pool: its prefix, or what it is made of")
    _put(
        entries,
        addressing=Mapped(names=Names(FREE_NAME, pool)),
        clusters=verbatim(entries["clusters"].shape),
        components=_section("component", shallow=True),
        defaults=_defaults(entries, shapes),
        files=Union(List(ANYTHING), Leaf({"type": "object"})),
        groups=Ref("groups"),
        links=Ref("links"),
        nodes=Ref("nodes"),
        validate=Mapped(names=Names(FREE_NAME, Entry(Mapped(shapes.entries(TEST), name="test")))),
        vlans=_section("vlan"),
        vrfs=_section("vrf", VRF_NAME),
    )
    makers = ("nodes", "fabric", "clusters", "groups", "defaults", "_include")
    dotted = {"not": {"propertyNames": {"not": {"pattern": "^(?:nodes|fabric|clusters|groups|defaults)\\."}}}}
    return Mapped(
        entries,
        name="topology",
        extensible=True,
        ignored="^_",
        settings={"anyOf": [*({"required": [key]} for key in makers), dotted]},
    )


def _defaults(topology: Mapping[str, Entry], shapes: Shapes) -> Shape:
    """Defaults are data until used: keys are offered, values are not looked at, but for templates of reports."""
    entries = {key: Entry(ANYTHING, f"default of `{key}`: {topology[key].description}") for key in MODULES}
    entries["device"] = Entry(DEVICE, "device of nodes that name none")
    for key in ("addressing", "attributes", "devices", "groups", "paths", "sources"):
        entries[key] = Entry(ANYTHING)
    report = Entry(shapes.of(OUTPUTS["report"]), "templates of reports by name")
    entries["outputs"] = Entry(Mapped({"report": report}, open=True))
    return Mapped(entries, open=True)
