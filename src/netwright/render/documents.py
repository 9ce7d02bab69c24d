"""Plain data as JSON, and as YAML that every reader takes as it is meant.

Owns: quoting and layout. Must not: know what the data is.
A YAML text may be read by YAML 1.1 programs (PyYAML, Ansible) and YAML 1.2 ones (Go, JavaScript): a string is quoted
when either would take it for something else. `65000:10` is a number in base 60 to YAML 1.1, `1e3` one to YAML 1.2.
A writer of its own, because a library's takes a minute for 500 routers. Source: YAML 1.1 types "Timestamp", "Integer",
"Float", "Boolean"; YAML 1.2.2 sections 5.7, 7.3 and 10.3.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import msgspec

_READ_OTHERWISE = re.compile(
    r"""
      [yYnN] | yes | Yes | YES | no | No | NO | on | On | ON | off | Off | OFF   # booleans of YAML 1.1
    | true | True | TRUE | false | False | FALSE | null | Null | NULL | ~
    | [-+]? (0o?[0-7]+ | 0b[01_]+ | 0x[0-9a-fA-F_]+)                   # octal, binary and hexadecimal numbers
    | [-+]? (\.[0-9_]+ | [0-9][0-9_]*(\.[0-9_]*)?) ([eE][-+]?[0-9]+)?  # decimal numbers
    | [-+]? [0-9][0-9_]* (:[0-9]+)+ (\.[0-9_]*)?                       # numbers in base 60
    | [-+]? \.(inf|Inf|INF) | \.(nan|NaN|NAN)
    | [0-9]{4} - [0-9]{1,2} - [0-9]{1,2} .*                            # timestamps
    | [0-9a-fA-F]{2} (:[0-9a-fA-F]{2})+                                # MAC addresses: some are in base 60
    """,
    re.X,
)
_PLAIN = re.compile(r"(?:\w|[/.($^\\;~+])(?:.*[^\s:])?")
"""May stand without quotes: begins with no indicator and does not end as a key does."""
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]|[\u2028\u2029]")
"""What a YAML text may not hold as it is, and line breaks."""
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def plain(data: Any) -> Any:
    """Dictionaries, lists and scalars; what JSON does not know becomes its text."""
    return msgspec.json.decode(msgspec.json.encode(data, enc_hook=str))


def json_text(data: Any) -> str:
    """Indented JSON with a final line feed."""
    return msgspec.json.format(msgspec.json.encode(data, enc_hook=str)).decode() + "\n"


def yaml_text(data: Any) -> str:
    """A YAML document in block style, in the order of the data."""
    value = plain(data)
    if isinstance(value, (dict, list)) and value:
        return "".join(f"{line}\n" for line in _block(value, ""))
    return f"{_scalar(value, '  ')}\n"


def _block(value: dict[str, Any] | list[Any], indent: str) -> Iterator[str]:
    """Lines of a mapping or list that is not empty."""
    inner = indent + "  "
    if isinstance(value, dict):
        for key, child in value.items():
            head = f"{indent}{_key(key)}:"
            if isinstance(child, (dict, list)) and child:
                yield head
                yield from _block(child, inner)
            else:
                yield f"{head} {_scalar(child, inner)}"
        return
    for child in value:
        if isinstance(child, (dict, list)) and child:
            lines = _block(child, inner)
            yield f"{indent}- {next(lines)[len(inner) :]}"
            yield from lines
        else:
            yield f"{indent}- {_scalar(child, inner)}"


def _scalar(value: Any, indent: str) -> str:
    """A value on the line of its key; a text of several lines goes on below it."""
    if isinstance(value, str):
        return _lines(value, indent) if "\n" in value and _is_literal(value) else _key(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        text = repr(value)
        return text if "." in text or "e" not in text else text.replace("e", ".0e")
    return "{}" if value == {} else "[]" if value == [] else str(value)


def _is_literal(text: str) -> bool:
    """Whether a literal block keeps it: nothing but printable lines that do not begin or end with blanks."""
    lines = text.removesuffix("\n").split("\n")
    blank = lines[0][:1] in ("", " ") or not lines[-1] or any(line.endswith(" ") for line in lines)
    return not blank and not any(_UNPRINTABLE.search(line) for line in lines)


def _lines(text: str, indent: str) -> str:
    """A literal block."""
    head = "|" if text.endswith("\n") else "|-"
    lines = text.removesuffix("\n").split("\n")
    return "\n".join([head, *(f"{indent}{line}" if line else "" for line in lines)])


@lru_cache(maxsize=1 << 16)
def _key(text: str) -> str:
    """A text on one line, with the quotes it needs."""
    if _UNPRINTABLE.search(text):
        escaped = re.sub(r'["\\]', lambda match: _ESCAPES[match[0]], text)
        return f'"{_UNPRINTABLE.sub(_escape, escaped)}"'
    if _PLAIN.fullmatch(text) and not _READ_OTHERWISE.fullmatch(text) and ": " not in text and " #" not in text:
        return text
    return "'" + text.replace("'", "''") + "'"


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    return _ESCAPES.get(character) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
