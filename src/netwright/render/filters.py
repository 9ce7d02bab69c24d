"""Jinja2 filters users of the format rely on in custom templates.

Owns: `ipaddr` and friends, YAML, list and regular-expression filters under their plain and qualified names.
Must not: know nodes. Source: the format's documentation of templates (Ansible's names, own implementation).
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import yaml
from jinja2 import Undefined
from jinja2.exceptions import FilterArgumentError

from ..model.tree import to_plain

_Interface = ipaddress.IPv4Interface | ipaddress.IPv6Interface


def _parse(value: Any) -> _Interface | None:
    if isinstance(value, (bool, Undefined)):
        raise FilterArgumentError(f"ipaddr expects an address or prefix as text, found {_describe(value)}")
    if not isinstance(value, (str, int)):
        return None
    try:
        return ipaddress.ip_interface(value)
    except ValueError:
        return None


def _describe(value: Any) -> str:
    return "an undefined value" if isinstance(value, Undefined) else repr(value)


def _nth(ip: _Interface, index: int) -> str | bool:
    network = ip.network
    offset = index if index >= 0 else network.num_addresses + index
    if not 0 <= offset < network.num_addresses:
        return False
    return f"{network.network_address + offset}/{network.prefixlen}"


def _has_length(value: Any) -> bool:
    return isinstance(value, str) and "/" in value


def _range_usable(ip: _Interface) -> str:
    net = ip.network
    inner = net.version == 4 and net.prefixlen < 31
    first, last = net.network_address + inner, net.broadcast_address - inner
    return f"{first}-{last}"


_QUERIES: dict[str, Callable[[_Interface], Any]] = {
    "address": lambda ip: str(ip.ip),
    "ip": lambda ip: str(ip.ip),
    "host": str,
    "host/prefix": str,
    "address/prefix": str,
    "prefix": lambda ip: ip.network.prefixlen,
    "prefixlen": lambda ip: ip.network.prefixlen,
    "subnet": lambda ip: str(ip.network),
    "cidr": lambda ip: str(ip.network),
    "network": lambda ip: str(ip.network.network_address),
    "network_id": lambda ip: str(ip.network.network_address),
    "netmask": lambda ip: str(ip.network.netmask),
    "hostmask": lambda ip: str(ip.network.hostmask),
    "wildcard": lambda ip: str(ip.network.hostmask),
    "broadcast": lambda ip: str(ip.network.broadcast_address) if ip.version == 4 else None,
    "size": lambda ip: ip.network.num_addresses,
    "version": lambda ip: ip.version,
    "type": lambda ip: "network" if ip.ip == ip.network.network_address and ip.network.num_addresses > 1 else "address",
    "int": lambda ip: int(ip.ip),
    "first": lambda ip: int(ip.network.network_address),
    "last": lambda ip: int(ip.network.broadcast_address),
    "revdns": lambda ip: ip.ip.reverse_pointer + ".",
    "range_usable": _range_usable,
    "first_usable": lambda ip: _range_usable(ip).split("-")[0],
    "last_usable": lambda ip: _range_usable(ip).split("-")[1],
    "peer": lambda ip: _peer(ip),
    "private": lambda ip: str(ip) if ip.is_private else False,
    "public": lambda ip: str(ip) if ip.is_global else False,
    "link-local": lambda ip: str(ip) if ip.is_link_local else False,
    "loopback": lambda ip: str(ip) if ip.is_loopback else False,
    "multicast": lambda ip: str(ip) if ip.is_multicast else False,
    "unicast": lambda ip: False if ip.is_multicast else str(ip),
}


def _peer(ip: _Interface) -> str | bool:
    """The other end of a point-to-point prefix."""
    net = ip.network
    if net.num_addresses == 2:
        return str(net[1 - (int(ip.ip) - int(net.network_address))])
    if net.num_addresses == 4 and 0 < int(ip.ip) - int(net.network_address) < 3:
        return str(net[3 - (int(ip.ip) - int(net.network_address))])
    return False


def ipaddr(value: Any, query: Any = "", version: int | bool = False, alias: str = "ipaddr") -> Any:
    """Test or transform an address, or select the addresses of a list; False when it is none."""
    if isinstance(value, (list, tuple)):
        found = (ipaddr(item, query, version) for item in value)
        return [item for item in found if item is not False and item is not None]
    ip = _parse(value)
    if ip is None or (version and ip.version != version):
        return False
    if query == "" or query is None:
        return str(value)
    if isinstance(query, int) or re.fullmatch(r"-?\d+", str(query)):
        return _nth(ip, int(query))
    word = str(query)
    if word in ("ipv4", "ipv6", "v4", "v6"):
        return str(value) if ip.version == int(word[-1]) else False
    if word == "net":
        return str(ip.network) if _has_length(value) and ip.ip == ip.network.network_address else False
    handler = _QUERIES.get(word)
    if handler is not None:
        return handler(ip)
    try:
        network = ipaddress.ip_network(word, strict=False)
    except ValueError:
        raise FilterArgumentError(
            f"{alias} does not know {word!r}; it knows {', '.join(sorted(_QUERIES))}, a number, or a prefix"
        ) from None
    return str(value) if ip.version == network.version and ip.ip in network else False


def ipv4(value: Any, query: Any = "") -> Any:
    """`ipaddr` for IPv4 alone."""
    return ipaddr(value, query, 4, "ipv4")


def ipv6(value: Any, query: Any = "") -> Any:
    """`ipaddr` for IPv6 alone."""
    return ipaddr(value, query, 6, "ipv6")


def ipsubnet(value: Any, size: Any = "", index: int | None = None) -> Any:
    """Split a prefix: without index the number of subnets of a length, with it that subnet."""
    ip = _parse(value)
    if ip is None:
        return False
    net = ip.network
    if size == "":
        return str(net)
    length = int(size)
    if not net.prefixlen <= length <= net.max_prefixlen:
        return False
    count = 1 << (length - net.prefixlen)
    if index is None:
        return count
    offset = index if index >= 0 else count + index
    if not 0 <= offset < count:
        return False
    step = 1 << (net.max_prefixlen - length)
    return f"{net.network_address + offset * step}/{length}"


def ipmath(value: Any, amount: int) -> Any:
    """An address plus a number."""
    ip = _parse(value)
    return str(ip.ip + amount) if ip is not None else False


_MAC_FORMATS: dict[str, Callable[[str], str]] = {
    "": lambda h: ":".join(re.findall("..", h)),
    "linux": lambda h: ":".join(re.findall("..", h)),
    "unix": lambda h: ":".join(re.findall("..", h)),
    "pgsql": lambda h: f"{h[:6]}:{h[6:]}",
    "postgresql": lambda h: f"{h[:6]}:{h[6:]}",
    "cisco": lambda h: ".".join(re.findall("....", h)),
    "eui48": lambda h: "-".join(re.findall("..", h.upper())),
    "win": lambda h: "-".join(re.findall("..", h.upper())),
    "bare": lambda h: h.upper(),
    "int": lambda h: str(int(h, 16)),
    "bool": lambda h: "True",
}


def hwaddr(value: Any, query: str = "", alias: str = "hwaddr") -> Any:
    """A MAC address in another notation; False when it is none."""
    digits = re.sub(r"[.:\-]", "", str(value)).lower()
    if not re.fullmatch(r"[0-9a-f]{12}", digits):
        return False
    if query not in _MAC_FORMATS:
        raise FilterArgumentError(f"{alias} does not know {query!r}; it knows {', '.join(_MAC_FORMATS)}")
    if query == "":
        return str(value)
    return _MAC_FORMATS[query](digits)


def regex_replace(value: Any, pattern: str = "", replacement: str = "", ignorecase: bool = False) -> str:
    """Replace every match."""
    return re.sub(pattern, replacement, str(value), flags=re.IGNORECASE if ignorecase else 0)


def regex_search(value: Any, pattern: str, *groups: str, ignorecase: bool = False) -> Any:
    """The first match (or its groups); None without one."""
    match = re.search(pattern, str(value), flags=re.IGNORECASE if ignorecase else 0)
    if match is None:
        return None
    if not groups:
        return match.group()
    return [match.group(int(m) if (m := g.lstrip("\\g<").rstrip(">")).isdigit() else m) for g in groups]


def regex_findall(value: Any, pattern: str, ignorecase: bool = False) -> list[Any]:
    """Every match."""
    return re.findall(pattern, str(value), flags=re.IGNORECASE if ignorecase else 0)


def combine(first: Mapping[str, Any], *others: Mapping[str, Any], recursive: bool = False) -> dict[str, Any]:
    """Merge mappings, later ones win."""
    result = dict(first)
    for other in others:
        for key, value in other.items():
            old = result.get(key)
            nested = recursive and isinstance(old, Mapping) and isinstance(value, Mapping)
            result[key] = combine(old, value, recursive=True) if nested and old is not None else value
    return result


def difference(first: Iterable[Any], second: Iterable[Any]) -> list[Any]:
    """Elements of the first list that the second lacks."""
    other = list(second)
    return [item for item in first if item not in other]


def intersect(first: Iterable[Any], second: Iterable[Any]) -> list[Any]:
    """Elements both lists have."""
    other = list(second)
    return [item for item in first if item in other]


def union(first: Iterable[Any], second: Iterable[Any]) -> list[Any]:
    """Elements of both lists, each once."""
    result: list[Any] = []
    for item in (*first, *second):
        if item not in result:
            result.append(item)
    return result


def flatten(value: Iterable[Any], levels: int | None = None) -> list[Any]:
    """A list without nested lists."""
    result: list[Any] = []
    for item in value:
        if isinstance(item, (list, tuple)) and levels != 0:
            result.extend(flatten(item, None if levels is None else levels - 1))
        else:
            result.append(item)
    return result


def to_yaml(value: Any, *_: Any, **__: Any) -> str:
    """Readable YAML; formatting arguments are accepted and ignored, as the format documents."""
    return str(yaml.safe_dump(to_plain(value), default_flow_style=False, sort_keys=True))


def to_json(value: Any, *_: Any, **__: Any) -> str:
    return json.dumps(to_plain(value))


def to_nice_json(value: Any, indent: int = 4, **_: Any) -> str:
    return json.dumps(to_plain(value), indent=indent, sort_keys=True)


def _bool(value: Any) -> bool:
    return value if isinstance(value, bool) else str(value).strip().lower() in ("1", "true", "yes", "on", "y")


def _ternary(value: Any, yes: Any, no: Any) -> Any:
    return yes if value else no


def dict2items(value: Mapping[str, Any], key_name: str = "key", value_name: str = "value") -> list[Any]:
    return [{key_name: k, value_name: v} for k, v in value.items()]


def items2dict(value: Iterable[Any], key_name: str = "key", value_name: str = "value") -> dict[Any, Any]:
    return {item[key_name]: item[value_name] for item in value}


_NETWORK: dict[str, Callable[..., Any]] = {
    "ipaddr": ipaddr,
    "ipv4": ipv4,
    "ipv6": ipv6,
    "ipsubnet": ipsubnet,
    "ipmath": ipmath,
    "hwaddr": hwaddr,
}
_BUILTIN: dict[str, Callable[..., Any]] = {
    "bool": _bool,
    "combine": combine,
    "dict2items": dict2items,
    "difference": difference,
    "flatten": flatten,
    "intersect": intersect,
    "items2dict": items2dict,
    "regex_findall": regex_findall,
    "regex_replace": regex_replace,
    "regex_search": regex_search,
    "ternary": _ternary,
    "to_json": to_json,
    "to_nice_json": to_nice_json,
    "to_nice_yaml": to_yaml,
    "to_yaml": to_yaml,
    "union": union,
}

FILTERS: dict[str, Callable[..., Any]] = {
    **_NETWORK,
    **{f"ansible.utils.{name}": f for name, f in _NETWORK.items()},
    **{f"ansible.netcommon.{name}": f for name, f in _NETWORK.items()},
    **_BUILTIN,
    **{f"ansible.builtin.{name}": f for name, f in _BUILTIN.items()},
}
"""Every filter by each name templates may use."""
