"""Explained shortlists for public employment services."""
