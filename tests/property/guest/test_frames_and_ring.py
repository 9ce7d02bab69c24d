"""Whatever is sent through ring and frames, in whatever portions, arrives once and in order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from netwright.lab.guest import frames
from netwright.lab.guest.frames import Decoder, Frame, Kind, ProtocolError, Stream
from netwright.lab.guest.ring import DATA_OFFSET, Ring

FRAMES = st.lists(
    st.builds(
        Frame,
        kind=st.sampled_from(Kind),
        channel=st.integers(0, 2**32 - 1),
        stream=st.sampled_from(Stream),
        payload=st.binary(max_size=300),
    ),
    max_size=12,
)
PORTIONS = st.lists(st.integers(1, 90), min_size=1, max_size=20)


@given(sent=FRAMES, portions=PORTIONS, capacity=st.integers(1, 80))
@settings(max_examples=200, deadline=None)
def test_everything_arrives_through_a_small_ring(sent: list[Frame], portions: list[int], capacity: int) -> None:
    memory = memoryview(bytearray(DATA_OFFSET + capacity))
    writer, reader, decoder = Ring(memory), Ring(memory), Decoder()
    left = memoryview(b"".join(map(frames.encode, sent)))
    received: list[Frame] = []
    turn = 0
    while left:
        wanted = portions[turn % len(portions)]
        left = left[writer.write(left[:wanted]) :]
        if turn % 3:
            received += decoder.feed(reader.read())
        turn += 1
    received += decoder.feed(reader.read())
    assert received == sent


@given(content=st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_frames_or_refused(content: bytes) -> None:
    try:
        found = Decoder().feed(content)
    except ProtocolError:
        return
    assert sum(frames.HEADER.size + len(frame.payload) for frame in found) <= len(content)


@given(content=st.binary(max_size=3 * frames.MAX_PAYLOAD), stream=st.sampled_from(Stream))
@settings(max_examples=30, deadline=None)
def test_content_is_cut_and_joined(content: bytes, stream: Stream) -> None:
    decoder = Decoder()
    received = [f for part in frames.data(5, stream, content) for f in decoder.feed(frames.encode(part))]
    assert b"".join(frame.payload for frame in received) == content
