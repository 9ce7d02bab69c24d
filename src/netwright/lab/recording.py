"""What the directory of a running lab says of its plan, also while nothing can be written.

Owns: a plan that could not be recorded, and trying again. Must not: know what a change is. A full disk must not end a
lab: what could not be written is told, and written once there is room.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import HostError
from ..model import LabPlan
from .directory import LabDirectory
from .messages import encode_plan


class Record:
    """The record of one lab; only whoever holds the lab has one."""

    def __init__(self, directory: LabDirectory) -> None:
        self._directory = directory
        self._waiting: bytes | None = None

    def check_room(self, plan: bytes, files: Mapping[str, bytes]) -> None:
        """Before a change. Raises HostError."""
        self._directory.check_room(len(plan) + sum(map(len, files.values())))

    def write_plan(self, plan: LabPlan | bytes) -> HostError | None:
        """From now on the lab is this; why that could not be recorded yet."""
        self._waiting = plan if isinstance(plan, bytes) else encode_plan(plan)
        return self.catch_up()

    def catch_up(self) -> HostError | None:
        """Write what could not be written before."""
        if self._waiting is None:
            return None
        try:
            self._directory.write_plan(self._waiting)
        except HostError as error:
            return error
        self._waiting = None
        return None

    def write_files(self, files: Mapping[str, bytes]) -> HostError | None:
        """Of the lab directory; why they could not be written."""
        try:
            self._directory.write_beside(files)
        except HostError as error:
            return error
        return None
