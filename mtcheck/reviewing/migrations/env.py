"""Alembic's way in: run the migrations on the connection that the desk has open."""

from __future__ import annotations

from alembic import context

__all__: list[str] = []

context.configure(connection=context.config.attributes["connection"], transactional_ddl=True)
context.run_migrations()
