"""Alembic migrations, packaged so that an installed wheel can run them."""
