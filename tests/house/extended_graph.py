"""Uses what docs/extending.md adds, from a copy of the code to which it was applied; prints what came of it as JSON.

Run as `python -m tests.house.extended_graph URL` in the folder of the copy, on a database with the tables as they were.
"""

import asyncio
import json
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config

from app.cli.remote import Remote
from app.cli.trigger import cause
from app.cli.triggers import load
from app.clock.worker import run_due
from app.database import Database
from app.domain.events.catalogue import catalogue
from app.domain.reactions import reactions
from app.domain.real_time import real_now
from app.migrate import MIGRATIONS
from app.server.main import build
from app.settings import Limits, Settings
from app.tables.access import KeyKind
from app.tables.payment_methods.method_type import Face, method_types
from tests.graph import Graph, new_caller
from tests.payment_methods.test_faces import unlike
from tests.server.conftest import served

LIMITS = Limits(requests_per_second=1e6, burst=1_000_000)
OF_CUSTOMER = """
query($id: ID!) {
  customer(id: $id) { rewards { nodes { points } } redeemedVouchers { totalCount } }
  loyaltyLevel
}
"""
OURS = ("voucher.", "reward.")


def migrate(url: str) -> str:
    """Write a migration, apply it, and check that nothing is missing; its text."""
    config = Config(toml_file=str(MIGRATIONS.parent / "pyproject.toml"))  # a contributor's: it formats
    config.attributes["url"] = url
    command.stamp(config, "head")
    written: Any = command.revision(config, "Vouchers and rewards", autogenerate=True)
    command.upgrade(config, "head")
    command.check(config)
    return Path(written.path).read_text()


async def use(graph: Graph, restricted: Graph, database: Database) -> dict[str, Any]:
    """What the graph does with vouchers and rewards."""
    product = await graph.do("productCreate", "id", input={"name": "Coffee"})
    customer = await graph.do("customerCreate", "id", input={})
    until = real_now() + timedelta(hours=1)
    given = {"amountOff": 500, "currency": "usd", "product": product["id"], "redeemBy": until.isoformat()}
    shown = "id amountOff { formatted } product { vouchers { totalCount } } timesRedeemed valid"
    created = await graph.do("voucherCreate", shown, input=given)
    redemption = {"id": created["id"], "input": {"customer": customer["id"]}}
    found = {
        "created": {name: value for name, value in created.items() if name != "id"},
        "prefix": created["id"].partition("_")[0],
        "redeemed": await graph.do("voucherRedeem", "timesRedeemed", **redemption),
        "refused": (await graph.refuse("voucherCreate", input={**given, "amountOff": 0}))["field"],
        "customer": await graph(OF_CUSTOMER, id=customer["id"]),
        "forbidden": (await restricted.error("{ rewards { totalCount } loyaltyLevel }"))["extensions"]["code"],
        "allowed": await restricted("{ vouchers { totalCount } }"),
    }
    await run_due(database, until + timedelta(seconds=1))
    return found | {
        "expired": await graph("query($id: ID!) { voucher(id: $id) { valid } }", id=created["id"]),
        "late": (await graph.refuse("voucherRedeem", **redemption))["code"],
        "events": [type for type in await graph.events() if type.startswith(OURS)],
        "json": await graph('{ events(where: { type: { eq: "voucher.redeemed" } }) { nodes { data { object } } } }'),
    }


async def debit(graph: Graph) -> dict[str, Any]:
    """What the graph does with a type of payment method."""
    account = {"bsbNumber": "000000", "accountNumber": "123456"}
    given = {"type": "AU_BECS_DEBIT", "auBecsDebit": account}
    shown = "id type card { last4 } auBecsDebit { bsbNumber last4 }"
    method = await graph.do("paymentMethodCreate", shown, input=given)
    details = "latestCharge { paymentMethodDetails { type auBecsDebit { last4 } } }"
    types = ["au_becs_debit"]
    payment = {"amount": 1000, "currency": "aud", "paymentMethod": method["id"], "paymentMethodTypes": types}
    payment |= {"confirm": True, "mandateData": {"customerAcceptance": {"type": "OFFLINE"}}}
    paid = await graph.do("paymentIntentCreate", f"status {details}", input=payment)
    payment["paymentMethod"] = (await graph.do("paymentMethodCreate", "id", input=given))["id"]
    dollars, too_much = {**payment, "currency": "usd"}, {**payment, "amount": 1_000_001}
    pending = await graph('{ events(where: { type: { eq: "charge.pending" } }) { nodes { data { object } } } }')
    return {
        "method": {name: value for name, value in method.items() if name != "id"},
        "paid": paid,
        "details": pending["events"]["nodes"][0]["data"]["object"]["payment_method_details"],
        "refused": (await graph.refuse("paymentIntentCreate", input=dollars))["code"],
        "too_much": (await graph.refuse("paymentIntentCreate", input=too_much))["code"],
    }


async def main(url: str) -> dict[str, Any]:
    """Migrate, serve, and use."""
    migration = await asyncio.to_thread(migrate, url)
    app = build(Settings(database_url=url, worker=False, limits=LIMITS))
    database = await Database.open(url)
    async with served(app, LIMITS) as live:
        graph = await new_caller(live.http, database)
        own, kind = graph.tenant.account, KeyKind.RESTRICTED
        products = {"products": "read"}
        restricted = await new_caller(live.http, database, account_id=own, kind=kind, permissions=products)
        found = await use(graph, restricted, database)
        found["debit"] = await debit(graph)
        with Remote(f"http://127.0.0.1:{live.port}", graph.secret) as remote:
            ours = [type for type in load() if type.startswith(OURS)]
            found["triggered"] = {
                type: [each["type"] for each in await asyncio.to_thread(cause, remote, type, [])] for type in ours
            }
    await database.close()
    au_becs_debit = method_types()["au_becs_debit"]
    return found | {
        "faces": [fault for face in Face for fault in unlike(au_becs_debit, face)],
        "methods": "payment_method" in migration,
        "tables": re.findall(r'op\.create_table\(\s*"(\w+)"', migration),
        "reactions": [function.__doc__ for function in reactions()["voucher.redeemed"]],
        "described": catalogue["voucher.redeemed"].description,
    }


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(sys.argv[1]))))
