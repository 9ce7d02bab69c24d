"""Stands in for `netwright.images.sandbox`: the program runs as it is."""

from __future__ import annotations

import os
import sys

if __name__ == "__main__":
    _parent, _devices, *argv = sys.argv[1:]
    os.execv(argv[0], argv)
