"""Index: keep a folder of articles searchable, down to the exact characters.

``python -m index sync DIR`` makes the index equal to a folder. SQLite holds the truth (articles, their stored
text, passages, sentences, vectors); Chroma and BM25 are caches that can be rebuilt from it.
"""
