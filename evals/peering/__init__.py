"""Other systems, asked the same: what they are, what they reply, and the table."""
