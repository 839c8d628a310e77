"""The playground's examples, run as the page runs them: variables from the file beside, ids from what exists."""

import json
import re
from pathlib import Path
from typing import Any

from tests.graph import Graph

EXAMPLES = Path(__file__).parents[1] / "playground" / "examples"
LOOKUP = re.compile(r"^# \$([\w.]+): (.+)$", re.MULTILINE)


async def run(graph: Graph, name: str, **given: Any) -> Any:
    """The result of the example `<family>/<name>`'s one root field; of a mutation the object, which nothing refused.

    `given` goes before what the example's comments look up.
    """
    document = (EXAMPLES / f"{name}.graphql").read_text()
    beside = EXAMPLES / f"{name}.json"
    variables = json.loads(beside.read_text()) if beside.exists() else {}
    for path, connection in LOOKUP.findall(document):
        *within, last = path.split(".")
        if path not in given:
            nodes = (await graph(f"{{ found: {connection} {{ nodes {{ id }} }} }}"))["found"]["nodes"]
            assert nodes, f"there is nothing for ${path} of {name}"
            holder = variables
            for key in within:
                holder = holder[key]
            holder[last] = nodes[0]["id"]
    (result,) = (await graph(document, **variables | given)).values()
    if "userErrors" not in result:
        return result
    assert result["userErrors"] == [], (name, result["userErrors"])
    return next(value for key, value in result.items() if key not in ("userErrors", "replayed"))
