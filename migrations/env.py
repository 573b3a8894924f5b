"""How Alembic runs here: on a connection that the caller hands over, in one transaction.

`sync_server.services.migrate` is the caller; it may also hand over the models' metadata, to compare with.
"""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=context.config.attributes.get("metadata"),
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
