"""Clusters -> files: a directory for each cluster, and the README above them.

Owns: putting the parts together. Must not: write.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..designed import DesignedCluster
from .directory import make_directory
from .model import ManifestFile, Manifests
from .readme import README, readme
from .sites import Sites


def make_manifests(clusters: Iterable[DesignedCluster]) -> Manifests:
    """Everything to apply to the clusters of a network, parents before their children."""
    sites = Sites(clusters)
    directories = [make_directory(sites, site) for site in sites.clusters.values()]
    files = [file for directory in directories for file in directory.files()]
    text = readme(sites, directories)
    return Manifests(files=(ManifestFile(path=README, content=text), *files))
