"""A ring of bytes in memory that host and guest share: the way into the guest.

Owns: the layout and its two ends. Must not: wait; whoever writes rings the serial line, whoever reads asks
for it. A serial line of User-mode Linux takes one byte per system call on its way in, a ring takes them all.
Counters only grow and each has one writer; a memoryview stores them whole.
"""

from __future__ import annotations

DATA_OFFSET = 1 << 16
"""Before it: counters, and from `PARAMETERS_OFFSET` what the guest has to know to begin."""
PARAMETERS_OFFSET = 4096
SIZE = (1 << 20) + DATA_OFFSET
_HEAD, _TAIL, _HEARD, _LENGTH = range(4)


class Ring:
    """Both ends use this; only one of them may write, only the other read."""

    def __init__(self, memory: memoryview) -> None:
        self._counters = memory[:PARAMETERS_OFFSET].cast("Q")
        self._parameters = memory[PARAMETERS_OFFSET:DATA_OFFSET]
        self._data = memory[DATA_OFFSET:]
        self._capacity = len(self._data)

    @property
    def parameters(self) -> bytes:
        """What was left for the guest."""
        return bytes(self._parameters[: self._counters[_LENGTH]])

    @parameters.setter
    def parameters(self, content: bytes) -> None:
        """Raises ValueError when it is longer than the room for it."""
        if len(content) > len(self._parameters):
            raise ValueError(f"{len(content)} bytes of parameters")
        self._parameters[: len(content)] = content
        self._counters[_LENGTH] = len(content)

    @property
    def heard(self) -> int:
        """How many rings of the bell the reader has noticed."""
        return self._counters[_HEARD]

    @heard.setter
    def heard(self, count: int) -> None:
        self._counters[_HEARD] = count

    def write(self, content: memoryview) -> int:
        """Put in as much as there is room for; how much that was."""
        head = self._counters[_HEAD]
        amount = min(len(content), self._capacity - (head - self._counters[_TAIL]))
        at = head % self._capacity
        first = min(amount, self._capacity - at)
        self._data[at : at + first] = content[:first]
        self._data[: amount - first] = content[first:amount]
        self._counters[_HEAD] = head + amount
        return amount

    def read(self) -> bytes:
        """Everything in it."""
        tail = self._counters[_TAIL]
        amount = self._counters[_HEAD] - tail
        at = tail % self._capacity
        first = min(amount, self._capacity - at)
        content = bytes(self._data[at : at + first]) + bytes(self._data[: amount - first])
        self._counters[_TAIL] = tail + amount
        return content
