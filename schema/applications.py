"""The application of an account: the platform that it is connected to, by the name that its owner knows."""

from typing import Any

from sqlalchemy import func, select
from strawberry.types.field import StrawberryField

from app.domain.connect.applications import application_id
from app.tables.connect.account import Account
from app.tables.connect.application import Application
from app.tables.storage import texts
from app.tables.tenancy import owned
from schema.derive.context import Context, Info
from schema.derive.fields import resolved_field
from schema.derive.loaders import Batch
from schema.derive.rows import read, transient_of
from schema.derive.strawberry_internals import definition
from schema.derive.types import value_type

_ACCOUNT, _PLATFORM = Account.__table__.c, Account.__table__.alias("platform")


def application_field() -> StrawberryField:
    """`application` of accounts."""

    async def resolve(root: Any, info: Info) -> Any:
        return await info.context.loaders.get("account_application", _applications(info.context)).load(root["id"])

    return resolved_field(
        "application",
        resolve,
        kind=None,
        description="Application of the platform that the account is connected to; null for an account that is "
        "connected to none.",
        returns=value_type(Application) | None,
        arguments={"root": Any, "info": Info},
    )


def _applications(context: Context) -> Batch:
    async def batch(ids: list[str]) -> list[Any]:
        platform = _PLATFORM.c
        led = Account.__table__.join(
            _PLATFORM, (platform.id == _ACCOUNT.platform_id) & (platform.livemode == _ACCOUNT.livemode)
        )
        name = platform.business_profile["name"].astext.label("name")
        found = select(_ACCOUNT.id, _ACCOUNT.platform_id, name).select_from(led)
        rows = await context.reader.hidden(found.where(*owned(Account), _ACCOUNT.id == func.any(texts(ids))))
        shown = {row["id"]: Application(id=application_id(row["platform_id"]), name=row["name"]) for row in rows}
        return [transient_of(shown[id]) if id in shown else None for id in ids]

    return batch


def name_applications() -> None:
    """Give applications their names wherever an object leads to one: the platform's name as it is now."""

    async def resolve(root: Any, info: Info) -> Any:
        if read(root, "name") is not None:
            return read(root, "name")
        return await info.context.loaders.get("application_name", _names(info.context)).load(read(root, "id"))

    shown = definition(value_type(Application)).fields
    place = next(place for place, field in enumerate(shown) if field.graphql_name == "name")
    shown[place] = resolved_field(
        "name",
        resolve,
        kind=None,
        description=Application.model_fields["name"].description,
        returns=str | None,
        arguments={"root": Any, "info": Info},
    )


def _names(context: Context) -> Batch:
    async def batch(ids: list[str]) -> list[Any]:
        name = _ACCOUNT.business_profile["name"].astext.label("name")
        platforms = {Account.prefix + id.removeprefix(Application.prefix): id for id in ids}
        # Whoever is led to an application may read its name, as Stripe's pages for OAuth show it to anyone.
        found = select(_ACCOUNT.id, name).where(
            _ACCOUNT.id == func.any(texts(list(platforms))), _ACCOUNT.livemode == context.tenant.livemode
        )
        rows = await context.reader.hidden(found)
        names = {platforms[row["id"]]: row["name"] for row in rows}
        return [names.get(id) for id in ids]

    return batch
