"""Frames between relay and guest, the ring that carries them, and the descriptors behind them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from netwright.lab.guest import frames
from netwright.lab.guest.frames import Decoder, Frame, Kind, ProtocolError, Stream
from netwright.lab.guest.ring import DATA_OFFSET, Ring
from netwright.lab.guest.streams import Sink, Source, unread

SMALL = DATA_OFFSET + 64


def test_frames_survive_any_portion() -> None:
    sent = [Frame(Kind.OPEN, 7), Frame(Kind.DATA, 7, Stream.OUTPUT, b"abc"), frames.credit(7, Stream.INPUT, 1 << 20)]
    decoder = Decoder()
    received = [f for byte in b"".join(map(frames.encode, sent)) for f in decoder.feed(bytes([byte]))]
    assert received == sent
    assert frames.credit_of(received[2]) == 1 << 20


def test_long_content_becomes_several_frames() -> None:
    content = bytes(frames.MAX_PAYLOAD) + b"end"
    parts = list(frames.data(1, Stream.ERRORS, content))
    assert [len(part.payload) for part in parts] == [frames.MAX_PAYLOAD, 3]
    assert b"".join(part.payload for part in parts) == content


def test_the_size_of_a_terminal() -> None:
    assert frames.size_of(frames.resize(3, 50, 132)) == (50, 132)
    with pytest.raises(ProtocolError, match="RESIZE"):
        frames.size_of(Frame(Kind.RESIZE, 3, Stream.INPUT, b"x"))


@pytest.mark.parametrize(
    ("header", "complaint"),
    [((3, 0, 1, frames.MAX_PAYLOAD + 1), "a payload"), ((99, 0, 1, 0), "99"), ((3, 9, 1, 0), "9")],
)
def test_nonsense_is_refused(header: tuple[int, ...], complaint: str) -> None:
    with pytest.raises(ProtocolError, match=complaint):
        Decoder().feed(frames.HEADER.pack(*header))


def test_a_ring_takes_what_it_has_room_for() -> None:
    ring = Ring(memoryview(bytearray(SMALL)))
    assert ring.write(memoryview(bytes(100))) == 64
    assert ring.write(memoryview(b"more")) == 0
    assert ring.read() == bytes(64)
    assert ring.write(memoryview(b"around the corner")) == 17
    assert ring.read() == b"around the corner"
    assert ring.read() == b""


def test_a_ring_leaves_parameters_and_counts_rings() -> None:
    memory = memoryview(bytearray(SMALL))
    writer, reader = Ring(memory), Ring(memory)
    writer.parameters = b'{"path": []}'
    reader.heard += 3
    assert reader.parameters == b'{"path": []}'
    assert writer.heard == 3
    with pytest.raises(ValueError, match="parameters"):
        writer.parameters = bytes(DATA_OFFSET)


def test_a_source_reads_no_more_than_its_window() -> None:
    reader, writer = os.pipe()
    source = Source(reader)
    source.room = 4
    os.write(writer, b"123456")
    assert unread(reader) == 6
    assert source.read() == b"1234"
    assert not source.wants
    source.room += 4
    assert source.read() == b"56"
    assert source.read() == b""
    assert not source.ended
    os.close(writer)
    assert source.read() == b""
    assert source.ended
    source.close()


def test_what_a_program_wrote_before_its_end_is_due() -> None:
    reader, writer = os.pipe()
    source = Source(reader)
    os.write(writer, b"last words")
    source.due = unread(reader)
    assert not source.settled
    os.write(writer, b" of a child in the background")
    source.room = 10
    source.read()
    assert source.settled
    os.close(writer)
    source.close()


def test_a_sink_never_blocks_and_notices_that_nobody_reads() -> None:
    reader, writer = os.pipe()
    sink = Sink(writer)
    sink.push(bytes(1 << 20))
    first = sink.write()
    assert 0 < first < 1 << 20
    assert sink.waiting
    assert os.read(reader, 1 << 20) == bytes(first)
    assert sink.write() > 0
    os.close(reader)
    sink.write()
    assert sink.broken
    assert not sink.waiting
    sink.close()


def test_a_sink_leaves_the_caller_s_pipe_as_it_was() -> None:
    reader, writer = os.pipe()
    mine = os.dup(writer)
    Sink(writer).close()
    assert os.get_blocking(mine)
    os.close(mine)
    os.close(reader)


def test_files_are_read_and_written_at_their_own_position(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"0123456789")
    fd = os.open(path, os.O_RDWR)
    os.lseek(fd, 4, os.SEEK_SET)
    source = Source(os.dup(fd))
    assert not source.watched
    source.room = 2
    assert source.read() == b"45"
    sink = Sink(os.dup(fd))
    sink.push(b"xx")
    assert sink.write() == 2
    assert path.read_bytes() == b"012345xx89"
    for one in (source, sink):
        one.close()
    os.close(fd)
