"""Secrets of apps, as the graph shows them: found by name and scope, each with its text."""

from collections.abc import Sequence
from typing import Any

from strawberry.types.field import StrawberryField

from app.domain.connect.apps_secrets import delete, key_of, opened, sealed_of, unexpired
from app.domain.real_time import real_now
from app.errors import BadRequest, Refusal
from app.tables.connect.apps_secret import AppsSecret
from schema.derive.context import Context, Info
from schema.derive.fields import add_field, argument, resolved_field
from schema.derive.inputs import checked, option_params
from schema.derive.refusals import user_errors
from schema.derive.types import graph_type


def extend() -> None:
    """Give secrets their text."""
    add_field(
        graph_type(AppsSecret),
        resolved_field(
            "payload",
            _payload,
            kind=None,
            description="Secret text; null once the secret is deleted or has expired. It is in no event.",
            returns=str | None,
            arguments={"root": Any, "info": Info},
        ),
    )


async def _payload(root: Any, info: Info) -> str | None:
    context = info.context.of(root)
    text: str | None = await context.loaders.get("apps_secret_payload", _texts(context)).load(root["id"])
    return text


def _texts(context: Context) -> Any:
    """The texts of many secrets, read at once."""

    async def batch(ids: Sequence[str]) -> list[str | None]:
        context.caller.must_read(AppsSecret)
        found = {row["id"]: row["sealed"] for row in await context.reader.hidden(sealed_of(ids, real_now()))}
        return [opened(found[id], id) if id in found else None for id in ids]

    return batch


def queries() -> list[StrawberryField]:
    """`appsSecret`, which takes what a deletion finds a secret by."""
    params = option_params(delete)

    async def resolve(info: Info, **given: Any) -> Any:
        info.context.caller.must_read(AppsSecret)
        try:
            _, options = checked(params, given)
            key = key_of(options["scope"])
        except Refusal as refusal:
            told = user_errors(refusal)
            raise BadRequest(" ".join(error["message"] for error in told), field=told[0]["field"]) from refusal
        reader, c = info.context.reader, AppsSecret.__table__.c
        sought = (c.scope_key == key, c.name == options["name"], unexpired(real_now()))
        return next(iter(await reader.fetch(AppsSecret, reader.select(AppsSecret).where(*sought))), None)

    return [
        resolved_field(
            "apps_secret",
            resolve,
            kind=None,
            description="Find a secret of an app by name and scope; null if there is none.",
            returns=graph_type(AppsSecret) | None,
            arguments={"info": Info, **{each.name: argument(each.type, str(each.description)) for each in params}},
            needs=(AppsSecret.family, "read"),
        )
    ]
