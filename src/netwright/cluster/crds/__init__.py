"""Resources against CustomResourceDefinitions a user gives: structural schemas and their rules in CEL.

read_crds(documents, problems) -> Crds                 documents of kind CustomResourceDefinition
check_crds(documents, crds, problems)                  adds a problem for whatever the API server would refuse

Owns: what a CRD says. Must not: know Calico's kinds (their typed models are in `resources`).
Needs cel-python, which comes with the extra `crds`; raises HostError without it.
"""

from __future__ import annotations

from .checking import check_crds
from .definitions import Crds, read_crds

__all__ = ["Crds", "check_crds", "read_crds"]
