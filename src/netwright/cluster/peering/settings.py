"""What a BGPPeer says about each of its sessions, resolved once: passwords, filters, timers, next hop.

Owns: `PeerSettings` and the problems of references that lead nowhere. Must not: know who peers with whom.
"""

from __future__ import annotations

import msgspec

from ...errors import Problems, Span, nearest
from ..resources import BGPConfiguration, BGPPeer, Resources, SecretKeyRef, SecretValue
from .model import NextHop

MAX_PASSWORD_BYTES = 80
"""TCP MD5 keys are no longer (RFC 2385; Linux: TCP_MD5SIG_MAXKEYLEN)."""


class PeerSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Fields of `model.Peer` that are the same for every session of a BGPPeer."""

    password: SecretValue | None = None
    restart_time_s: int | None = None
    keepalive_time_s: int | None = None
    ttl_security_hops: int | None = None
    next_hop: NextHop = "default"
    allowed_local_as: int | None = None
    filters: tuple[str, ...] = ()


class MeshSettings(msgspec.Struct, frozen=True, kw_only=True):
    """Fields of `model.Peer` that are the same all over the mesh."""

    password: SecretValue | None = None
    restart_time_s: int | None = None


def mesh_settings(configuration: BGPConfiguration, resources: Resources, problems: Problems) -> MeshSettings:
    """Settings of sessions between all nodes."""
    place = configuration.places.at("spec.nodeMeshPassword")
    return MeshSettings(
        password=read_password(configuration.node_mesh_password, resources, problems, place, "the node mesh"),
        restart_time_s=whole_seconds(configuration.node_mesh_max_restart_time_s),
    )


def peer_settings(peer: BGPPeer, resources: Resources, problems: Problems) -> PeerSettings:
    """Settings of sessions with routers and nodes."""
    return PeerSettings(
        password=read_password(
            peer.password, resources, problems, peer.places.at("spec.password"), f"BGPPeer {peer.name}"
        ),
        restart_time_s=whole_seconds(peer.max_restart_time_s),
        keepalive_time_s=whole_seconds(peer.keepalive_time_s),
        ttl_security_hops=peer.ttl_security or None,
        next_hop=_next_hop(peer),
        allowed_local_as=peer.num_allowed_local_as_numbers or None,
        filters=known_filters(peer, resources, problems),
    )


def whole_seconds(written: float | None) -> int | None:
    """BIRD counts timers in whole seconds, at least one."""
    return None if written is None else max(1, round(written))


def _next_hop(peer: BGPPeer) -> NextHop:
    match peer.next_hop_mode:
        case "Self":
            return "self"
        case "Keep":
            return "keep"
        case "Auto":
            return "default"
        case _:
            return "keep" if peer.keep_original_next_hop else "default"


def known_filters(peer: BGPPeer, resources: Resources, problems: Problems) -> tuple[str, ...]:
    """Its filters in order, each once; names of none are problems."""
    for position, name in enumerate(peer.filters):
        if name not in resources.bgp_filters:
            message = f"BGPPeer {peer.name} has filter `{name}`, but there is no BGPFilter of this name"
            hint = nearest(name, resources.bgp_filters)
            problems.error("unknown-filter", message, peer.places.at(f"spec.filters[{position}]"), hint)
    return tuple(name for name in dict.fromkeys(peer.filters) if name in resources.bgp_filters)


def read_password(
    reference: SecretKeyRef | None, resources: Resources, problems: Problems, span: Span, owner: str
) -> SecretValue | None:
    """The password a reference names; one that BIRD cannot use is a problem."""
    if reference is None:
        return None
    value = resources.secret_value(reference)
    if value is None:
        if not reference.optional:
            hint = "it belongs into the namespace that calico-node runs in: calico-system or kube-system"
            message = f"{owner} takes its password from key `{reference.key}` of Secret `{reference.name}`"
            problems.error("missing-secret", f"{message}, which is not there", span, hint)
        return None
    if mistake := _mistake(value.reveal()):
        problems.error("unusable-password", f"the password of {owner} {mistake[0]}", span, mistake[1])
        return None
    return value


def _mistake(password: str) -> tuple[str, str] | None:
    """What is wrong with a password, and what may help."""
    if not password:
        return "is empty", ""
    if len(password.encode("utf-8", "surrogateescape")) > MAX_PASSWORD_BYTES:
        return f"is longer than {MAX_PASSWORD_BYTES} bytes", "sessions would not come up"
    if "\n" in password or "\r" in password:
        return "contains a line break", "encode it without one: printf %s PASSWORD | base64"
    if '"' in password:
        return "contains a double quote", "BIRD's configuration has no way to write it"
    return None
