"""Netwright: a network workbench."""
