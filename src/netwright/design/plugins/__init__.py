"""Plugins of the format that are part of the program: one file each, called by the protocol they extend."""
