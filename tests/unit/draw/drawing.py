"""Pictures and texts of topologies for the tests of diagrams, and the programs that read what is written.

D2's compiler is a library with threads of its own: it runs in a process apart, for many texts at once.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from netwright.draw import ENGINES, DrawOptions, EngineOptions, GraphType, Picture, make_picture
from netwright.errors import Problems
from netwright.model import Network

from ..design.reading import network as designed

_NOT_THERE = "nosuch"
_COMPILER = f"""
import d2, json, sys
answers = []
for text, whole in json.load(sys.stdin):
    mark = "" if whole else "\\nlast-line.style.{_NOT_THERE}: 1\\n"
    try:
        d2.compile(text + mark)
        answers.append("" if whole else "the mistake at the end was not seen")
    except RuntimeError as error:
        lines = str(error).removeprefix("Error compiling D2 diagram: ").splitlines()
        answers.append("; ".join(line for line in lines if whole or {_NOT_THERE!r} not in line))
json.dump(answers, sys.stdout)
"""
_TALK = ("fontconfig", "pango", "cairo")


def picture(text: str | Network, type: GraphType = "topology", **options: Any) -> Picture:
    """The picture of a topology that is right."""
    problems = Problems()
    network = designed(text) if isinstance(text, str) else text
    made = make_picture(network, type, DrawOptions(**options), problems)
    assert not list(problems), [str(p) for p in problems]
    return made


def problems_of(text: str, type: GraphType = "topology", **options: Any) -> list[str]:
    """Codes of what is wrong with a diagram."""
    problems = Problems()
    make_picture(designed(text), type, DrawOptions(**options), problems)
    return [p.code for p in problems]


def written(text: str | Network, engine: str, type: GraphType = "topology", **options: Any) -> str:
    """What an engine makes of it."""
    found = ENGINES[engine]
    return found.write(picture(text, type, family=found.family, **options), EngineOptions())


def dot_says(text: str) -> str:
    """What `dot` has to say when it draws a text; nothing when all is well."""
    done = subprocess.run(
        ["dot", "-Tsvg", "-o", "/dev/null"], input=text, capture_output=True, encoding="utf-8", check=False
    )
    lines = [line for line in done.stderr.splitlines() if not any(word in line.lower() for word in _TALK)]
    return "\n".join(lines) or (f"exit status {done.returncode}" if done.returncode else "")


def d2_says(texts: Sequence[str], *, whole: bool = False) -> list[str]:
    """What D2 has to say about each text.

    Laying out takes seconds, compiling milliseconds: without `whole` a mistake is added at the end of each text, which
    is found with all others before anything is laid out.
    """
    asked = json.dumps([(text, whole) for text in texts])
    done = subprocess.run(
        [sys.executable, "-c", _COMPILER], input=asked, capture_output=True, encoding="utf-8", check=True
    )
    answers: list[str] = json.loads(done.stdout)
    return answers
