"""Every credit note has the address of its PDF."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

# As `app/domain/billing/addresses.py` makes them: the moment of expiry, then what cannot be guessed, on the server that
# the invoice's address leads to.
MISSING = """
UPDATE credit_note SET pdf = coalesce(split_part(invoice.hosted_invoice_url, '/i/', 1), '') || '/cn/' || credit_note.id
    || '/' || floor(extract(epoch FROM credit_note.created + interval '30 days'))
    || '-' || translate(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') || '/pdf'
FROM invoice
WHERE credit_note.pdf IS NULL AND invoice.id = credit_note.invoice_id
    AND invoice.account_id = credit_note.account_id AND invoice.livemode = credit_note.livemode
"""


def upgrade() -> None:
    op.execute(sa.text(MISSING))
    op.alter_column("credit_note", "pdf", existing_type=sa.Text(), nullable=False)


def downgrade() -> None:
    op.alter_column("credit_note", "pdf", existing_type=sa.Text(), nullable=True)
