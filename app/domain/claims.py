"""What only one row may have, such as an id that callers choose: the database decides who was first."""

from sqlalchemy.exc import IntegrityError

from app.domain.tx import Tx
from app.errors import Refusal


async def claim(tx: Tx, refusal: Refusal) -> None:
    """Write what the transaction has changed so far; raise `refusal` if another row has what must be unique.

    Waits for a transaction that is about to take the same. The refusal must be one that rolls back.
    """
    try:
        await tx.session.flush()
    except IntegrityError:
        raise refusal from None
