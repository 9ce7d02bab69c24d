"""What resources say about each other: references that lead nowhere, and things that exist once.

Owns: checks over all resources of one cluster. Must not: repeat what tables check within one resource, or judge
what works but is unwise (lint does).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from ...addr import Address, Family, Prefix
from ...errors import Problems, nearest
from ...model.kubernetes import Places, Resource
from .calico import DEFAULT_CONFIGURATION, SecretKeyRef
from .calico_tables import ONLY_ON_DEFAULT
from .collection import CALICO_NAMESPACES, Resources
from .service_checks import check_services

LONGEST_PASSWORD = 80
"""Characters of a password that BIRD takes (RFC 2385 recommends as many)."""
POOL_ANNOTATIONS: Mapping[Family, str] = {4: "cni.projectcalico.org/ipv4pools", 6: "cni.projectcalico.org/ipv6pools"}
"""Annotations of pods and namespaces: a JSON list of names or prefixes of IPPools."""
NODE_CONFIGURATION = "node."
Declared = Mapping[str, set[str]]


class _Checks(NamedTuple):
    resources: Resources
    declared: Declared
    """Names by collection, those of resources that could not be read included."""
    nodes: Collection[str] | None
    pools: Collection[Prefix]
    """Those that exist beside IPPools."""
    problems: Problems


def check_references(
    resources: Resources,
    declared: Declared,
    known_nodes: Collection[str] | None,
    known_pools: Collection[Prefix],
    problems: Problems,
) -> None:
    """Add a problem for everything that does not fit together."""
    own = declared["nodes"] | declared["kubernetes_nodes"]
    nodes = own | set(known_nodes) if known_nodes is not None else own or None
    checks = _Checks(resources, declared, nodes, known_pools, problems)
    _check_configurations(checks)
    _check_peers(checks)
    _check_pools(checks)
    _check_affinities(checks)
    _check_nodes(checks)
    _check_pool_annotations(checks)
    check_services(resources.services.values(), problems)


def _check_configurations(checks: _Checks) -> None:
    problems = checks.problems
    for name, configuration in checks.resources.bgp_configurations.items():
        at = configuration.places.at
        if configuration.node_mesh_password is not None:
            _check_secret(checks, configuration.node_mesh_password, configuration.places, "spec.nodeMeshPassword")
        if name == DEFAULT_CONFIGURATION:
            continue
        if not name.startswith(NODE_CONFIGURATION):
            problems.error(
                "unused-configuration",
                f"Calico looks at no BGPConfiguration named `{name}`",
                at("metadata.name"),
                nearest(name, (DEFAULT_CONFIGURATION,)) or "`default` is that of all nodes, `node.NAME` that of one",
            )
            continue
        _check_node(checks, name.removeprefix(NODE_CONFIGURATION), configuration, "metadata.name")
        for field in ONLY_ON_DEFAULT:
            if configuration.places.has(f"spec.{field}"):
                problems.error(
                    "only-on-default",
                    f"`{field}` is for all nodes alike: it belongs into the BGPConfiguration `default`",
                    at(f"spec.{field}"),
                )


def _check_peers(checks: _Checks) -> None:
    filters = checks.declared["bgp_filters"]
    for peer in checks.resources.bgp_peers.values():
        for index, name in enumerate(peer.filters):
            if name not in filters:
                checks.problems.error(
                    "unknown-filter",
                    f"there is no BGPFilter `{name}`",
                    peer.places.at(f"spec.filters[{index}]"),
                    nearest(name, filters),
                )
        if peer.node is not None:
            _check_node(checks, peer.node, peer, "spec.node")
        if peer.password is not None:
            _check_secret(checks, peer.password, peer.places, "spec.password")


def _check_node(checks: _Checks, name: str, resource: Resource, path: str) -> None:
    if checks.nodes is not None and name not in checks.nodes:
        at = resource.places.at(path)
        checks.problems.error("unknown-node", f"there is no node `{name}`", at, nearest(name, checks.nodes))


def _check_secret(checks: _Checks, reference: SecretKeyRef, places: Places, path: str) -> None:
    """The Secret, its key, and a password that BIRD takes; nothing of its value is shown."""
    resources, problems = checks.resources, checks.problems
    at = places.at(f"{path}.secretKeyRef.name")
    value = resources.secret_value(reference)
    if value is None:
        if reference.optional or reference.name in _unread(checks):
            return
        named = [secret for secret in resources.secrets.values() if secret.name == reference.name]
        if any(secret.metadata.namespace in CALICO_NAMESPACES for secret in named):
            at = places.at(f"{path}.secretKeyRef.key")
            problems.error("unknown-secret", f"Secret `{reference.name}` has no key `{reference.key}`", at)
        elif named:
            hint = f"it is in `{named[0].metadata.namespace}`; Calico looks in {_either(CALICO_NAMESPACES)}"
            problems.error("unknown-secret", f"Secret `{reference.name}` is in another namespace", at, hint)
        else:
            hint = nearest(reference.name, [secret.name for secret in resources.secrets.values()])
            problems.error("unknown-secret", f"there is no Secret `{reference.name}`", at, hint)
        return
    text = value.reveal()
    if not text or len(text) > LONGEST_PASSWORD:
        message = f"the password in Secret `{reference.name}` has {len(text)} characters"
        problems.error("password-length", message, at, f"1 to {LONGEST_PASSWORD} are possible")
    elif not text.isprintable():
        message = f"the password in Secret `{reference.name}` has characters that cannot be printed"
        problems.error("password-characters", message, at, "often a line break at its end: encode it with `echo -n`")


def _unread(checks: _Checks) -> set[str]:
    """Names of Secrets that could not be read; they have a problem of their own."""
    return checks.declared["secrets"] - {secret.name for secret in checks.resources.secrets.values()}


def _either(words: Iterable[str]) -> str:
    return " and ".join(f"`{word}`" for word in words)


def _check_pools(checks: _Checks) -> None:
    """Pools do not overlap. Sorted by address, a pool that overlaps any earlier one overlaps the one that ends last."""
    last = None
    for pool in sorted(checks.resources.ip_pools.values(), key=lambda pool: pool.cidr):
        if last is not None and last.cidr.overlaps(pool.cidr):
            checks.problems.error(
                "pool-overlap",
                f"{pool.cidr} overlaps {last.cidr} of IPPool `{last.name}`",
                pool.places.at("spec.cidr"),
            )
        if last is None or last.cidr.family != pool.cidr.family or pool.cidr.last > last.cidr.last:
            last = pool


def _check_affinities(checks: _Checks) -> None:
    blocks: dict[Prefix, str] = {}
    pools = [pool.cidr for pool in checks.resources.ip_pools.values()]
    broken = len(checks.declared["ip_pools"]) > len(pools)
    pools += checks.pools
    for name, affinity in checks.resources.block_affinities.items():
        at = affinity.places.at("spec.cidr")
        if affinity.deleted or affinity.state != "confirmed":
            continue
        first = blocks.setdefault(affinity.cidr, name)
        if first != name:
            checks.problems.error("block-of-two-nodes", f"block {affinity.cidr} belongs to `{first}` already", at)
        if pools and not broken and not any(pool.contains(affinity.cidr) for pool in pools):
            checks.problems.error("block-outside-pools", f"block {affinity.cidr} is in no IPPool", at)
        if affinity.type in ("", "host"):
            _check_node(checks, affinity.node, affinity, "spec.node")


def _check_nodes(checks: _Checks) -> None:
    """No two nodes have one address."""
    owners: dict[Address, str] = {}
    for name, node in checks.resources.nodes.items():
        for field in ("ipv4_address", "ipv6_address"):
            found = getattr(node.bgp, field, None)
            if found is not None and owners.setdefault(found.address, name) != name:
                checks.problems.error(
                    "duplicate-node-address",
                    f"node `{name}` has the address {found.address} of node `{owners[found.address]}`",
                    node.places.at("metadata.name"),
                )


def _check_pool_annotations(checks: _Checks) -> None:
    """Pods and namespaces ask for pools that exist."""
    resources = checks.resources
    owners: list[Resource] = [*resources.namespaces.values(), *resources.pods.values()]
    known = checks.declared["ip_pools"] | {str(pool.cidr) for pool in resources.ip_pools.values()}
    known |= {str(cidr) for cidr in checks.pools}
    for owner in owners:
        for key in POOL_ANNOTATIONS.values():
            text = owner.metadata.annotations.get(key)
            if text is None:
                continue
            at = owner.places.at(f"metadata.annotations.{key}")
            names = json_names(text)
            if names is None:
                hint = 'write a list of names as JSON: `["pool"]`'
                checks.problems.error("bad-pool-list", f"annotation `{key}` is no list of pools", at, hint)
            for name in names or ():
                if name not in known:
                    checks.problems.error("unknown-pool", f"there is no IPPool `{name}`", at, nearest(name, known))


def json_names(text: str) -> list[str] | None:
    """A list of names in JSON; None when it is none."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, list) or not all(isinstance(name, str) for name in found):
        return None
    return found
