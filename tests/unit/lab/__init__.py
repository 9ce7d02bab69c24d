"""The parts of the lab room that need no namespaces."""
