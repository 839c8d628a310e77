"""The migration that makes a new table, with its indexes, as Alembic writes it."""

from typing import TYPE_CHECKING, Any, Literal

from app.migrate import heads, written

if TYPE_CHECKING:
    from alembic.autogenerate.api import AutogenContext
    from sqlalchemy import Table

MIGRATION = '''"""{heading}."""

import sqlalchemy as sa
from alembic import op
{imports}
revision = "{revision}"
down_revision = "{head}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    op.drop_table("{table}")
'''


def revision_after(head: str) -> str:
    """The name of the next version: 0036 after 0035."""
    return f"{int(head) + 1:04}" if head.isdecimal() else f"{head}_next"


def head() -> str:
    """The version that the next one comes after."""
    (found,) = heads()
    return found


def migration(table: "Table", heading: str) -> str:
    """A module that makes the table and takes it back."""
    from alembic.autogenerate import render_python_code
    from alembic.operations import ops
    from alembic.runtime.migration import MigrationContext
    from sqlalchemy.dialects import postgresql

    imports: set[str] = set()

    def rendered(kind: str, item: Any, autogenerating: "AutogenContext") -> str | Literal[False]:
        found = written(kind, item, autogenerating)
        imports.update(autogenerating.imports)
        return found

    indexes = sorted(table.indexes, key=lambda index: str(index.name))
    body = render_python_code(
        ops.UpgradeOps(ops=[ops.CreateTableOp.from_table(table), *map(ops.CreateIndexOp.from_index, indexes)]),
        render_item=rendered,
        migration_context=MigrationContext.configure(dialect=postgresql.dialect()),  # type: ignore[no-untyped-call]
    )
    before = head()
    return MIGRATION.format(
        heading=heading,
        imports="".join(f"{line}\n" for line in sorted(imports)),
        revision=revision_after(before),
        head=before,
        upgrade="\n".join(line for line in body.splitlines() if "# ###" not in line).strip(),
        table=table.name,
    )
