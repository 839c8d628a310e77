"""The signing secrets of endpoints and destinations: made, rolled, and shown once."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Select, or_, select

from app.domain.sealing import must_seal, sealer
from app.domain.tx import Tx
from app.domain.webhooks.signing import new_secret
from app.tables.core_resources.event_destination import EventDestination
from app.tables.tenancy import Viewer, belongs
from app.tables.webhooks.signing_secret import SigningSecret
from app.tables.webhooks.webhook_endpoint import WebhookEndpoint

Target = WebhookEndpoint | EventDestination
secrets = SigningSecret.__table__.c

LONGEST_OVERLAP = 24 * 3600
"""Maximum number of seconds until a rolled secret expires."""


def add_secret(tx: Tx, target: Target) -> None:
    """Create a signing secret for a target. Raises InvalidRequest on a server without a key to seal it with."""
    sealed = must_seal().seal(new_secret(), target.id)
    tx.insert(SigningSecret(target_id=target.id, sealed=sealed, created=tx.real_now))


async def roll(tx: Tx, target: Target, expires_in: int) -> None:
    """Give a target a new secret. The old secrets expire after `expires_in` seconds at most."""
    until = tx.real_now + timedelta(seconds=expires_in)
    lasting = or_(secrets.expires_at.is_(None), secrets.expires_at > until)
    ending = tx.update(SigningSecret).where(secrets.target_id == target.id, lasting)
    await tx.execute(ending.values(expires_at=until))
    add_secret(tx, target)


def newest(target_id: str) -> Select[Any]:
    """Reads the newest secret of a viewer's endpoint or destination, sealed."""
    mine = (*belongs(secrets, Viewer), secrets.target_id == target_id, secrets.expires_at.is_(None))
    return select(secrets.sealed).where(*mine).order_by(secrets.id.desc()).limit(1)


def opened(sealed: bytes, target_id: str) -> str | None:
    """A secret in plain text; None on a server without the key that it was sealed with."""
    keeper = sealer()
    return keeper.open(sealed, target_id) if keeper else None
