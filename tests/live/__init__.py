"""Tests with real daemons and namespaces."""
