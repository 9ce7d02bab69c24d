"""What a BGPPeer says about each of its sessions, resolved once: passwords, filters, timers, next hop.

Owns: `PeerSettings`. Must not: know who peers with whom, or repeat what reading checks (references).
"""

from __future__ import annotations

import msgspec

from ...errors import Problems, Span
from ...model.calico import NextHop
from ..resources import BGPConfiguration, BGPPeer, Resource, Resources, SecretKeyRef, SecretValue

LONGEST_RESTART_S = 4095
"""RFC 4724 section 3: twelve bits."""
LONGEST_KEEPALIVE_S = 65535
"""The hold time, which is longer, has sixteen bits (RFC 4271 section 4.2)."""


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
        password=read_password(configuration.node_mesh_password, resources, problems, place),
        restart_time_s=_seconds(
            configuration.node_mesh_max_restart_time_s,
            LONGEST_RESTART_S,
            "nodeMeshMaxRestartTime",
            configuration,
            problems,
        ),
    )


def peer_settings(peer: BGPPeer, resources: Resources, problems: Problems) -> PeerSettings:
    """Settings of sessions with routers and nodes."""
    return PeerSettings(
        password=read_password(peer.password, resources, problems, peer.places.at("spec.password")),
        restart_time_s=_seconds(peer.max_restart_time_s, LONGEST_RESTART_S, "maxRestartTime", peer, problems),
        keepalive_time_s=_seconds(peer.keepalive_time_s, LONGEST_KEEPALIVE_S, "keepaliveTime", peer, problems),
        ttl_security_hops=peer.ttl_security or None,
        next_hop=_next_hop(peer),
        allowed_local_as=peer.num_allowed_local_as_numbers or None,
        filters=known_filters(peer, resources),
    )


def _seconds(written: float | None, most: int, field: str, resource: Resource, problems: Problems) -> int | None:
    """BIRD counts timers in whole seconds, at least one; more than `most` is a problem."""
    if written is None:
        return None
    if written > most:
        message = f"`{field}` of {resource.name} is {written:g} s, and at most {most} s are possible"
        problems.error("timer-range", message, resource.places.at(f"spec.{field}"))
    return min(max(1, round(written)), most)


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


def known_filters(peer: BGPPeer, resources: Resources) -> tuple[str, ...]:
    """Its filters in order, each once; reading reports names of none."""
    return tuple(name for name in dict.fromkeys(peer.filters) if name in resources.bgp_filters)


def read_password(
    reference: SecretKeyRef | None, resources: Resources, problems: Problems, span: Span
) -> SecretValue | None:
    """The password a reference names; reading reports what is not there or too long."""
    value = resources.secret_value(reference) if reference is not None else None
    if reference is not None and value is not None and '"' in value.reveal():
        message = f"the password in Secret `{reference.name}` contains a double quote"
        problems.error("password-characters", message, span, "BIRD's configuration has no way to write it")
        return None
    return value
