"""Files and links to them, and what of their content is to be removed; accounts lead to files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

BRANDING = """
    UPDATE account SET settings = jsonb_set(
        settings, '{branding}', '{"icon_id": null, "logo_id": null}' || (settings -> 'branding')
    ) WHERE jsonb_typeof(settings -> 'branding') = 'object'
"""
WITHOUT_BRANDING = """
    UPDATE account SET settings = settings #- '{branding,icon_id}' #- '{branding,logo_id}'
    WHERE jsonb_typeof(settings -> 'branding') = 'object'
"""
WITHOUT_DOCUMENT = """
    UPDATE account SET company = company
        #- '{verification,document,back_id}' #- '{verification,document,front_id}'
    WHERE jsonb_typeof(company #> '{verification,document}') = 'object'
"""


def upgrade() -> None:
    op.create_table(
        "content_removal",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("content_removal_due", "content_removal", ["due"], unique=False)
    op.create_table(
        "file",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("filename", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("content_key", sa.Text(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=True),
        sa.Column("width", sa.BigInteger(), nullable=True),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index("file_clock", "file", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL"))
    op.create_index("file_id_hash", "file", ["id"], unique=False, postgresql_using="hash")
    op.create_index("file_page", "file", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_table(
        "file_link",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("account_id", sa.Text(collation="C"), nullable=False),
        sa.Column("livemode", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clock_id", sa.Text(collation="C"), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("meta", postgresql.JSONB(), nullable=False),
        sa.Column("expired", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("file_id", sa.Text(collation="C"), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("token", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "account_id", "livemode"),
    )
    op.create_index(
        "file_link_clock", "file_link", ["clock_id"], unique=False, postgresql_where=sa.text("clock_id IS NOT NULL")
    )
    op.create_index("file_link_file_id", "file_link", ["file_id", "created", "id"], unique=False, postgresql_where=None)
    op.create_index("file_link_id_hash", "file_link", ["id"], unique=False, postgresql_using="hash")
    op.create_index(
        "file_link_meta",
        "file_link",
        ["meta"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"meta": "jsonb_path_ops"},
    )
    op.create_index("file_link_page", "file_link", ["account_id", "livemode", "created", "id"], unique=False)
    op.create_index("file_link_token", "file_link", ["token"], unique=True)
    op.execute(sa.text(BRANDING))


def downgrade() -> None:
    op.execute(sa.text(WITHOUT_BRANDING))
    op.execute(sa.text(WITHOUT_DOCUMENT))
    op.drop_table("file_link")
    op.drop_table("file")
    op.drop_table("content_removal")
