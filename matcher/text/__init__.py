"""The one place where text is normalised."""
