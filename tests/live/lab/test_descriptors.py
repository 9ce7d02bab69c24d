"""Programs start however many descriptors the supervisor holds: three a node."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import os
import resource
from netwright.lab.supervisor.namespaces import Namespaces, enter_lab_namespaces
from netwright.lab.supervisor.processes import Spawner, raise_open_file_limit

enter_lab_namespaces()
if os.fork():
    raise SystemExit(os.waitstatus_to_exitcode(os.wait()[1]))
raise_open_file_limit()
home = Namespaces.current()
spawner = Spawner(home)
held = [os.open("/dev/null", os.O_RDWR) for _ in range(1500)]
reader, writer = os.pipe()
pid = spawner.spawn(home, ["sh", "-c", "ulimit -n; ls /proc/self/fd | wc -l"], dict(os.environ), (held[-1], writer, 2))
os.close(writer)
os.waitpid(pid, 0)
print(os.read(reader, 100).decode().split(), writer > 1024)
"""


def test_beyond_the_limit_of_programs() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == ""
    assert done.stdout == "['1024', '4'] True\n"  # 0, 1, 2 and the directory `ls` reads
