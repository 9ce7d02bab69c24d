"""Where users' templates are found on disk. Owns: the search path. Must not: render."""

from __future__ import annotations

import os
from collections.abc import Sequence

from ..errors import HostError
from ..model import Network

LAB_FILES = "<files>"
"""Files of the topology's `files` section: in the search path before they are written."""
_LARGEST = 16 * 1024 * 1024


class DiskTemplates:
    """`render.TemplateFinder`: topology directory, lab directory, `.`, `~/.netlab`, `/etc/netlab`."""

    def __init__(self, network: Network, lab_directory: str | os.PathLike[str] | None = None) -> None:
        self._files = network.files
        wanted = [
            network.directory,
            *([os.fspath(lab_directory)] if lab_directory else []),
            ".",
            os.path.expanduser("~/.netlab"),
            "/etc/netlab",
        ]
        self._own = frozenset(wanted[:-2])
        """Directories a topology may come with; the others are the user's own."""
        self._directories = (LAB_FILES, *dict.fromkeys(wanted))

    @property
    def directories(self) -> Sequence[str]:
        return self._directories

    def read(self, directory: str, path: str) -> str | None:
        """Raises HostError for a file that is there and cannot be read."""
        if directory == LAB_FILES:
            return self._files.get(path)
        name = os.path.join(directory, path)
        try:
            if not os.path.isfile(name):  # a directory, or a pipe that nobody writes
                return None
            self._inside(directory, name)
            if os.path.getsize(name) > _LARGEST:
                raise HostError(f"template {name} is larger than {_LARGEST // 1024 // 1024} MB; it is refused")
            with open(name, encoding="utf-8-sig") as stream:
                return stream.read()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise HostError(f"cannot read template {directory}/{path}: {error}") from error

    def _inside(self, directory: str, name: str) -> None:
        """A link in a topology's directory may not lead out of it: a topology may come from anywhere."""
        if directory not in self._own:
            return
        root, real = os.path.realpath(directory), os.path.realpath(name)
        if real != root and not real.startswith(root.rstrip(os.sep) + os.sep):
            raise HostError(f"template {name} is a link that leads out of {root}; it is refused")
