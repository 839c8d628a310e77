"""Events and where they go, as the graph shows them; and the way from each object to its events."""

from collections.abc import Sequence
from typing import Any

import strawberry
from strawberry.types.field import StrawberryField

from app.domain.webhooks import destinations, resending
from app.domain.webhooks.choosing import PING
from app.tables.connect.account import Account
from app.tables.core_resources.event import Event
from app.tables.core_resources.event_destination import EventDestination
from app.tables.core_resources.thin_event import ThinEvent, ThinEventRelatedObject
from app.tables.resource import Resource
from schema import snapshots
from schema.derive.connections import Page, connection_arguments, connection_field, connection_type, page_of, paging_of
from schema.derive.context import Info
from schema.derive.fields import add_field, argument, resolved_field
from schema.derive.latest import latest
from schema.derive.node import load_any
from schema.derive.operations import Exposed
from schema.derive.shown_once import changed, with_secret
from schema.derive.types import Node, graph_type, value_type
from schema.webhooks import sent_again


def _with_signing_secret(row: Any, secret: str | None) -> Any:
    held = row["webhook_endpoint"]
    return row if held is None else changed(row, webhook_endpoint={**held, "signing_secret": secret})


family = (
    Exposed(Event, verbs=(resending.resend,), finds={"resend": resending.find}),
    Exposed(ThinEvent),
    Exposed(
        EventDestination,
        create=destinations.create,
        update=destinations.update,
        delete=destinations.delete,
        verbs=(
            destinations.enable,
            destinations.disable,
            destinations.ping,
            destinations.roll_secret,
            destinations.replay,
        ),
        payloads={
            "create": with_secret(EventDestination, _with_signing_secret),
            "roll_secret": with_secret(EventDestination, _with_signing_secret),
            "replay": sent_again,
            "ping": latest(
                "thin_event",
                ThinEvent,
                "Thin event that was sent; null if the ping was refused.",
                lambda c, row: (c.object_id == row["id"], c.type == PING),
            ),
        },
    ),
)


def queries() -> list[StrawberryField]:
    """The list of thin events also takes the object that they are about, as in Stripe's API."""

    def resolve(root: Any, info: Info, object_id: Any = None, **given: Any) -> Page:
        about = (ThinEvent.__table__.c.object_id == object_id,) if object_id else ()
        paging = paging_of(ThinEvent, info.context.limits.max_page_size, narrowed=about, **given)
        return page_of(info.context, ThinEvent, None, None, paging)

    about = argument(strawberry.ID | None, "ID of an object: only thin events about this object are returned.")
    return [
        resolved_field(
            "thin_events",
            resolve,
            kind=None,
            description="List thin events of the account, or of one object.",
            returns=connection_type(ThinEvent, graph_type(ThinEvent)) | None,
            needs=(ThinEvent.family, "read"),
            arguments={"root": Any, "info": Info, "object_id": about, **connection_arguments(ThinEvent)},
        )
    ]


def extend(resources: Sequence[type[Resource]]) -> None:
    """Give each object its events, if any are emitted about it, and each thin event its object. Accounts have all of
    theirs, as they have what else is in them."""
    for table in resources:
        if table.events and table is not Account:
            about = "Events about the object, newest first by default."
            add_field(graph_type(table), connection_field("events", Event, "object_id", graph_type, about))

    async def resolve(root: Any, info: Info) -> Any:
        return await load_any(info.context, root["id"])

    for field in snapshots.fields():
        add_field(graph_type(Event), field)
    add_field(
        value_type(ThinEventRelatedObject),
        resolved_field(
            "object",
            resolve,
            kind=None,
            description="The related object in its current state; null if there is no such object.",
            returns=Node | None,
            arguments={"root": Any, "info": Info},
        ),
    )
