"""Reading: text -> `Topology`. The only room that knows YAML.

read_topology(request, files, problems) -> Topology | None     collects problems, never prints
read_file(path, **request_fields) -> (Topology, Problems)      from disk
"""

from __future__ import annotations

from .files import DiskFiles, FileReader, MemoryFiles
from .reader import read_file, read_topology
from .request import ReadRequest
from .texts import read_text

__all__ = ["DiskFiles", "FileReader", "MemoryFiles", "ReadRequest", "read_file", "read_text", "read_topology"]
