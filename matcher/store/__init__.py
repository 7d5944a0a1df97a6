"""The truth: records, shortlists and the hash-chained log in a database."""
