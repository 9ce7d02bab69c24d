"""Labs in real namespaces, as root and as an ordinary user."""
