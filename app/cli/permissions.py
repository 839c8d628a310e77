"""The permissions of a restricted key, as `--allow` gives them."""

from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from app.errors import Misconfigured


def permissions(words: Sequence[str], *, restricted: bool) -> dict[str, str]:
    """`billing=read` and the like, as actions by family. Raises Misconfigured, with every mistake and what would do."""
    if words and not restricted:
        raise Misconfigured("--allow is for restricted keys alone. Add --kind restricted, or leave --allow out.")
    if restricted and not words:
        raise Misconfigured(
            "A restricted key without permissions could do nothing. Give it a family with read or write, such as "
            f"--allow billing=read. {_families()}"
        )
    parted = [(word, *(part.strip() for part in word.partition("="))) for word in words]
    mistakes = [mistake for word, family, _, action in parted for mistake in _mistakes(word, family, action)]
    given = [family for _, family, _, _ in parted]
    mistakes += [
        f"--allow gives {family} more than once." for family in dict.fromkeys(given) if given.count(family) > 1
    ]
    if mistakes:
        raise Misconfigured(f"{' '.join(mistakes)} Give a family with read or write, such as --allow billing=read.")
    return {family: action for _, family, _, action in parted}


def _mistakes(word: str, family: str, action: str) -> Iterator[str]:
    from app.access.permissions import Action
    from app.tables.families import Family

    known = sorted(map(str, Family))
    if family not in known:
        near = get_close_matches(family, known, n=1)
        yield f"--allow {word}: there is no family '{family}'. " + (f"Did you mean {near[0]}?" if near else _families())
    if action not in set(Action):
        yield f"--allow {word}: " + (f"'{action}' is neither read nor write." if action else "it lacks read or write.")


def _families() -> str:
    from app.tables.families import Family

    return f"The families are {', '.join(sorted(map(str, Family)))}."
