"""Evals: how often answers and their citations are right, as numbers anyone can recompute."""
