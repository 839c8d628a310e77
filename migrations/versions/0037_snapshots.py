"""Events tell what their JSON leaves out, say how many of their transaction follow, and are found by object."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

CONCEALED_DATA = """
CREATE OR REPLACE FUNCTION concealed_data(data json, hidden text[]) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT json_build_object(
    'object', concealed(data -> 'object', hidden),
    'previous_attributes', concealed(data -> 'previous_attributes', hidden, data -> 'object')<MORE>
) $$
"""
MORE = """,
    'left_out', data -> 'left_out'"""


def upgrade() -> None:
    op.execute(CONCEALED_DATA.replace("<MORE>", MORE))
    op.add_column("event", sa.Column("following", sa.BigInteger(), server_default="0", nullable=False))
    op.alter_column("event", "following", server_default=None)
    op.create_index("event_version", "event", ["object_id", "sequence"])


def downgrade() -> None:
    op.drop_index("event_version", table_name="event")
    op.drop_column("event", "following")
    op.execute(CONCEALED_DATA.replace("<MORE>", ""))
