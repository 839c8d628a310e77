"""How the database of a run is emptied after each test."""

from collections.abc import Iterable

import asyncpg

from app.database import WRITING

GROWN = 32
"""Pages from which a table is truncated. To delete from a smaller one is cheaper by far: no files are made, and what
every connection has planned stays planned."""
BROUGHT = {"country_spec": "id ~ '^[A-Z]{2}$'", "tax_code": "id ~ '^txcd_[0-9]{8}$'"}
"""Of tables that migrations fill: which rows they bring, and which stay."""


class Emptying:
    """Empties the tables of a database, over a connection of its own."""

    def __init__(self, url: str, tables: Iterable[str]) -> None:
        self._url = url
        self._function = to_empty(tables)
        self._connection: asyncpg.Connection | None = None

    async def __call__(self) -> None:
        """Empty the tables, once all other transactions that use them have ended; fails if one of them does not."""
        if self._connection is None or self._connection.is_closed():  # a test of outages closes every connection
            self._connection = await asyncpg.connect(self._url, server_settings=WRITING)
            await self._connection.execute(self._function)
        await self._connection.execute("SELECT pg_temp.empty()")

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()


def to_empty(tables: Iterable[str]) -> str:
    """The definition of a function for one connection, which plans its statements once."""
    names = [f'"{name}"' for name in tables]
    deletes = "\n".join(
        f'DELETE FROM "{name}"' + (f" WHERE NOT {BROUGHT[name]};" if name in BROUGHT else ";") for name in tables
    )
    return f"""
        CREATE FUNCTION pg_temp.empty() RETURNS void LANGUAGE plpgsql AS $$
        DECLARE
            grown text;
        BEGIN
            LOCK TABLE {", ".join(names)};
            -- A partitioned table has no pages of its own; its partitions have.
            SELECT string_agg(oid::regclass::text, ', ') INTO grown FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
            AND relname NOT IN ('alembic_version', {", ".join(f"'{name}'" for name in BROUGHT)})
            AND pg_relation_size(oid) >= {GROWN} * current_setting('block_size')::int;
            IF grown IS NOT NULL THEN
                EXECUTE 'TRUNCATE ' || grown;
            END IF;
            {deletes}
        END $$
    """
