"""Plugin `bgp.session`: session options of neighbours, and which sessions get them.

Owns: `SessionOptions`. Must not: make sessions.
Source: the topology format's "BGP sessions plugin"; RFC 2385, 5082, 5925, 7947.
Options are shared between neighbours that ask for the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...errors import Problems, Span, nearest
from ...model import BgpSessionOptions, BgpTimers, Map
from ..draft import Draft, DraftNode
from ..merge import EMPTY, mapping, merged
from ..values import as_list, number, span_of

if TYPE_CHECKING:
    from ..bgp.speakers import Speaker

ATTRIBUTES = frozenset(
    {
        "allowas_in",
        "as_override",
        "bfd",
        "default_originate",
        "description",
        "gr",
        "gtsm",
        "passive",
        "password",
        "remove_private_as",
        "rs",
        "tcp_ao",
        "timers",
    }
)
INTERFACE_ONLY = frozenset({"gr"})
"""Attributes a session does not take from its node."""
REMOVE_PRIVATE = ("on", "all", "replace", "ingress", "ingress-all", "ingress-replace")
TCP_AO = ("hmac-sha-1", "aes-128-cmac")
_EVERYTHING = "*"


class Session(NamedTuple):
    """Options of one session, shared."""

    options: BgpSessionOptions
    extra: Mapping[str, Any] = EMPTY
    """What the typed options do not hold: `description`."""


PLAIN = Session(BgpSessionOptions())


class SessionOptions:
    """Answers what options a session has; the answers are cached by the attribute maps they come from."""

    def __init__(self, draft: Draft, problems: Problems) -> None:
        self.problems = problems
        self.active = "bgp.session" in draft.topology.plugins
        self._apply: dict[int, Mapping[str, tuple[str, ...]]] = {}
        self._cache: dict[tuple[object, ...], Session] = {}
        self._kept: list[object] = []
        """Maps whose ids are keys stay alive."""

    def internal(self, speaker: Speaker) -> Session:
        """IBGP sessions take node attributes alone, when `bgp.session.apply` says so."""
        return self.external(speaker, EMPTY, "ibgp", False, False)

    def external(self, speaker: Speaker, own: Mapping[str, Any], type: str, server: bool, client: bool) -> Session:
        """`server`: this end is a route server here; `client`: the other end is one."""
        if not self.active:
            return PLAIN
        server, client = server and type == "ebgp", client and type == "ebgp"
        key = (id(own), id(speaker.data), type, server, client)
        if key not in self._cache:
            self._kept += [own, speaker.data]
            data = self._selected(speaker.node, speaker.data, own, type)
            self._cache[key] = self._session(speaker.node, data, server, client)
        return self._cache[key]

    def is_route_server(self, speaker: Speaker, own: Mapping[str, Any]) -> bool:
        if not self.active:
            return False
        return bool(own["rs"] if "rs" in own else speaker.data.get("rs"))

    def _selected(
        self, node: DraftNode, whole: Mapping[str, Any], own: Mapping[str, Any], type: str
    ) -> Mapping[str, Any]:
        """Attributes that apply to a type of session, the interface's over the node's."""
        applied = self._applied(node, whole)
        wanted = applied.get(type, applied.get("ebgp", ()) if type == "confed_ebgp" else ())
        if not wanted:
            return EMPTY
        everything = _EVERYTHING in wanted
        result = Map()
        for key in ATTRIBUTES:
            if not everything and key not in wanted:
                continue
            lower = None if key in INTERFACE_ONLY else whole.get(key)
            value = own.get(key, lower)
            if isinstance(value, dict) and isinstance(lower, dict):
                value = merged(value, lower)
            if value is not None and value is not False:
                result[key] = value
                source = own if key in own else whole
                if isinstance(source, Map):
                    result.keys_at[key], result.values_at[key] = source.key_at(key), source.at(key)
        return result

    def _applied(self, node: DraftNode, whole: Mapping[str, Any]) -> Mapping[str, tuple[str, ...]]:
        """`bgp.session.apply`: a list of session types, or a mapping to lists of attributes."""
        if id(whole) not in self._apply:
            value = mapping(whole.get("session")).get("apply")
            if isinstance(value, Mapping):
                result = {str(t): _attributes(a) for t, a in value.items() if a is not False}
            else:
                result = dict.fromkeys((str(t) for t in as_list(value or "ebgp")), (_EVERYTHING,))
            at = node.at("bgp", "session", "apply")
            for names in result.values():
                for name in names:
                    if name != _EVERYTHING and name not in ATTRIBUTES:
                        message = f"bgp.session.apply names unknown attribute `{name}`"
                        self.problems.error("unknown-key", message, at, nearest(str(name), ATTRIBUTES))
            self._kept.append(whole)
            self._apply[id(whole)] = result
        return self._apply[id(whole)]

    def _session(self, node: DraftNode, data: Mapping[str, Any], server: bool, client: bool) -> Session:
        if not data and not server and not client:
            return PLAIN
        at = node.at("bgp")
        password = data.get("password")
        options = BgpSessionOptions(
            allowas_in=self._counted(data, "allowas_in", 10, at),
            as_override=bool(data.get("as_override")),
            default_originate=bool(data.get("default_originate")),
            gtsm_hops=self._counted(data, "gtsm", 254, at),
            passive=bool(data.get("passive")),
            password=None if password is None else str(password),
            remove_private_as=self._remove_private_as(data, at),
            timers=self._timers(data, at),
            route_server_client=server,
            route_server=client,
            bfd=self._bfd(node, data),
            graceful_restart=data.get("gr"),
            tcp_ao=self._tcp_ao(data, at),
        )
        extra = {key: data[key] for key in ("description",) if key in data}
        return Session(options, extra or EMPTY)

    def _bfd(self, node: DraftNode, data: Mapping[str, Any]) -> bool:
        """Whether BFD watches the session: a node that does not run it cannot."""
        wanted = bool(data.get("bfd"))
        if wanted and not node.runs("bfd"):
            at = span_of(data, "bfd", node.at("bgp", "bfd"))
            message = f"`bgp.bfd` is given, but node `{node.name}` does not use module `bfd`"
            self.problems.error("module-not-used", message, at, "add `bfd` to `module`")
        return wanted

    def _counted(self, data: Mapping[str, Any], key: str, highest: int, at: Span) -> int | None:
        """A number, or True for 1."""
        value = data.get(key)
        if value is None:
            return None
        found = 1 if value is True else number(value)
        if found is None or not 1 <= found <= highest:
            message = f"bgp.{key} must be True or a number from 1 to {highest}, found `{value}`"
            self.problems.error("wrong-value", message, span_of(data, key, at))
            return None
        return found

    def _remove_private_as(self, data: Mapping[str, Any], at: Span) -> str | None:
        words = ["on" if word is True else str(word) for word in as_list(data.get("remove_private_as"))]
        for word in words:
            if word not in REMOVE_PRIVATE:
                message = f"unknown value `{word}` of bgp.remove_private_as"
                hint = nearest(word, REMOVE_PRIVATE) or f"one of {', '.join(REMOVE_PRIVATE)}"
                self.problems.error("wrong-value", message, span_of(data, "remove_private_as", at), hint)
        return " ".join(words) or None

    def _timers(self, data: Mapping[str, Any], at: Span) -> BgpTimers | None:
        timers = data.get("timers")
        if not isinstance(timers, Mapping):
            return None
        place = span_of(data, "timers", at)
        values: dict[str, int | None] = {}
        for key, field in (("keepalive", "keepalive_s"), ("hold", "hold_s"), ("min_hold", "min_hold_s")):
            value = number(timers.get(key))
            wrong = value is None or not 0 <= value <= 65535 or (key != "keepalive" and value in (1, 2))
            if timers.get(key) is not None and wrong:
                message = f"bgp.timers.{key} must be 0 or 3 to 65535 seconds, found `{timers[key]}`"
                self.problems.error("wrong-timer", message, place, "RFC 4271 section 4.2")
                value = None
            values[field] = value
        for key in timers:
            if key not in ("keepalive", "hold", "min_hold"):
                hint = nearest(str(key), ("keepalive", "hold", "min_hold"))
                self.problems.error("unknown-key", f"unknown BGP timer `{key}`", place, hint)
        return BgpTimers(**values)

    def _tcp_ao(self, data: Mapping[str, Any], at: Span) -> Mapping[str, Any] | None:
        value = data.get("tcp_ao")
        if value is None:
            return None
        place = span_of(data, "tcp_ao", at)
        algorithm = TCP_AO[0] if value is True else str(value)
        if algorithm not in TCP_AO:
            hint = nearest(algorithm, TCP_AO) or f"one of {', '.join(TCP_AO)}"
            self.problems.error("wrong-value", f"unknown TCP-AO algorithm `{algorithm}`", place, hint)
        if data.get("password") is None:
            message = "bgp.tcp_ao needs a password on the same session"
            self.problems.error("tcp-ao-without-password", message, place, "add `bgp.password`")
        return {"algorithm": algorithm}


def _attributes(value: Any) -> tuple[str, ...]:
    """Attributes a type of session gets; nothing said and True mean all of them."""
    return (_EVERYTHING,) if value in (None, True, []) else tuple(as_list(value))


__all__ = ["PLAIN", "Session", "SessionOptions"]
