"""The lab directory: where runtime files live, who holds the lab, and what its last state was.

Owns: `<lab>/.netwright/{lock,plan.json,state.json,control,supervisor.log}` and `<lab>/logs`. Must not: start
or stop anything. The lock is a flock(2) the supervisor holds as long as it lives, so the kernel itself says
whether a lab runs, even after kill -9; pid and start time in state.json guard against reuse of process ids.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from ..errors import HostError, LabError
from ..model import LabPlan
from .messages import decode_plan, encode_plan

RUNTIME = ".netwright"
LOGS = "logs"
CONTROL = "control"
GUEST = "uml"
"""What User-mode Linux keeps while it runs: its process id and its own control socket."""
_LOCK_TRIES = 5
_RUNTIME_FILES = (
    "plan.json",
    "state.json",
    "state.json.new",
    "plan.json.new",
    CONTROL,
    "supervisor.log",
    "lock",
)


def fingerprint(plan: LabPlan) -> str:
    """Equal for equal plans."""
    return hashlib.sha256(encode_plan(plan)).hexdigest()


class State(msgspec.Struct, frozen=True, kw_only=True):
    """Content of state.json."""

    name: str
    pid: int
    start_ticks: int
    """Field 22 of /proc/PID/stat: with `pid` it names one process for ever."""
    started_at: float
    committed: bool = False
    kernel: Literal["host", "uml"] = "host"
    notices: tuple[str, ...] = ()


def start_ticks(pid: int) -> int | None:
    """When a process started (clock ticks since boot); None when it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    return int(text.rpartition(")")[2].split()[19])


def host_error(error: OSError, doing: str) -> HostError:
    """A failed file operation in the lab directory, in the user's words."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return HostError(
            f"no space left on the disk while {doing}",
            needed_by="the lab directory",
            remedy="free some space",
        )
    return HostError(f"{doing}: {error.strerror}: {error.filename or ''}".rstrip(": "))


class LabDirectory:
    """Paths and files of one lab."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(os.path.abspath(path))
        self.runtime = self.path / RUNTIME
        self.logs = self.path / LOGS
        self.beside = self.path
        """The directory itself, for whoever reaches it in another way."""

    @property
    def control(self) -> str:
        return str(self.runtime / CONTROL)

    def log(self, node: str, daemon: str) -> Path:
        return self.logs / node / f"{daemon}.log"

    # -- files ---------------------------------------------------------------------------------------------

    def write(self, name: str, data: bytes) -> None:
        """Replace a runtime file atomically. Raises HostError."""
        try:
            _replace(self.runtime / name, data)
        except OSError as error:
            raise host_error(error, f"writing {RUNTIME}/{name}") from error

    def write_beside(self, files: Mapping[str, bytes]) -> None:
        """Replace files of the lab directory, each atomically. Raises HostError."""
        try:
            for name, data in files.items():
                _replace(self.beside / name, data)
        except OSError as error:
            raise host_error(error, "writing the lab's record") from error

    def check_room(self, size_bytes: int) -> None:
        """Whether so much more can be written. Raises HostError; nothing stays."""
        new = self.runtime / "plan.json.new"
        try:
            try:
                new.write_bytes(bytes(size_bytes))
            finally:
                new.unlink(missing_ok=True)
        except OSError as error:
            raise host_error(error, "writing the lab's record") from error

    def write_plan(self, plan: LabPlan | bytes) -> None:
        """Raises HostError."""
        self.write("plan.json", plan if isinstance(plan, bytes) else encode_plan(plan))

    def read_plan(self) -> LabPlan:
        """Raises LabError when no lab was started here."""
        try:
            data = (self.runtime / "plan.json").read_bytes()
            return decode_plan(data)
        except FileNotFoundError:
            raise LabError(f"no lab has been started in {self.path}") from None
        except (OSError, msgspec.MsgspecError) as error:
            raise LabError(f"cannot read the plan of the lab in {self.path}: {error}") from error

    def recorded_at(self) -> int | None:
        """When the plan was written, in nanoseconds; None when there is none."""
        try:
            return (self.runtime / "plan.json").stat().st_mtime_ns
        except OSError:
            return None

    def write_state(self, state: State) -> None:
        self.write("state.json", msgspec.json.encode(state))

    def read_state(self) -> State | None:
        try:
            return msgspec.json.decode((self.runtime / "state.json").read_bytes(), type=State)
        except (OSError, msgspec.MsgspecError):
            return None

    def supervisor_log(self) -> str:
        try:
            return (self.runtime / "supervisor.log").read_text(errors="replace")
        except OSError:
            return ""

    def has_runtime(self) -> bool:
        """Whether files of an earlier start lie here, whoever holds the lab."""
        return any((self.runtime / name).exists() for name in ("state.json", "plan.json"))

    def is_deleted(self) -> bool:
        """Whether somebody removed the runtime directory (asked through an open descriptor)."""
        try:
            return os.stat(self.runtime).st_nlink == 0
        except OSError:
            return True

    def has_traces(self) -> bool:
        """Whether there is anything to clean: also a start that died before it wrote anything."""
        if self.has_runtime() or (self.runtime / "lock").exists():
            return True
        return self.runtime.is_dir() and not any(self.runtime.iterdir())

    # -- who holds the lab ---------------------------------------------------------------------------------

    def lock(self) -> int | None:
        """Take the lab; the descriptor, or None when somebody holds it. Raises HostError."""
        refusals = 0
        try:
            while True:
                self.runtime.mkdir(parents=True, exist_ok=True)
                try:
                    fd = os.open(self.runtime / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
                except FileNotFoundError:
                    continue  # another holder has just removed the directory
                if self._try(fd):
                    if self._is_lock(fd):
                        return fd
                    os.close(fd)
                    continue
                os.close(fd)
                refusals += 1
                if refusals > _LOCK_TRIES:
                    return None
                time.sleep(0.01)  # a `status` holds it for microseconds
        except OSError as error:
            raise host_error(error, f"preparing the lab directory {self.path}") from error

    @staticmethod
    def _try(fd: int) -> bool:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def is_held(self) -> bool:
        """Whether a supervisor (or a start in progress) holds the lab."""
        try:
            fd = os.open(self.runtime / "lock", os.O_RDWR | os.O_CLOEXEC)
        except OSError:
            return False
        try:
            fcntl.flock(fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(fd)
        return False

    def _is_lock(self, fd: int) -> bool:
        """Whether the locked file is still the one in the directory (it is removed by the last holder)."""
        try:
            there = os.stat(self.runtime / "lock")
        except FileNotFoundError:
            return False
        mine = os.fstat(fd)
        return (there.st_dev, there.st_ino) == (mine.st_dev, mine.st_ino)

    def remove_runtime(self) -> None:
        """Remove what a lab leaves; call it with the lock held. User files and logs stay."""
        self.remove_files()
        _remove_if_empty(self.runtime)

    def remove_files(self) -> None:
        """The runtime files, the lock last."""
        shutil.rmtree(self.runtime / GUEST, ignore_errors=True)
        for name in _RUNTIME_FILES:
            (self.runtime / name).unlink(missing_ok=True)

    def remove_logs(self) -> None:
        shutil.rmtree(self.logs, ignore_errors=True)

    def remove_if_empty(self) -> None:
        """The directory, and the one that holds a topology's labs."""
        _remove_if_empty(self.path)
        if self.path.parent.name == RUNTIME:
            _remove_if_empty(self.path.parent)


def _replace(path: Path, data: bytes) -> None:
    new = path.with_name(f"{path.name}.new")
    try:
        new.write_bytes(data)
        os.replace(new, path)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def _remove_if_empty(path: Path) -> None:
    try:
        path.rmdir()
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.ENOENT, errno.EEXIST, errno.EBUSY):
            raise
