"""The objects that a token's input refers to: each must be the account's own."""

from collections.abc import Iterator

from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.tables.columns import meta_of, public_name
from app.tables.core_resources.file import File
from app.tables.core_resources.token_people import TokenDocumentParams
from app.tables.resource import by_name
from app.tables.values import Value


async def check(tx: Tx, given: Value, path: str, mistakes: Mistakes) -> None:
    """Note each id, at any depth, that leads to no object of the account's."""
    for field, table, id in list(_ids(given, path)):
        with mistakes.noted():
            await tx.get(by_name[table], id, field=field, lock=False)


def _ids(given: Value, path: str) -> Iterator[tuple[str, str, str]]:
    """Every id with its path and the table that it leads to."""
    for name, value in given:
        meta = meta_of(type(given).model_fields[name])
        inner = f"{path}.{public_name(name, meta)}"
        if isinstance(value, Value):
            yield from _ids(value, inner)
        elif meta.is_ref and value is not None:
            yield inner, meta.targets[0], value
    if isinstance(given, TokenDocumentParams):
        for place, id in enumerate(given.files or ()):
            yield f"{path}.files.{place}", str(File.__tablename__), id
