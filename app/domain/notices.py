"""What all processes hear of a change that decides who may do what."""

from sqlalchemy import func, select

from app.domain.tx import Tx


async def give_notice(tx: Tx, channel: str, payload: str) -> None:
    """Notify every process once the transaction is committed: this one before the caller is answered, so that whoever
    made the change meets it with the next request."""
    await tx.execute(select(func.pg_notify(channel, payload)))
    tx.work.notices.append((channel, payload))
