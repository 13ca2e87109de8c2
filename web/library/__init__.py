"""The panel of articles: what is indexed, what was added, what questions may use."""
