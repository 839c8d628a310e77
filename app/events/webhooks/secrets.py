"""The signing secrets of endpoints and destinations: made, rolled, and told once."""

from datetime import timedelta
from typing import Any

import asyncpg
from sqlalchemy import or_, select, update
from sqlmodel import col

from app.database import Database
from app.domain.tx import Tx
from app.events.webhooks.sealing import must_seal, sealer
from app.events.webhooks.signing import new_secret
from app.tables.core_resources.event_destination import EventDestination
from app.tables.webhooks.signing_secret import SigningSecret
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint

Target = WebhookEndpoint | EventDestination
LONGEST_OVERLAP = 24 * 3600
"""Seconds that a rolled secret may go on signing."""


def give_secret(tx: Tx, target: Target) -> None:
    """Give a target its signing secret. Raises InvalidRequest on a server without a key to seal it with."""
    sealed = must_seal().seal(new_secret(), target.id)
    tx.session.add(
        SigningSecret(
            account_id=target.account_id,
            livemode=target.livemode,
            target_id=target.id,
            sealed=sealed,
            created=tx.real_now,
        )
    )


async def roll(tx: Tx, target: Target, expires_in: int) -> None:
    """Give a target another secret. The former ones go on signing beside it for `expires_in` seconds at most."""
    until = tx.real_now + timedelta(seconds=expires_in)
    mine = (col(SigningSecret.account_id) == target.account_id, col(SigningSecret.target_id) == target.id)
    lasting = or_(col(SigningSecret.expires_at).is_(None), col(SigningSecret.expires_at) > until)
    await tx.session.execute(update(SigningSecret).where(*mine, lasting).values(expires_at=until))
    give_secret(tx, target)


async def told_once(database: Database, row: Any) -> str | None:
    """The newest secret of an endpoint or destination, given its row: for the payload of the mutation that made it."""
    mine = (col(SigningSecret.target_id) == row["id"], col(SigningSecret.expires_at).is_(None))
    newest = select(col(SigningSecret.sealed)).where(*mine).order_by(col(SigningSecret.id).desc()).limit(1)
    found = await database.fetch(newest, asyncpg.Record)
    keeper = sealer()
    return keeper.open(found[0]["sealed"], row["id"]) if found and keeper else None
