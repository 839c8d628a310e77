"""Keys: what written code finds objects by in an operation that reads across accounts (see `schema.derive.reach`)."""

from typing import Any

from schema.derive import reach
from schema.execute.run import Run


def one_key(run: Run, account: str | None, id: str | None) -> str | None:
    """The key of what is named by its id; the id itself of what is not stored."""
    if id is None or id in run.context.loaders.unsaved.ids:
        return id
    return reach.key(account or run.context.tenant.account, id)


def keys(run: Run, account: str | None, ids: Any) -> Any:
    """Those of a list of ids; what is none is for others to refuse."""
    if not isinstance(ids, list):
        return ids
    return [one_key(run, account, id) if isinstance(id, str) else id for id in ids]


def parent_key(run: Run, account: str | None, id: str) -> str:
    """What pages under an object are found by."""
    key = one_key(run, account, id)
    assert key is not None
    return key
