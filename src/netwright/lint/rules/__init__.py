"""Rules by subject; each is a function from a `Subject` to findings. `lint/table.py` lists them."""
