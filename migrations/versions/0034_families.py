"""Attempts have the type of their event, log entries the families that they are about, and events can be concealed."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

# What no delivery tells of is shown to keys that are not restricted, and so are log entries of before.
TYPES = """
UPDATE webhook_attempt SET type = delivery.type FROM webhook_delivery AS delivery
WHERE delivery.id = webhook_attempt.delivery_id
    AND delivery.account_id = webhook_attempt.account_id AND delivery.livemode = webhook_attempt.livemode
"""

CONCEALED = """
CREATE OR REPLACE FUNCTION concealed(value json, hidden text[], beside json DEFAULT NULL) RETURNS json
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF json_typeof(value) = 'array' THEN
        RETURN coalesce((
            SELECT json_agg(concealed(each.value, hidden) ORDER BY each.place)
            FROM json_array_elements(value) WITH ORDINALITY AS each (value, place)
        ), value);
    ELSIF json_typeof(value) IS DISTINCT FROM 'object' THEN
        RETURN value;
    ELSIF value ->> 'object' = ANY(hidden)
        OR (json_typeof(beside) = 'object' AND beside ->> 'object' = ANY(hidden)) THEN
        RETURN value -> 'id';
    END IF;
    RETURN coalesce((
        SELECT json_object_agg(found.key, found.value ORDER BY found.place)
        FROM (
            SELECT each.key, each.place, concealed(each.value, hidden, CASE json_typeof(beside)
                WHEN 'object' THEN beside -> each.key END) AS value
            FROM json_each(value) WITH ORDINALITY AS each (key, value, place)
        ) AS found
        WHERE found.value IS NOT NULL
    ), '{}');
END $$
"""
CONCEALED_DATA = """
CREATE OR REPLACE FUNCTION concealed_data(data json, hidden text[]) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
SELECT json_build_object(
    'object', concealed(data -> 'object', hidden),
    'previous_attributes', concealed(data -> 'previous_attributes', hidden, data -> 'object')
) $$
"""


def upgrade() -> None:
    op.execute(CONCEALED)
    op.execute(CONCEALED_DATA)
    op.add_column("webhook_attempt", sa.Column("type", sa.Text(), server_default="", nullable=False))
    op.execute(sa.text(TYPES))
    op.alter_column("webhook_attempt", "type", server_default=None)
    families = postgresql.JSONB(none_as_null=True, astext_type=sa.Text())
    op.add_column("request_log", sa.Column("families", families, nullable=True))


def downgrade() -> None:
    op.drop_column("request_log", "families")
    op.drop_column("webhook_attempt", "type")
    op.execute("DROP FUNCTION concealed_data(json, text[])")
    op.execute("DROP FUNCTION concealed(json, text[], json)")
