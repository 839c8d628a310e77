"""A price that is not tiered has null for its tiers, as Stripe has it, in each of its currencies."""

from alembic import op
from sqlalchemy import text

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WITHOUT = """
    UPDATE price SET currency_options = (
        SELECT jsonb_agg(
            CASE WHEN option -> 'tiers' = '[]' THEN option || '{"tiers": null}' ELSE option END ORDER BY place
        )
        FROM jsonb_array_elements(currency_options) WITH ORDINALITY AS options (option, place)
    ) WHERE jsonb_array_length(currency_options) > 0
"""


def upgrade() -> None:
    op.alter_column("price", "tiers", nullable=True)
    op.execute(text("UPDATE price SET tiers = NULL WHERE tiers = '[]'"))
    op.execute(text(WITHOUT))


def downgrade() -> None:
    op.execute(text("UPDATE price SET tiers = '[]' WHERE tiers IS NULL"))
    op.alter_column("price", "tiers", nullable=False)
