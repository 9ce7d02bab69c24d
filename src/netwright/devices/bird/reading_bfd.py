"""birdc's text of BFD -> neutral state.

Owns: the parser. Must not: run anything. Written against output of BIRD 2.0.12.
"""

from __future__ import annotations

from ...model import BfdSessionState

COLUMNS = 6
"""Address, interface, state, since, interval, timeout; newer releases add more."""


def bfd_sessions(text: str) -> tuple[BfdSessionState, ...]:
    """`show bfd sessions`: lines that begin with an address."""
    found = []
    for line in text.splitlines():
        words = line.split()
        if len(words) < COLUMNS or not any(sign in words[0] for sign in ".:") or words[0].endswith(":"):
            continue
        ifname = None if words[1] == "---" else words[1]
        state = "AdminDown" if words[2].lower() == "admindown" else words[2].capitalize()
        found.append(BfdSessionState(peer=words[0], state=state, ifname=ifname))
    return tuple(found)
