"""The panel of quality: draft cases and evaluations."""
