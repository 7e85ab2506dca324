"""Alembic's entry: runs the versions on the connection that `portal.migreren` hands over."""

from alembic import context

from portal import models  # noqa: F401 - registers every table on Base
from portal.db import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=Base.metadata, transaction_per_migration=True, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
