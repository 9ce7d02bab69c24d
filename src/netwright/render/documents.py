"""Plain data as YAML and JSON that other programs read as it is meant.

Owns: quoting. Must not: know what the data is.
A YAML text may be read by YAML 1.1 programs (PyYAML, Ansible) and YAML 1.2 ones (Go, JavaScript): a string is quoted
when either would take it for something else. `65000:10` is a number in base 60 to YAML 1.1, `1e3` one to YAML 1.2.
Source: YAML 1.1 "Timestamp", "Integer" and "Boolean" types; YAML 1.2.2 section 10.3.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
import yaml

_READ_OTHERWISE = re.compile(
    r"""
      [yYnN] | [yY]es | [nN]o | [oO]n | [oO]ff | YES | NO | ON | OFF   # booleans of YAML 1.1
    | [-+]? (0o?[0-7]+ | 0b[01_]+ | 0x[0-9a-fA-F_]+)                   # octal, binary and hexadecimal numbers
    | [-+]? (\.[0-9]+ | [0-9][0-9_]*(\.[0-9_]*)?) ([eE][-+]?[0-9]+)?   # decimal numbers
    | [-+]? [0-9][0-9_]* (:[0-9]+)+ (\.[0-9_]*)?                       # numbers in base 60
    | [-+]? \.(inf|Inf|INF) | \.(nan|NaN|NAN)
    | [0-9a-fA-F]{2} (:[0-9a-fA-F]{2})+                                # MAC addresses: some are in base 60
    """,
    re.X,
)


class _Dumper(yaml.SafeDumper):
    """Quotes what any reader could misread; never writes anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        """Lists stand below their key, indented, as people write them."""
        super().increase_indent(flow, False)


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    if "\n" in value and not any(line.endswith(" ") for line in value.split("\n")):
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|")
    style = "'" if _READ_OTHERWISE.fullmatch(value) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Dumper.add_representer(str, _text)


def plain(data: Any) -> Any:
    """Dictionaries, lists and scalars; what JSON does not know becomes its text."""
    return msgspec.json.decode(msgspec.json.encode(data, enc_hook=str))


def yaml_text(data: Any) -> str:
    """A YAML document in the order of the data."""
    written: str = yaml.dump(
        plain(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=False
    )
    return written.removesuffix("...\n")


def json_text(data: Any) -> str:
    """Indented JSON with a final line feed."""
    return msgspec.json.format(msgspec.json.encode(data, enc_hook=str)).decode() + "\n"
