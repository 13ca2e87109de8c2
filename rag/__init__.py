"""Rag: answer a question from the indexed articles, every sentence with the exact words it rests on."""
