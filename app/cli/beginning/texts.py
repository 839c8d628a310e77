"""The files of a resource, as they begin: one column to be replaced, and tests that hold already."""

from pydantic.alias_generators import to_camel

from app.cli.beginning.names import VERBS, Names, article

LONGEST_NAME = 40


def table(names: Names) -> str:
    """The table: its names, its events, and one column."""
    one, kind = f"{article(names.noun)} {names.noun}", "editable" if names.has("Update") else "given"
    lines = [
        f'"""{names.type}: {one}."""',
        "",
        "from typing import ClassVar",
        "",
        f"from app.tables.columns import {kind}",
        "from app.tables.resource import Resource, Tagged",
        "",
        "",
        f"class {names.type}(Tagged, Resource, table=True):",
        f'    """{one.capitalize()} of the account."""',
        "",
        f'    prefix: ClassVar[str] = "{names.prefix}"',
    ]
    if names.object != names.table:
        lines.append(f'    object_name: ClassVar[str] = "{names.object}"')
    if names.plural != f"{names.table}s":
        lines.append(f'    plural: ClassVar[str] = "{names.plural}"')
    if names.has("Delete"):
        lines.append("    deletable: ClassVar[bool] = True")
    if names.events:
        lines.append("    events: ClassVar[dict[str, str]] = {")
        lines += [f'        "{word}": "{sentence}",' for word, sentence in names.events.items()]
        lines.append("    }")
    lines += [
        "",
        f"    name: str | None = {kind}(None, max_length={LONGEST_NAME})",
        f'    """Name of the {names.noun}; null if there is none."""',
        "",
    ]
    return "\n".join(lines)


def exposed(names: Names) -> str:
    """The line that shows the table in the graph."""
    verbs = [f"{verb.lower()}=True" for verb in VERBS if names.has(verb)]
    return f"Exposed({', '.join([names.type, *verbs])})"


def module(names: Names) -> str:
    """The family's module, where this is the first resource of it."""
    return (
        f'"""What the graph shows of the family {names.family}."""\n\n'
        "from schema.derive.operations import Exposed\n\nfamily = ()\n"
    )


def tests(names: Names) -> str:
    """Tests of what the mutations do, and of what they must not."""
    chosen = [HEADING, *(part for verb, part in DOES.items() if names.has(verb))]
    chosen += [REFUSED] if names.has("Create") else [LISTED]
    words = {
        "camel": names.camel,
        "listed": to_camel(names.plural),
        "longest": LONGEST_NAME,
        "plural": names.plural.replace("_", " ").capitalize(),
        "prefix": names.prefix,
        "table": names.table,
    }
    for word in VERBS.values():
        told = [each for each in dict.fromkeys(("created", word)) if each in names.events]
        words[word] = "[" + ", ".join(f'"{names.object}.{each}"' for each in told) + "]"
    return "\n\n".join(part.format(**words) for part in chosen)


HEADING = '''"""{plural}: made, changed, and what is refused."""

from tests.graph import Graph
'''
LISTED = """

async def test_an_account_begins_without_{table}(graph: Graph) -> None:
    assert await graph("{{ {listed} {{ totalCount }} }}") == {{"{listed}": {{"totalCount": 0}}}}
"""
CREATED = """
async def test_what_is_given_is_shown_and_an_event_tells_of_it(graph: Graph) -> None:
    made = await graph.do("{camel}Create", "id name metadata", input={{"name": "First", "metadata": {{"order": "1"}}}})
    assert made == {{"id": made["id"], "name": "First", "metadata": {{"order": "1"}}}}
    assert made["id"].startswith("{prefix}")
    assert await graph.events() == {created}
"""
UPDATED = """
async def test_a_change_changes_what_it_names(graph: Graph) -> None:
    made = await graph.do("{camel}Create", "id", input={{"name": "First", "metadata": {{"order": "1"}}}})
    changed = await graph.do("{camel}Update", "id name metadata", id=made["id"], input={{"name": "Second"}})
    assert changed == {{"id": made["id"], "name": "Second", "metadata": {{"order": "1"}}}}
    assert await graph.events() == {updated}
"""
DELETED = """
async def test_what_is_deleted_is_listed_no_more(graph: Graph) -> None:
    made = await graph.do("{camel}Create", "id", input={{}})
    await graph.do("{camel}Delete", "id deleted", id=made["id"])
    assert await graph("{{ {listed} {{ totalCount }} }}") == {{"{listed}": {{"totalCount": 0}}}}
    assert await graph.events() == {deleted}
"""
REFUSED = """
async def test_what_does_not_fit_is_refused_and_makes_nothing(graph: Graph) -> None:
    refused = await graph.refuse("{camel}Create", input={{"name": "x" * {longest} + "x"}})
    assert (refused["field"], refused["code"]) == ("name", "PARAMETER_TOO_LONG")
    assert await graph("{{ {listed} {{ totalCount }} }}") == {{"{listed}": {{"totalCount": 0}}}}
    assert await graph.events() == []
"""
DOES = {"Create": CREATED, "Update": UPDATED, "Delete": DELETED}
"""The test of each mutation."""
