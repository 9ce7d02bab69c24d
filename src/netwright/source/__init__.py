"""Reading: text -> `Topology`. The only room that knows YAML.

read_topology(request, files, problems) -> Topology | None     collects problems, never prints
read_file(path, **request_fields) -> (Topology, Problems)      from disk
read_stream(text, file, problems) -> located trees             documents of other formats
"""

from __future__ import annotations

from .files import DirectoryReader, DiskFiles, FileReader, MemoryFiles
from .reader import read_file, read_topology
from .request import ReadRequest
from .texts import read_text
from .yaml import LARGEST_FILE, read_stream

__all__ = [
    "LARGEST_FILE",
    "DirectoryReader",
    "DiskFiles",
    "FileReader",
    "MemoryFiles",
    "ReadRequest",
    "read_file",
    "read_stream",
    "read_text",
    "read_topology",
]
