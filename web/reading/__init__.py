"""The article beside the conversation, with the quoted words marked."""
