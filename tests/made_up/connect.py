"""Connect, made up: a pass, which is shown once and stored nowhere; and wallets, with what they hold."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar

from typing_extensions import Doc

from app.domain.tx import Tx
from app.error_codes import ErrorCode
from app.errors import CardError, InvalidRequest
from app.ids import new_id
from app.tables.columns import REQUIRED, Id, Many, amount, editable, given, kept, many, ref
from app.tables.core_resources.customer import Customer
from app.tables.resource import Resource, Tagged
from app.tables.transient import Transient
from app.tables.values import Value


class GatePassKind(StrEnum):
    """What a pass is for."""

    VISIT = "visit"
    """For a visit."""
    STAY = "stay"
    """For a stay."""


class GatePassGate(Value):
    """A gate."""

    fee: int | None = amount(None)
    """What it costs to go through."""
    guard_id: str | None = ref("customer", default=None)
    """Who guards it."""


class GatePass(Transient):
    """A pass through gates."""

    object_name: ClassVar[str] = "gate.pass"

    client_secret: str = kept(REQUIRED)
    """What opens the gates."""
    created: datetime = kept(REQUIRED)
    """When it was made."""
    currency: str = kept(REQUIRED)
    """The currency of the fees."""
    customer_id: str | None = ref("customer", default=None)
    """Who goes through."""
    expires_at: datetime = kept(REQUIRED)
    """When it expires."""
    gates: list[GatePassGate] = kept(REQUIRED)
    """The gates."""
    kind: GatePassKind = kept(REQUIRED)
    """What it is for."""
    livemode: bool = kept(REQUIRED)
    """Whether it is one of live mode."""
    total: int = amount()
    """What all gates cost."""


async def create(
    tx: Tx,
    *,
    customer: Annotated[str, Id("customer"), Doc("Who goes through.")],
    kind: Annotated[GatePassKind, Doc("What it is for.")] = GatePassKind.VISIT,
    return_url: Annotated[str | None, Doc("Where to go afterwards.")] = None,
) -> GatePass:
    """Make a pass."""
    row = await tx.get(Customer, customer, field="customer")
    if return_url == "nowhere":
        raise InvalidRequest("`return_url` leads nowhere.", code=ErrorCode.URL_INVALID, field="return_url")
    row.phone = "seen"
    tx.tell("updated", row)
    if return_url == "declined":
        raise CardError("The gate is shut.", code=ErrorCode.CARD_DECLINED)
    secret = new_id("gate_secret_")
    return GatePass(
        client_secret=secret,
        created=tx.now,
        currency="usd",
        customer_id=row.id,
        expires_at=tx.now + timedelta(minutes=30),
        gates=[GatePassGate(fee=100, guard_id=row.id), GatePassGate()],
        kind=kind,
        livemode=tx.livemode,
        total=100,
    )


class Wallet(Resource, table=True):
    """A wallet, with what it holds: rows of several tables in one list."""

    prefix: ClassVar[str] = "wlt_"
    events: ClassVar[dict[str, str]] = {"created": "It was made.", "updated": "It changed."}
    holdings: ClassVar[Many] = many(
        union="holding", by="wallet_id", url="/v1/wallets/{id}/holdings", most=3, counted=True
    )
    papers: ClassVar[Many] = many(union="paper", by="folder_id", url="/v1/wallets/{id}/papers", includable=True)

    favorite_id: str | None = ref(union="holding", default=None)
    """What is used first."""
    name: str | None = editable(None)
    """What it is called."""


class Coin(Resource, Tagged, table=True):
    """A coin in a wallet."""

    prefix: ClassVar[str] = "coi_"
    unions: ClassVar[tuple[str, ...]] = ("holding", "paper")

    currency: str = given("usd")
    """The currency of the value."""
    folder_id: str | None = ref("wallet", back="papers", default=None)
    """The wallet whose papers it is among."""
    label: str | None = editable(None, in_groups=True)
    """What is written on it."""
    value: int = amount(kind="given")
    """What it is worth."""
    wallet_id: str = ref("wallet", back="holdings")
    """The wallet that it is in."""
