"""`read_topology`: from a file to a normalised `Topology`.

Owns: the order of steps. Must not: know details of any. Everything wrong is collected as problems; what is
wrong is left out, so that designing can find the rest of the mistakes in the same run.
"""

from __future__ import annotations

import os
from typing import Any

import msgspec

from ..errors import Problems, Span
from ..model import Map, Seq, Topology, copy_tree, merge_missing
from ..schema.future import FUTURE_MODULES, FUTURE_SECTIONS
from .clones import Clones, clone_links, clone_nodes, name_pattern
from .clusters import add_cluster_nodes
from .dhcp import read_dhcp_addresses
from .fabric import generate_fabric
from .files import DiskFiles, FileReader
from .groups import GroupReader, create_members
from .lags import member_links
from .layers import COMMAND_LINE, apply_environment, apply_settings, layer_defaults
from .links import read_links
from .load import Loader
from .modules import ModuleReader, modules_of_node
from .nodes import LONGEST_NAME, include_components, read_nodes
from .request import ReadRequest
from .sections import SECTIONS, apply_groups, mark_links, normal_section, section_links
from .validate import LINK_KEYS, check_topology

FROM_DEFAULTS = ("prefix", "module", "plugin", "provider", "name")
"""Top-level elements that may stand in a defaults file."""
LONGEST_DEFAULT_NAME = 12


def read_topology(
    request: ReadRequest, files: FileReader, problems: Problems, *, keep_written: bool = False
) -> Topology | None:
    """Read, normalise and check a topology; None when nothing is left to design.

    `keep_written` asks for `Topology.written`, a copy of the tree.
    """
    loader = Loader(files, problems)
    path, directory = _place(request)
    text = loader.text_of(path, Span(path)) if request.text is None else request.text
    tree = None if text is None else loader.parse(text, path, directory)
    if tree is None:
        if not problems.errors:
            problems.error("empty-topology", "the topology is empty", Span(path), "it needs at least `nodes`")
        return None
    written = copy_tree(tree) if keep_written else Map()
    topology = _Reading(tree, path, directory, request, loader).topology()
    return topology if topology is None else msgspec.structs.replace(topology, written=written)


def _place(request: ReadRequest) -> tuple[str, str]:
    if request.path == "-":
        return "<stdin>", os.path.abspath(request.working_directory)
    return request.path, os.path.dirname(os.path.abspath(os.path.join(request.working_directory, request.path)))


class _Reading:
    """The steps of one run, over one tree."""

    def __init__(self, tree: Map, path: str, directory: str, request: ReadRequest, loader: Loader) -> None:
        self.tree = tree
        self.path = path
        self.directory = directory
        self.request = request
        self.loader = loader
        self.problems = loader.problems
        self.modules = ModuleReader(self.problems)
        self.first_links = Seq()
        """Links of a generated fabric."""
        self.clones: Clones = {}

    def topology(self) -> Topology | None:
        tree, problems = self.tree, self.problems
        apply_environment(tree, self.request, problems)
        apply_settings(tree, self.request, problems)
        if self.loader.shallow(tree) is None:
            return None
        defaults = layer_defaults(tree, self.directory, self.request, self.loader)
        self.inherit_from_defaults(defaults)
        default_groups = self.inherit_groups(defaults)
        pool_prefixes(tree.get("addressing"))
        generated = tree.get("fabric") is not None or tree.get("clusters") is not None
        if tree.get("nodes") is None and not generated and not self.groups_may_create():
            problems.error("missing-nodes", "a topology needs `nodes`", Span(self.path, 1, 1), "nodes: [ r1, r2 ]")
            return None
        self.future_sections()
        for section in SECTIONS:
            normal_section(tree, section, problems)
        plugins = self.modules.plugins(self.plugin_list(), tree.at("plugin"))
        modules_at = tree.at("module")
        globally = self.modules.listed(tree.take("module"), modules_at)
        extra_links: list[Any] = []
        nodes, groups = self.nodes_and_groups(defaults, default_groups, globally, plugins, extra_links)
        for section, kind in SECTIONS.items():
            apply_groups(groups.groups, groups.create_all, kind, tree, section, problems)
        resolved = groups.apply()
        tree.take("groups")
        for data in nodes.values():
            data["module"] = Seq(modules_of_node(data, globally, self.modules), data.at("module"))
        links = self.links(nodes, extra_links)
        read_dhcp_addresses(links, nodes)
        topology = Topology(
            name=self.name(),
            path=self.request.path,
            directory=self.directory,
            defaults=defaults,
            settings=tree,
            nodes=nodes,
            links=links,
            groups=resolved,
            modules=tuple(globally),
            plugins=plugins,
            source_files=tuple(self.loader.read_files),
        )
        check_topology(topology, groups.groups, self.modules, problems)
        return topology

    def nodes_and_groups(
        self,
        defaults: Map,
        default_groups: frozenset[str],
        globally: list[str],
        plugins: tuple[str, ...],
        extra_links: list[Any],
    ) -> tuple[dict[str, Map], GroupReader]:
        """Nodes, those of components and groups included; links of components are added to `extra_links`."""
        tree, problems = self.tree, self.problems
        groups = tree.get("groups")
        if groups is not None and not isinstance(groups, Map):
            problems.error("wrong-type", "`groups` must be a mapping", tree.at("groups"))
        if not isinstance(groups, Map):
            groups = Map(span=tree.span)
        nodes_at = tree.at("nodes")
        longest = self.longest_name(defaults)
        nodes = read_nodes(tree.take("nodes"), nodes_at, problems, longest)
        if "fabric" in plugins:
            nodes, self.first_links = generate_fabric(tree, nodes, groups, problems, longest)
        add_cluster_nodes(tree, nodes, problems, longest)
        if "node.clone" in plugins:
            pattern = name_pattern(tree, defaults, problems)
            self.clones = clone_nodes(nodes, groups, pattern, problems, longest)
        create_members(groups, nodes, default_groups)
        nodes = include_components(nodes, extra_links, tree.take("components"), groups, problems, longest)
        reader = GroupReader(groups, nodes, tree, problems, default_groups, globally, defaults.get("device"))
        reader.join_from_nodes()
        reader.check_automatic()
        reader.resolve()
        return nodes, reader

    def links(self, nodes: dict[str, Map], extra: list[Any]) -> list[Map]:
        """Links of a fabric, of the topology, of components, members of LAGs, then links within VLANs and VRFs."""
        at = self.tree.at("links")
        links = self.read_links(self.first_links, self.first_links.span, nodes)
        links += self.read_links(self.tree.take("links"), at, nodes)
        links = clone_links(links + self.read_links(Seq(extra, at), at, nodes), self.clones)
        links += member_links(links)
        for value, place, name in section_links(self.tree.get("vlans") or {}):
            found = clone_links(self.read_links(value, place, nodes), self.clones)
            links += mark_links(found, "vlan.access", name, place)
        for value, place, name in section_links(self.tree.get("vrfs") or {}):
            found = clone_links(self.read_links(value, place, nodes), self.clones)
            links += mark_links(found, "vrf", name, place)
        return links

    def read_links(self, value: Any, at: Span, nodes: dict[str, Map]) -> list[Map]:
        """Links, those of cloned nodes still with the originals."""
        known = {**nodes, **dict.fromkeys(self.clones, Map())} if self.clones else nodes
        return read_links(value, at, known, LINK_KEYS, self.problems)

    def groups_may_create(self) -> bool:
        groups = self.tree.get("groups")
        return isinstance(groups, Map) and (
            bool(groups.get("_auto_create"))
            or any(isinstance(g, Map) and g.get("_auto_create") for g in groups.values())
        )

    def inherit_from_defaults(self, defaults: Map) -> None:
        """Elements that defaults may give to the topology."""
        for key in FROM_DEFAULTS:
            value = defaults.get(key)
            if value is None:
                continue
            if key not in self.tree:
                self.tree.move(key, defaults)
            elif key == "plugin" and isinstance(value, list) and isinstance(self.tree[key], list):
                self.tree[key] = Seq([*value, *(p for p in self.tree[key] if p not in value)], self.tree.at(key))
            elif isinstance(value, Map) and isinstance(self.tree[key], Map):
                merge_missing(self.tree[key], value)

    def inherit_groups(self, defaults: Map) -> frozenset[str]:
        """Default groups join those of the topology; returns the names of those whose members are defaults.

        Members of a default group count where the topology gives none, and only those that exist.
        """
        given = defaults.get("groups")
        if not isinstance(given, Map):
            return frozenset()
        own = self.tree.get("groups")
        if own is None:
            own = Map(span=defaults.at("groups"))
            self.tree.put("groups", own, defaults.key_at("groups"), defaults.at("groups"))
        if not isinstance(own, Map):
            return frozenset()
        found = set()
        for name in given:
            if isinstance(own.get(name), (list, str)):
                listed = Map(span=own.at(name))
                listed.put("members", own[name], own.key_at(name), own.at(name))
                own[name] = listed
            group = copy_tree(given[name])
            if isinstance(group, list):
                group = Map(span=given.at(name))
                group.put("members", copy_tree(given[name]), given.key_at(name), given.at(name))
            present = own.get(name)
            if present is None:
                own.put(name, group, given.key_at(name), given.at(name))
                found.add(name)
            elif isinstance(present, Map) and isinstance(group, Map):
                if "members" not in present:
                    found.add(name)
                merge_missing(present, group)
        return frozenset(found)

    def longest_name(self, defaults: Map) -> int:
        constants = defaults.get("const")
        value = constants.get("MAX_NODE_ID_LENGTH") if isinstance(constants, Map) else None
        return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else LONGEST_NAME

    def plugin_list(self) -> Any:
        """Plugins of the topology, then those of the command line."""
        listed = self.tree.get("plugin")
        if not self.request.plugins:
            return listed
        found = Seq(listed if isinstance(listed, list) else [] if listed is None else [listed], self.tree.at("plugin"))
        found.items_at = [self.tree.at("plugin")] * len(found)
        for name in self.request.plugins:
            found.put(name, COMMAND_LINE)
        return found

    def future_sections(self) -> None:
        """Sections of modules that are not supported yet: one problem, then left out."""
        for section, module in FUTURE_SECTIONS.items():
            if self.tree.get(section) is not None:
                self.modules.future(module, self.tree.key_at(section))
            self.tree.take(section)
        for module in FUTURE_MODULES:
            self.tree.take(module)

    def name(self) -> str:
        """`name`, or the first 12 characters of the directory, made safe for file names."""
        at = self.tree.at("name")
        given = self.tree.take("name")
        if isinstance(given, (dict, list)):
            self.problems.error("wrong-type", "`name` must be text", at)
            given = None
        text = str(given) if given is not None else os.path.basename(self.directory)[:LONGEST_DEFAULT_NAME]
        safe = "".join(c if c.isalnum() or c in "_-" else "_" for c in text)
        return safe or "lab"


def pool_prefixes(pools: Any) -> None:
    """A pool may be written as its prefix: `addressing.lan: 172.20.0.0/16`."""
    for name in list(pools) if isinstance(pools, Map) else ():
        value = pools[name]
        if isinstance(value, str):
            pool = Map(span=pools.at(name))
            pool.put("ipv6" if ":" in value else "ipv4", value, pools.key_at(name), pools.at(name))
            pools[name] = pool


def read_file(path: str, **options: Any) -> tuple[Topology, Problems]:
    """Read a topology from disk. Raises InputError when there is nothing to design.

    `options` are fields of `ReadRequest`.
    """
    problems = Problems()
    topology = read_topology(ReadRequest(path=path, **options), DiskFiles(), problems)
    if topology is None:
        problems.raise_errors()
        raise AssertionError("reading gave up without a problem")
    return topology, problems
