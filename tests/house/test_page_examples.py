"""The page's examples name what they look up in the variables beside them, where the page puts what it finds."""

import json

from tests.examples import EXAMPLES, LOOKUP


def test_what_examples_look_up_has_a_place_among_their_variables() -> None:
    found = 0
    for path in sorted(EXAMPLES.glob("*/*.graphql")):
        for name, _ in LOOKUP.findall(path.read_text()):
            beside = path.with_suffix(".json")
            assert beside.exists(), f"{beside.relative_to(EXAMPLES)} is missing, with ${name}"
            held = json.loads(beside.read_text())
            for key in name.split("."):
                held = held[key]
            assert "…" in held, (path.name, name)
            found += 1
    assert found > 10


def test_all_examples_are_on_the_page() -> None:
    contents = json.loads((EXAMPLES / "contents.json").read_text())
    listed = {name for section in contents for name in section["examples"]}
    assert listed == {str(path.relative_to(EXAMPLES).with_suffix("")) for path in EXAMPLES.glob("*/*.graphql")}
