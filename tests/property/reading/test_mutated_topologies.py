"""Whatever a topology says, reading it collects problems and raises nothing, and says the same twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from netwright.errors import Problems
from netwright.source import MemoryFiles, ReadRequest, read_topology

SAMPLES = (
    """module: [ bgp, ospf ]
plugin: [ bgp.session, files ]
bgp.as: 65000
groups:
  _auto_create: True
  edge: { members: [ r1, r2 ], config: [ x ], ospf.area: 1 }
  all: { mtu: 1400 }
nodes:
  r1: { id: 7, loopback.ipv4: 10.0.0.7/32 }
  r2:
  h: { device: linux }
links:
- r1-r2
- r1-r2-h
- [ r1, h ]
- { r1: { ipv4: 1 }, r2: , mtu: 1300 }
- { interfaces: [ r1, { node: r2 } ] }
- { group: core, members: [ r1-h ] }
""",
    """components:
  site: { nodes: [ a, b ], links: [ a-b ] }
nodes:
  x: { include: site }
  y: { module: [ routing ], routing.static: [ { ipv4: 10.9.0.0/16, nexthop.discard: True } ] }
links: { core: [ x_a-y ] }
addressing.lan: { ipv4: 172.20.0.0/16, prefix: 24 }
prefix.p: { ipv4: 10.8.0.0/24 }
defaults.attributes.node.colour: str
validate: { up: { nodes: [ y ], exec: ip addr, valid: True } }
""",
)
WORDS = (
    "3",
    "[]",
    "{}",
    "null",
    "[[a], {b: 1}]",
    "{x: [1]}",
    "'*'",
    "~(",
    "r1",
    "&z 1",
    "*z",
    "!t [x]",
    "- ",
    "\t",
    "<<: ",
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A sample with words replaced and lines dropped or repeated."""
    lines = draw(st.sampled_from(SAMPLES)).splitlines()
    for _ in range(draw(st.integers(1, 5))):
        at = draw(st.integers(0, len(lines) - 1))
        kind = draw(st.sampled_from(("value", "word", "drop", "repeat", "text")))
        line = lines[at]
        if kind == "value":
            lines[at] = line.partition(":")[0] + ": " + draw(st.sampled_from(WORDS))
        elif kind == "word":
            words = line.split(" ")
            words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(WORDS))
            lines[at] = " ".join(words)
        elif kind == "drop" and len(lines) > 1:
            del lines[at]
        elif kind == "repeat":
            lines.insert(at, line)
        else:
            lines[at] = line + draw(st.text(max_size=5))
    return "\n".join(lines)


def read(text: str) -> tuple[object, tuple[object, ...]]:
    problems = Problems()
    request = ReadRequest(path="/lab/topology.yml", working_directory="/lab")
    topology = read_topology(request, MemoryFiles({"/lab/topology.yml": text}), problems)
    if topology is None:
        assert problems.errors
    return topology, tuple(problems)


def test_samples_are_fine() -> None:
    for sample in SAMPLES:
        assert read(sample)[1] == ()


@settings(max_examples=300, deadline=None, derandomize=True)
@given(mutated())
def test_reading_only_collects_problems(text: str) -> None:
    assert read(text) == read(text)
