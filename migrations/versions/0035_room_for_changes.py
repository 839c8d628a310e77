"""Pages leave room for the rows that are renewed together, and events are stored as they are where they fit a page."""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

RENEWED = ("customer", "subscription", "subscription_item")
"""Many rows of a page are changed in one transaction, none of them in a column that an index has. Where the page has
room for them, no index is written."""
OF_EVENTS = """
DO $$ DECLARE partition regclass;
BEGIN
    FOR partition IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'event'::regclass LOOP
        EXECUTE format('ALTER TABLE %s {}', partition);
    END LOOP;
END $$
"""


def upgrade() -> None:
    for table in RENEWED:
        op.execute(f"ALTER TABLE {table} SET (fillfactor = 50)")
    op.execute(OF_EVENTS.format("SET (toast_tuple_target = 8160)"))


def downgrade() -> None:
    op.execute(OF_EVENTS.format("RESET (toast_tuple_target)"))
    for table in RENEWED:
        op.execute(f"ALTER TABLE {table} RESET (fillfactor)")
