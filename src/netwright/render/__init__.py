"""Inventory, Jinja2 environment and custom configuration: what templates and users see of a network."""

from __future__ import annotations

from .custom import (
    BIRD_DIRECTORY,
    MemoryFinder,
    TemplateFinder,
    candidates,
    custom_snippets,
    find_template,
    leaves,
    loader,
    snippet,
    template_names,
)
from .environment import Missing, environment
from .filters import FILTERS, ipaddr, ipv4, ipv6
from .inventory import NodeInventory, groups, inventory, node_inventory, template_variables
from .limits import limited
from .missing import leave_out_missing
from .rendering import FailedTemplateError, rendered

__all__ = [
    "BIRD_DIRECTORY",
    "FILTERS",
    "FailedTemplateError",
    "MemoryFinder",
    "Missing",
    "NodeInventory",
    "TemplateFinder",
    "candidates",
    "custom_snippets",
    "environment",
    "find_template",
    "groups",
    "inventory",
    "ipaddr",
    "ipv4",
    "ipv6",
    "leave_out_missing",
    "leaves",
    "limited",
    "loader",
    "node_inventory",
    "rendered",
    "snippet",
    "template_names",
    "template_variables",
]
