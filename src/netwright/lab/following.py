"""The client's half of a change: its progress, and how it ended.

Owns: what a failure in the middle says. Must not: change anything.
"""

from __future__ import annotations

from msgspec.structs import replace

from ..model import Observer
from . import messages
from .channel import Channel
from .commands import raise_failed

SHOWN = 12
"""Sentences of what was done, and of what was not."""


def follow_change(channel: Channel[messages.Reply], observer: Observer | None) -> messages.Changed:
    """Until it has ended. Raises HostError, LabError when it was refused; ChannelClosedError, TimeoutError."""
    while True:
        reply = channel.receive()
        match reply:
            case messages.Stage(name, total) if observer is not None:
                observer.stage(name, total)
            case messages.Advance(name, amount) if observer is not None:
                observer.advance(name, amount)
            case messages.Failed():
                raise_failed(reply)
            case messages.Changed():
                return reply


def raise_incomplete(changed: messages.Changed) -> None:
    """The first refusal as its exception, with the others and what was done and not."""
    if not changed.failures:
        return
    first, *others = changed.failures
    words = [first.message, *(other.message for other in others)]
    words.append(f"done: {_listed(changed.done)}")
    words.append(f"not done: {_listed(changed.left)}")
    raise_failed(replace(first, message="; ".join(words)))


def _listed(sentences: tuple[str, ...]) -> str:
    more = f", and {len(sentences) - SHOWN} more" if len(sentences) > SHOWN else ""
    return ", ".join(sentences[:SHOWN]) + more if sentences else "nothing"
