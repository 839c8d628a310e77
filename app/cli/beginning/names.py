"""The names of a resource that is to be written, each worked out once: Stripe's own where Stripe has it."""

import json
import keyword
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic.alias_generators import to_camel, to_pascal, to_snake

from app.errors import Misconfigured

VERBS = {"Create": "created", "Update": "updated", "Delete": "deleted"}
"""The mutations that need no code of their own, each with the event that it emits."""
LONGEST = 48
"""Characters of a name: its indexes are named after it, and PostgreSQL's names end at 63."""


@dataclass(frozen=True)
class Names:
    """A resource by all its names. `stripes` is what the contract of the graph has of it; None for one of our own."""

    table: str
    family: str
    prefix: str
    stripes: dict[str, Any] | None

    @property
    def type(self) -> str:
        return to_pascal(self.table)

    @property
    def camel(self) -> str:
        return to_camel(self.table)

    @property
    def noun(self) -> str:
        return self.table.replace("_", " ")

    @property
    def object(self) -> str:
        return str(self.stripes["object"]) if self.stripes else self.table

    @property
    def plural(self) -> str:
        """For many, as the graph has it."""
        if self.stripes and len(self.stripes["queries"]) > 1:
            return to_snake(self.stripes["queries"][1])
        if re.search(r"(s|x|z|ch|sh)$", self.table):
            return f"{self.table}es"
        return re.sub(r"(?<![aeiou])y$", "ie", self.table) + "s"

    @property
    def events(self) -> dict[str, str]:
        """What is emitted when it is created, updated and deleted, each with its sentence: all of it of ours, and of
        Stripe's what Stripe has."""
        from app.domain.events.coming import COMING
        from app.tables.families import Family

        coming = COMING.get(Family(self.family), {}).get(self.object, {})
        noun = f"{article(self.noun)} {self.noun}".capitalize()
        words = [word for verb, word in VERBS.items() if self.has(verb)]
        return {
            word: coming[word] if self.stripes else f"{noun} was {word}."
            for word in words
            if self.stripes is None or word in coming
        }

    def has(self, verb: str) -> bool:
        """Whether the graph is to have the mutation, such as `Create`. Ours have all."""
        return self.stripes is None or f"{self.camel}{verb}" in self.stripes["mutations"]


def article(noun: str) -> str:
    """The article of a noun."""
    return "an" if noun[0] in "aeiou" else "a"


def named(typed: str, family: str | None, prefix: str | None, contract: Path) -> Names:
    """The names of what was typed, as the graph has it or as Stripe does. Raises Misconfigured, with every mistake."""
    from app import tables
    from app.tables.families import Family

    table = to_snake(typed.replace(".", "_").replace("-", "_")).lower()
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", table) or keyword.iskeyword(table) or len(table) > LONGEST:
        raise Misconfigured(
            f"A resource cannot be called '{typed}': name it in English words as Stripe would, such as gift_card or "
            f"GiftCard, with {LONGEST} characters at most."
        )
    stripes: dict[str, Any] | None = json.loads(contract.read_text("utf-8")).get(to_pascal(table))
    if stripes:
        family, prefix = family or stripes["family"], prefix or stripes["prefix"]
    chosen = prefix or _prefix_for(table)
    mistakes = []
    if table in {str(each.__tablename__) for each in tables.every()} or table in tables.transients:
        mistakes.append(f"There is a resource {table} already: `paygraph show {table}` shows it.")
    if family not in set(Family):
        wrong = f"There is no family '{family}'" if family else f"Stripe has no {table}, so its family must be named"
        mistakes.append(f"{wrong}: give --family one of {', '.join(sorted(map(str, Family)))}.")
    if not re.fullmatch(r"[a-z][a-z0-9]*_", chosen):
        mistakes.append(f"Ids cannot begin with '{chosen}': give --prefix a word and an underscore, such as gc_.")
    prefixes = {taken: str(each.__tablename__) for each in tables.by_name.values() for taken in each.id_prefixes}
    mistakes += [
        f"Ids of {other} begin with {taken}: give another --prefix."
        for taken, other in prefixes.items()
        if taken and other != table and not stripes and (taken.startswith(chosen) or chosen.startswith(taken))
    ]
    if mistakes:
        raise Misconfigured(" ".join(mistakes))
    return Names(table, str(family), chosen, stripes)


def _prefix_for(table: str) -> str:
    """The initials of several words, or the beginning of one."""
    words = table.split("_")
    return f"{''.join(word[0] for word in words) if len(words) > 1 else table[:4]}_"
