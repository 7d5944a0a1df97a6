"""The pure core: filter, score, rank, explain."""
