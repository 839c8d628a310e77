"""A plugin of pytest that adds the made-up tables to the house: `pytest -p tests.made_up.plugin tests/made_up`."""

from app import tables
from schema import root
from tests.made_up import shown, world

for _table in world.TABLES:
    tables.complete(_table)
root.families += (shown,)
