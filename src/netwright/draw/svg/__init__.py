"""Pictures as SVG, without any other program."""
