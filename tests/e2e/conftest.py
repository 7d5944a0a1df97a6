"""Databases for whole runs: those of the store's tests."""

from tests.store.conftest import postgresql_url, url

__all__ = ["postgresql_url", "url"]
