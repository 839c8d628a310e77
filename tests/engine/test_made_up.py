"""The words of the engine on made-up tables, in a process of its own, with the tests that walk all tables."""

import subprocess
import sys

from tests.shape.test_house import ROOT

WAYS_IN = ("by_id_and_in_lists", "through_relations", "through_connections")
ALLOWED = (
    "a_family_that_is_not_granted_is_closed",
    "relations_and_connections_lead_only_where_the_key_may",
    "whoever_may_only_read_changes_nothing",
    "a_publishable_key_reads_nothing",
)
WALKING = (
    "tests/engine/test_node.py",
    "tests/execute/test_real_schema.py",
    "tests/shape/test_house.py::test_every_list_inside_a_row_is_a_connection_of_the_same_name",
    *(f"tests/engine/test_tenancy.py::test_{name}" for name in WAYS_IN),
    *(f"tests/engine/test_permissions.py::test_{name}" for name in ALLOWED),
)


def test_words_on_made_up_tables() -> None:
    plugins = ["-p", "tests.made_up.plugin", "-p", "no:cacheprovider"]
    pytest = [sys.executable, "-m", "pytest", *plugins, "-q", "--tb=short"]
    run = subprocess.run(
        [*pytest, "tests/made_up", *WALKING], cwd=ROOT, capture_output=True, text=True, check=False, timeout=900
    )
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2_000:]
    assert " passed" in run.stdout
