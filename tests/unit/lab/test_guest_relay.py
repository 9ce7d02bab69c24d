"""The relay between callers and a guest, with a guest of the test's own instead of a kernel."""

from __future__ import annotations

import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from netwright.lab import messages
from netwright.lab.channel import Channel, ChannelClosedError, client_channel, connect, encode, listen, server_channel
from netwright.lab.directory import CONTROL, LabDirectory, State
from netwright.lab.guest import frames
from netwright.lab.guest.frames import Decoder, Frame, Kind, Stream
from netwright.lab.guest.relay import STARTER, Relay
from netwright.lab.guest.ring import SIZE, Ring
from netwright.model import LabPlan


class FakeGuest:
    """The other ends of ring, bell and line, and a process that stands for the kernel's."""

    def __init__(self, directory: LabDirectory) -> None:
        memory = memoryview(bytearray(SIZE))
        self.ring, self._decoder = Ring(memory), Decoder()
        self._heard: list[Frame] = []
        self._bell, bell = os.pipe()
        line, self._line = os.pipe()
        self._descriptors = [self._bell, bell, line, self._line]
        os.set_blocking(line, False)
        ours, theirs = socket.socketpair()
        ours.settimeout(10)
        self.starter: Channel[messages.Reply] = client_channel(ours)
        self.process = subprocess.Popen(["sleep", "60"])
        state = State(name="x", pid=4711, start_ticks=1, started_at=5.0, kernel="uml")
        self.relay = Relay(directory, state, server_channel(theirs), Ring(memory), bell, line)
        runtime = os.open(directory.runtime, os.O_RDONLY | os.O_DIRECTORY)
        pidfd = os.pidfd_open(self.process.pid)
        self._descriptors += [runtime, pidfd]
        serve = lambda: self.relay.serve(lambda: listen(runtime, CONTROL), pidfd)  # noqa: E731
        self.thread = threading.Thread(target=serve)
        self.thread.start()

    def say(self, frame: Frame) -> None:
        os.write(self._line, frames.encode(frame))

    def reply(self, channel: int, reply: object) -> None:
        for frame in frames.data(channel, Stream.CONTROL, encode(reply)):
            self.say(frame)

    def hear(self, wanted: Callable[[Frame], bool]) -> Frame:
        """The next frame of a kind; others that came before it are forgotten."""
        end = time.monotonic() + 10
        while time.monotonic() < end:
            self._heard += self._decoder.feed(self.ring.read())
            while self._heard:
                frame = self._heard.pop(0)
                if wanted(frame):
                    return frame
            time.sleep(0.005)
        raise AssertionError("nothing was heard")

    def end(self) -> None:
        self.process.kill()
        self.process.wait()
        self.thread.join(10)
        assert not self.thread.is_alive()
        self.relay.close()
        self.starter.close()
        while self._descriptors:
            os.close(self._descriptors.pop())


@pytest.fixture
def directory(tmp_path: Path) -> LabDirectory:
    place = LabDirectory(tmp_path / "lab")
    place.runtime.mkdir(parents=True)
    return place


@pytest.fixture
def guest(directory: LabDirectory) -> Iterator[FakeGuest]:
    fake = FakeGuest(directory)
    yield fake
    fake.end()


def started(guest: FakeGuest) -> None:
    guest.reply(STARTER, messages.Ready(("a notice",)))
    assert guest.starter.receive() == messages.Ready(("a notice",))
    guest.starter.send(messages.Commit())
    guest.hear(lambda f: f.kind is Kind.DATA and f.channel == STARTER)
    guest.reply(STARTER, messages.Done())
    assert guest.starter.receive() == messages.Done()


def opened(guest: FakeGuest, directory: LabDirectory) -> tuple[Channel[messages.Reply], int]:
    """A caller and its channel's number."""
    caller = connect(directory.control, answer_s=10)
    return caller, guest.hear(lambda f: f.kind is Kind.OPEN).channel


def test_a_start_is_recorded_and_opens_the_socket(guest: FakeGuest, directory: LabDirectory) -> None:
    guest.reply(STARTER, messages.Born(17))
    guest.reply(STARTER, messages.Stage("nodes", 2))
    assert guest.starter.receive() == messages.Stage("nodes", 2)
    assert not os.path.exists(directory.control)
    started(guest)
    state = directory.read_state()
    assert state is not None
    assert (state.pid, state.committed, state.notices, state.kernel) == (4711, True, ("a notice",), "uml")
    guest.starter.close()
    caller, number = opened(guest, directory)
    caller.send(messages.Status())
    guest.reply(number, messages.LabStatus(directory="/d", name="x", state="running", pid=2))
    reply = caller.receive()
    assert isinstance(reply, messages.LabStatus)
    assert (reply.pid, reply.kernel, reply.started_at) == (4711, "uml", 5.0)
    caller.close()
    assert guest.hear(lambda f: f.kind is Kind.CLOSE and f.channel == number)


def test_the_end_of_a_program_comes_after_its_output(guest: FakeGuest, directory: LabDirectory) -> None:
    started(guest)
    caller, number = opened(guest, directory)
    reader, writer = os.pipe()
    null = os.open("/dev/null", os.O_RDWR)
    caller.send(messages.Spawn(node="a", argv=("x",)), (null, writer, null))
    os.close(writer)
    assert guest.hear(lambda f: f.kind is Kind.OUTPUTS).payload == b"\2"
    content = os.urandom(3 << 16)
    for frame in frames.data(number, Stream.OUTPUT, content):
        guest.say(frame)
    guest.reply(number, messages.Exited(3))
    caller.socket.settimeout(0.3)
    with pytest.raises(TimeoutError):
        caller.receive()
    received = b""
    while len(received) < len(content):
        received += os.read(reader, 1 << 16)
    assert received == content
    caller.socket.settimeout(10)
    assert caller.receive() == messages.Exited(3)
    assert frames.credit_of(guest.hear(lambda f: f.kind is Kind.CREDIT)) >= frames.WINDOW // 4
    caller.close()
    os.close(reader)
    os.close(null)


def test_input_is_sent_as_far_as_the_window_goes(guest: FakeGuest, directory: LabDirectory, tmp_path: Path) -> None:
    started(guest)
    caller, number = opened(guest, directory)
    (tmp_path / "in").write_bytes(bytes(frames.WINDOW + 5))
    with (tmp_path / "in").open("rb") as stdin, open(os.devnull, "wb") as null:
        caller.send(messages.Spawn(node="a", argv=("x",)), (stdin.fileno(), null.fileno(), null.fileno()))
        total = 0
        while total < frames.WINDOW:
            total += len(guest.hear(lambda f: f.stream is Stream.INPUT and f.kind is Kind.DATA).payload)
        guest.say(frames.credit(number, Stream.INPUT, 100))
        assert len(guest.hear(lambda f: f.stream is Stream.INPUT).payload) == 5
        assert guest.hear(lambda f: f.stream is Stream.INPUT).kind is Kind.END
    caller.close()


def test_a_reader_that_left_is_told_to_the_guest(guest: FakeGuest, directory: LabDirectory) -> None:
    started(guest)
    caller, number = opened(guest, directory)
    reader, writer = os.pipe()
    null = os.open("/dev/null", os.O_RDWR)
    caller.send(messages.Spawn(node="a", argv=("x",)), (null, writer, null))
    guest.hear(lambda f: f.kind is Kind.OUTPUTS)
    for fd in (writer, reader, null):
        os.close(fd)
    guest.say(Frame(Kind.DATA, number, Stream.OUTPUT, b"y\n"))
    assert guest.hear(lambda f: f.kind is Kind.REFUSE).stream is Stream.OUTPUT
    caller.close()


@pytest.mark.parametrize("how", ["failed", "starter lost"])
def test_a_start_that_failed_is_an_orderly_end(guest: FakeGuest, how: str) -> None:
    if how == "failed":
        guest.reply(STARTER, messages.Failed(kind="host", message="no room"))
        assert isinstance(guest.starter.receive(), messages.Failed)
    else:
        guest.starter.close()
        guest.thread.join(10)
    guest.process.kill()
    guest.thread.join(10)
    assert guest.relay.orderly


def test_a_guest_that_died_is_no_orderly_end(guest: FakeGuest, directory: LabDirectory) -> None:
    started(guest)
    caller, _number = opened(guest, directory)
    guest.process.kill()
    guest.thread.join(10)
    assert not guest.relay.orderly
    guest.relay.close()
    caller.socket.settimeout(0.2)
    with pytest.raises(ChannelClosedError):
        caller.receive()
    caller.close()


def a_change() -> messages.Change:
    plan = messages.encode_plan(LabPlan(name="x", nodes=(), segments=(), hosts="new"))
    return messages.Change(before="", plan=plan, files={"record.json": b"new"}, timeout_s=1)


def test_a_change_is_recorded_on_the_host(guest: FakeGuest, directory: LabDirectory) -> None:
    started(guest)
    caller, number = opened(guest, directory)
    request = a_change()
    caller.send(request)
    guest.hear(lambda f: f.kind is Kind.DATA and f.channel == number)
    guest.reply(number, messages.Stage("nodes", 1))
    assert caller.receive() == messages.Stage("nodes", 1)
    guest.reply(number, messages.Changed(plan=request.plan))
    assert caller.receive() == messages.Changed(plan=request.plan)
    assert directory.read_plan().hosts == "new"
    assert (directory.path / "record.json").read_bytes() == b"new"
    caller.close()


def test_a_change_that_was_broken_off_records_only_what_is(guest: FakeGuest, directory: LabDirectory) -> None:
    started(guest)
    caller, number = opened(guest, directory)
    request = a_change()
    caller.send(request)
    failed = messages.Failed(kind="lab", message="no")
    guest.reply(number, messages.Changed(plan=request.plan, failures=(failed,), files=False))
    assert isinstance(caller.receive(), messages.Changed)
    assert directory.read_plan().hosts == "new"
    assert not (directory.path / "record.json").exists()
    caller.close()


def test_a_change_ends_without_its_caller(guest: FakeGuest, directory: LabDirectory) -> None:
    started(guest)
    caller, number = opened(guest, directory)
    request = a_change()
    caller.send(request)
    guest.hear(lambda f: f.kind is Kind.DATA and f.channel == number)
    caller.close()
    time.sleep(0.1)
    guest.reply(number, messages.Changed(plan=request.plan))
    assert guest.hear(lambda f: f.kind is Kind.CLOSE).channel == number
    assert directory.read_plan().hosts == "new"


def test_a_host_without_room_is_told_before_and_after(guest: FakeGuest, directory: LabDirectory) -> None:
    started(guest)
    caller, number = opened(guest, directory)
    obstacle = directory.runtime / "plan.json.new"
    obstacle.mkdir()
    request = a_change()
    caller.send(request)
    refused = caller.receive()
    assert isinstance(refused, messages.Failed)
    assert refused.kind == "host"
    obstacle.rmdir()
    caller.send(request)
    guest.hear(lambda f: f.kind is Kind.DATA and f.channel == number)
    obstacle.mkdir()
    guest.reply(number, messages.Changed(plan=request.plan))
    changed = caller.receive()
    assert isinstance(changed, messages.Changed)
    assert [each.kind for each in changed.failures] == ["host"]
    obstacle.rmdir()
    guest.reply(number, messages.Done())
    assert caller.receive() == messages.Done()
    time.sleep(0.1)
    assert directory.read_plan().hosts == "new"
    caller.close()
