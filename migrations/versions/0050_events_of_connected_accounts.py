"""A platform keeps where the events of its connected accounts are sent, and applications are objects."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

# Endpoints for connected accounts were kept and told of nothing; events had no account.
ROUTES = """
UPDATE event_stream AS stream SET connected_routes = found.routes, routes_version = routes_version + 1 FROM (
    SELECT account_id, livemode, jsonb_agg(jsonb_build_object('id', id, 'thin', thin, 'types', types) ORDER BY id)
        AS routes
    FROM (
        SELECT id, account_id, livemode, false AS thin, enabled_events AS types FROM webhook_endpoint
        WHERE connect AND status = 'enabled' AND deleted_at IS NULL
        UNION ALL
        SELECT id, account_id, livemode, event_payload = 'thin', enabled_events FROM event_destination
        WHERE events_from ? 'other_accounts' AND status = 'enabled' AND deleted_at IS NULL
    ) AS target GROUP BY account_id, livemode
) AS found WHERE stream.account_id = found.account_id AND stream.livemode = found.livemode
"""
STREAMS = """
INSERT INTO event_stream (account_id, livemode, last_sequence, routes_version, faulty)
SELECT DISTINCT platform_id, livemode, 0, 0, false FROM account WHERE platform_id IS NOT NULL ON CONFLICT DO NOTHING
"""


def upgrade() -> None:
    op.add_column("event_stream", sa.Column("connected_routes", postgresql.JSONB(), nullable=True))
    op.add_column("webhook_delivery", sa.Column("account", sa.Text(), nullable=True))
    op.execute(sa.text(STREAMS))
    op.execute(sa.text(ROUTES))


def downgrade() -> None:
    op.execute("DELETE FROM webhook_delivery WHERE account IS NOT NULL")
    op.drop_column("webhook_delivery", "account")
    op.drop_column("event_stream", "connected_routes")
