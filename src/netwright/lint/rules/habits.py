"""Rules about how a topology is written.

Owns: secrets in the file, tests that are missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...errors import Span
from ...model import Map, Seq
from ..rule import Finding
from ..subject import Subject

SECRET_KEYS = frozenset({"password", "secret"})


def password_in_clear(subject: Subject) -> Iterator[Finding]:
    """A password in the topology file: whoever has the file has the password."""
    for owner in (subject.topology.settings, *subject.topology.nodes.values(), *subject.topology.links):
        for span in _secrets(owner):
            yield Finding("a password stands in the topology", span, "fine in a lab that copies no real one")


def _secrets(value: Any) -> Iterator[Span]:
    if isinstance(value, Map):
        for key, item in value.items():
            if key in SECRET_KEYS and isinstance(item, str):
                yield value.at(key)
            else:
                yield from _secrets(item)
    elif isinstance(value, Seq):
        for item in value:
            yield from _secrets(item)


def no_validation(subject: Subject) -> Iterator[Finding]:
    """A topology without tests: nobody notices when it stops doing what it was made for."""
    if not subject.network.validate:
        where = subject.written.span
        yield Finding("the topology has no `validate` section", where, "name what has to work, test by test")
