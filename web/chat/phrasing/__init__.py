"""Making questions from what articles say, by form alone."""

from web.chat.phrasing.questions import Kind, Phrased, Phrasing

__all__ = ["Kind", "Phrased", "Phrasing"]
