"""Capabilities of an account: requested, or requested no longer."""

from typing import Annotated

from typing_extensions import Doc

from app.domain.connect.external_accounts import holder
from app.domain.connect.requirements.following import request, settle
from app.domain.tx import Tx
from app.errors import ResourceMissing
from app.tables.columns import Id
from app.tables.connect.account_capabilities import AccountCapabilities
from app.tables.connect.capability import Capability


async def update(
    tx: Tx,
    capability: Capability,
    *,
    account: Annotated[
        str | None, Id("account"), Doc("Account that has the capability. The default is the caller's own.")
    ] = None,
    requested: Annotated[bool | None, Doc("Whether the account requests the capability. Null changes nothing.")] = None,
) -> Capability:
    """Request a capability for an account, or request it no longer."""
    own, owner = await holder(tx, account)
    had = await own.find(Capability, holder_id=owner.id)
    if requested is None:
        capability = next((each for each in had if each.id == capability.id), capability)
    else:
        capability = request(own, owner, had, capability.id, requested)
        await settle(own, owner)
    return capability


async def named(tx: Tx, id: str) -> Capability:
    """The capability of that name, as it stands before it was ever requested. Raises ResourceMissing for a name that
    no capability has."""
    if id not in AccountCapabilities.model_fields:
        raise ResourceMissing(Capability.object_name, id)
    return Capability(id=id, **tx.tenant.columns, created=tx.real_now, holder_id=tx.tenant.account)
