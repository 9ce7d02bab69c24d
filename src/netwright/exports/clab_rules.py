"""What containerlab accepts in a topology file, as data: the part of its schema that exports use.

Owns: the table. Must not: check. Source: containerlab's published JSON schema (clab.schema.json) and its manual's
pages "Topology definition", "Nodes", "Kinds" and "Links".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

FieldType = Literal["text", "number", "integer", "flag", "texts", "table", "frr"]


class Field(NamedTuple):
    """A field of a node."""

    type: FieldType
    values: tuple[str, ...] = ()
    """The only values it takes; empty = any."""
    pattern: str = ""
    """A regular expression its text matches somewhere."""


KINDS = frozenset({"linux", "bridge", "ovs-bridge", "host", "ext-container", "frr", "frrouting", "k8s-kind", "rare"})
"""Kinds that stand for software of Linux; the kinds of vendors' systems are never exported."""
PREDEFINED = KINDS - {"k8s-kind"}
"""Kinds that may have defaults under `topology.kinds`."""

NODE_NAME = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._|-]*")
ENDPOINT = re.compile(r"\S+:\S+")
MAC = re.compile(r"(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}")
LARGEST_MTU = 65535

TOP = frozenset({"name", "prefix", "mgmt", "topology", "settings", "debug"})
TOPOLOGY = frozenset({"nodes", "groups", "kinds", "defaults", "links"})

NODE: Mapping[str, Field] = {
    "image": Field("text"),
    "image-pull-policy": Field("text", ("always", "Always", "never", "Never", "ifnotpresent", "IfNotPresent")),
    "restart-policy": Field(
        "text",
        ("no", "No", "on-failure", "On-failure", "Always", "always", "unless-stopped", "Unless-stopped"),
    ),
    "kind": Field("text", tuple(sorted(KINDS))),
    "type": Field("text"),
    "group": Field("text"),
    "startup-config": Field("text"),
    "startup-delay": Field("integer"),
    "enforce-startup-config": Field("flag"),
    "suppress-startup-config": Field("flag"),
    "auto-remove": Field("flag"),
    "exec": Field("texts"),
    "binds": Field("texts"),
    "ports": Field("texts"),
    "env": Field("table"),
    "env-files": Field("texts"),
    "user": Field("text"),
    "entrypoint": Field("text"),
    "cmd": Field("text"),
    "labels": Field("table"),
    "runtime": Field("text", ("docker", "podman")),
    "mgmt-ipv4": Field("text"),
    "mgmt-ipv6": Field("text"),
    "network-mode": Field("text", pattern=r"^(host)|(container:\S+)|(none)$"),
    "cpu": Field("number"),
    "memory": Field("text"),
    "cpu-set": Field("text"),
    "extras": Field("frr"),
    "aliases": Field("texts"),
    "cap-add": Field("texts"),
    "sysctls": Field("table"),
    "devices": Field("texts"),
}

LINK: Mapping[str, tuple[str, ...]] = {
    "": ("endpoints",),
    "veth": ("type", "endpoints"),
    "dummy": ("type", "endpoint"),
    "host": ("type", "endpoint", "host-interface"),
    "macvlan": ("type", "endpoint", "host-interface"),
}
"""Fields a link must have, by type; without a type it is the brief form."""
LINK_OPTIONAL = frozenset({"mtu", "vars", "labels"})
LINK_ENDPOINT = frozenset({"node", "interface", "mac", "ipv4", "ipv6", "vars"})

FRR_DAEMONS = frozenset(
    (
        "bgpd", "ospfd", "ospf6d", "ripd", "ripngd", "isisd", "pimd", "pim6d", "ldpd", "nhrpd", "eigrpd", "babeld",
        "sharpd", "pbrd", "bfdd", "fabricd", "vrrpd", "pathd", "zebra", "staticd", "mgmtd", "watchfrr",
    )
)  # fmt: skip
"""Daemons that `extras.frr.daemons` may name."""
