"""Rules over clusters, by subject. `table.py` lists them."""
