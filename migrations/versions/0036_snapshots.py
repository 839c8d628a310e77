"""Concealed events keep what they say of their object beside Stripe's JSON."""

from alembic import op

revision = "0036"
down_revision = "0035"
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


def downgrade() -> None:
    op.execute(CONCEALED_DATA.replace("<MORE>", ""))
