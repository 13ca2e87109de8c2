"""How fast and how small the product is on this machine: one file a measure, run by ``python -m evals bench``."""
