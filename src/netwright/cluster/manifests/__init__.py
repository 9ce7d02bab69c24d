"""What to apply to real clusters so that they become what was designed: manifests in order, and a README of steps.

Owns: choosing and making resources, their order, the steps. Must not: write files, apply anything, ask a cluster.

    make_manifests(clusters) -> Manifests
"""

from __future__ import annotations

from .making import make_manifests
from .model import ManifestFile, Manifests

__all__ = ["ManifestFile", "Manifests", "make_manifests"]
