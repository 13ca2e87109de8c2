"""Choosing, wording and checking what questions are drafted for."""
