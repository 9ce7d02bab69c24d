"""Does a topology declare attributes of its own? As JSON Schema, asked of the whole file.

Owns: that condition. Source: the format's "Custom Attributes": `defaults.attributes.<element>`, also as
`extra_attributes`, below a module, or `<element>_attr`; defaults may come from other files, too.
"""

from __future__ import annotations

from typing import Any

_DECLARING = r"(?:extra_)?attributes|[a-z]+_attr|sources|_include"


def _has_key(pattern: str) -> dict[str, Any]:
    """True of a mapping with a key like this."""
    return {"type": "object", "not": {"propertyNames": {"not": {"pattern": pattern}}}}


def declares() -> dict[str, Any]:
    """True of a topology that declares attributes, or whose defaults come from other files."""
    own = _has_key(rf"^(?:.*\.)?(?:{_DECLARING})(?:\.|$)")
    below = {"type": "object", "not": {"additionalProperties": {"not": own}}}
    return {
        "anyOf": [
            _has_key(rf"^(?:defaults\.(?:.*\.)?(?:{_DECLARING})(?:\.|$)|_include$)"),
            {"required": ["defaults"], "properties": {"defaults": {"anyOf": [own, below]}}},
        ]
    }
