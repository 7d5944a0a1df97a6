"""One match over partitions that are held elsewhere."""
