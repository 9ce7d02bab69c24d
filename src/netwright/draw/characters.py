"""Characters no picture can hold. Owns: which ones they are. Source: XML 1.0 section 2.2."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML has no place for or discourages."""


def clean(text: str) -> str:
    """The text with a replacement character in the place of each."""
    return _CONTROL.sub("\ufffd", text)
