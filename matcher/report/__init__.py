"""Reads what the desk recorded."""
