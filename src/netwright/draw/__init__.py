"""Pictures of a designed network: what is drawn (`picture`), in which text or geometry (engines).

Pure: a `Network` and options come in, text goes out. Nothing here reads files, runs `dot` or `d2`, or asks a lab.
"""
