"""Text to int8 vectors: the embedded default and heavier optional models."""
