"""The conversation: questions, answers, and what a reader does with them."""
