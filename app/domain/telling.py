"""What an event tells of a row: how it stands now, and how it stood before the change."""

from app.domain import lists
from app.domain.restoring import left_out
from app.domain.snapshot import Body, changes
from app.domain.work import Change, Work, key_of
from app.tables.resource import Resource

COMPARED = ("updated", "detached")
"""Events with the previous values of what changed. `detached` has the former customer."""


def told(work: Work, what: str, row: Resource) -> tuple[Body, Body | None, Body | None]:
    """The JSON of the row for an event; the previous values of what changed, for the events that carry them; and what
    the JSON leaves out.

    All events of one change, one after the other, compare with the row before that change.
    """
    key = key_of(row)
    change = work.before.get(key)
    if change is None:
        # First as it was: what has not changed since is then not made again.
        before = lists.former(work, row)
        after = lists.shown(work, row, key)
        change = Change(before, after)
        work.emitted(key, change)
    else:
        after = lists.shown(work, row, key)
        if after is not change.after and after != change.after:
            change = Change(change.after, after)
            work.emitted(key, change)
    if change.before is None or not what.endswith(COMPARED):
        return after, None, left_out(row)
    return after, changes(change.before, after), left_out(row)
