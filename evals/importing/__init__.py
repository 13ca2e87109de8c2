"""Cases in other formats: one reader each, and the finding of their quotes."""
