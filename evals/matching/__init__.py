"""Would a person accept an answer? Rules, evidence and the verdicts it was fitted to."""
