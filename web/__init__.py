"""The web page: a conversation with footnotes beside the article they stand in."""
