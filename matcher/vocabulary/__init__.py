"""Concepts, and how free text reaches them."""
