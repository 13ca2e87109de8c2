"""The panel of settings: who answers, and from how much."""
