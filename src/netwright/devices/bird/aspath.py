"""AS-path regular expressions -> BIRD path masks.

Owns: the translation. Must not: know policies. BIRD has no regular expressions over paths; its masks match
whole AS numbers (`*` any sequence, `?` any one AS, sets). Source: BIRD user's guide 5.2 (bgpmask).

Deviation: a bare number matches a whole AS number, as `_N_` does; a regular expression may match inside it.
"""

from __future__ import annotations

import re

from .expressions import UntranslatableError, numbers

_NUMBER = r"\d+"
_CLASS = r"\[(?:\d-\d|\d)+\]"
_REPEATED = r"(?![\d\[?+*{]|\.(?![*+]))"
_TOKEN = re.compile(
    rf"(?P<numbers>\d*(?:{_CLASS}\d*)+){_REPEATED}|(?P<number>{_NUMBER}){_REPEATED}"
    rf"|(?P<one>(?:\[0-9\]|\\d)\+)|(?P<some>\.\+)|(?P<any>\.\*)"
    rf"|\((?P<set>{_NUMBER}(?:\|{_NUMBER})*)\)(?![?+*{{])|(?P<gap>_|\s+)"
)


def path_condition(regexp: str) -> str:
    """A BIRD condition that is true when the path matches. Raises UntranslatableError."""
    text = regexp.strip()
    if text in ("^$", "^_$"):
        return "bgp_path.len = 0"
    if text in (".*", "", "^.*$", ".*$", "^.*"):
        return "true"
    only = re.fullmatch(rf"\^\(?({_NUMBER})_?\)?(?:\(_\1\))?[+*]?\$", text)
    if only and not re.fullmatch(rf"\^{_NUMBER}_?\$", text):
        number = only.group(1)
        return f"(bgp_path.len > 0 && filter(bgp_path, [{number}]).len = bgp_path.len)"
    start = text.startswith("^")
    end = text.endswith("$")
    items = _items(text[start : len(text) - end], regexp)
    if not start and (not items or items[0] != "*"):
        items.insert(0, "*")
    if not end and (not items or items[-1] != "*"):
        items.append("*")
    return f"bgp_path ~ [= {' '.join(items)} =]"


def _items(body: str, regexp: str) -> list[str]:
    items: list[str] = []
    position = 0
    while position < len(body):
        match = _TOKEN.match(body, position)
        if match is None:
            raise UntranslatableError(f"AS-path expression `{regexp}`: BIRD has no equivalent of `{body[position:]}`")
        items += _translated(match)
        position = match.end()
    return items


def _translated(match: re.Match[str]) -> list[str]:
    if match["numbers"]:
        return [f"[{', '.join(numbers(match['numbers']))}]"]
    if match["number"]:
        return [match["number"]]
    if match["set"]:
        return [f"[{match['set'].replace('|', ', ')}]"]
    if match["one"]:
        return ["?"]
    if match["some"]:
        return ["?", "*"]
    return ["*"] if match["any"] else []
