"""The guest's first program: file systems, kernel modules, then the lab's supervisor and the agent.

Owns: the order of the guest's start, and its end by power-off. Must not: import anything of Netwright before
it has been told where that is. The kernel starts it by its path; everything else it reads from the ring.
"""

from __future__ import annotations

import ctypes
import json
import mmap
import os
import resource
import sys
import traceback

POWER_OFF = 0x4321FEDC
FILE_SYSTEMS = (
    ("proc", "/proc", ""),
    ("sysfs", "/sys", ""),
    ("devtmpfs", "/dev", "mode=755"),
    ("devpts", "/dev/pts", "newinstance,ptmxmode=0666,mode=620"),
    ("tmpfs", "/dev/shm", "mode=1777"),
    ("tmpfs", "/run", "mode=755"),
)
LINKS = (("/proc/self/fd", "/dev/fd"), ("fd/0", "/dev/stdin"), ("fd/1", "/dev/stdout"), ("fd/2", "/dev/stderr"))
OPEN_FILES = 1 << 20

libc = ctypes.CDLL(None, use_errno=True)


def mount(fstype: str, target: str, data: str) -> None:
    """Raises OSError, but not for what the kernel has mounted itself."""
    if not os.path.isdir(target):
        os.mkdir(target)
    if libc.mount(fstype.encode(), target.encode(), fstype.encode(), 0, data.encode()) < 0:
        number = ctypes.get_errno()
        if fstype != "devtmpfs":
            raise OSError(number, os.strerror(number), target)


def prepare() -> None:
    """What every program expects of a system."""
    for fstype, target, data in FILE_SYSTEMS:
        mount(fstype, target, data)
    for target, link in LINKS:
        if not os.path.lexists(link):
            os.symlink(target, link)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, OPEN_FILES))


def run() -> None:
    """Tell this interpreter where Netwright is, and be the guest."""
    prepare()
    device = os.open("/dev/mmapper", os.O_RDWR | os.O_CLOEXEC)
    size = int(sys.argv[1])
    memory = memoryview(mmap.mmap(device, size))
    offset, counters = int(sys.argv[2]), memory[:4096].cast("Q")
    parameters = json.loads(bytes(memory[offset : offset + counters[3]]))
    sys.path[:] = parameters["path"]
    from netwright.lab.guest.guest import Parameters, be_guest

    be_guest(memory, Parameters(**parameters))


if __name__ == "__main__":
    try:
        run()
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os.sync()
        libc.reboot(POWER_OFF)
