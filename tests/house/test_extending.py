"""The page on extending is true: what it adds works in a copy of the code, and nothing else had to be changed there."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import MakeDatabase
from tests.house.extending import ROOT, blocks, extended, merged

OLD = '''"""Doc."""

import os

A = 1
"""About A."""
call(A)


class C:
    """Of C."""

    x: int = 1
    """Of x."""
'''
NEW = '''from a import b

A = 2


class C:
    y = 2


@b
def f() -> None:
    """Of f."""
'''


def test_a_block_adds_to_a_file_or_replaces_what_has_its_name() -> None:
    assert merged(OLD, NEW).split("\n") == [
        '"""Doc."""',
        "from a import b",
        "import os",
        "A = 2",
        "call(A)",
        "class C:",
        '    """Of C."""',
        "    x: int = 1",
        '    """Of x."""',
        "    y = 2",
        "",
        "@b",
        "def f() -> None:",
        '    """Of f."""',
        "",
    ]


def test_the_page_touches_what_the_architecture_says() -> None:
    assert {name for name, _ in blocks()} == {
        "app/cli/triggers/products.py",
        "app/domain/loyalty/rewards.py",
        "app/domain/payment_methods/types/au_becs_debit.py",
        "app/domain/products/vouchers.py",
        "app/tables/families.py",
        "app/tables/loyalty/reward.py",
        "app/tables/payment_methods/types/au_becs_debit.py",
        "app/tables/products/voucher.py",
        "schema/loyalty.py",
        "schema/products.py",
    }


async def test_what_the_page_adds_works_and_nothing_else_is_touched(
    tmp_path: Path, make_database: MakeDatabase
) -> None:
    copy = extended(tmp_path)
    run = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "tests.house.extended_graph", await make_database("template")],
        cwd=copy,
        env={**os.environ, "PYTHONPATH": f"{copy}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert run.returncode == 0, run.stderr
    found = json.loads(run.stdout.splitlines()[-1])
    (redeemed,) = (node["data"]["object"] for node in found.pop("json")["events"]["nodes"])
    assert (redeemed["object"], redeemed["times_redeemed"], redeemed["amount_off"]) == ("voucher", 1, 500)
    mandate = found["debit"]["details"]["au_becs_debit"].pop("mandate")
    assert mandate.startswith("mandate_")
    page = found["debit"]["saved"]["mandate"]["paymentMethodDetails"]["auBecsDebit"].pop("url")
    assert "/mandates/mandate_" in page
    assert found == {
        "created": {
            "amountOff": {"formatted": "$5.00"},
            "product": {"vouchers": {"totalCount": 1}},
            "timesRedeemed": 0,
            "valid": True,
        },
        "prefix": "vch",
        "redeemed": {"timesRedeemed": 1},
        "refused": "amountOff",
        "customer": {
            "customer": {"rewards": {"nodes": [{"points": 10}]}, "redeemedVouchers": {"totalCount": 1}},
            "loyaltyLevel": "gold",
        },
        "forbidden": "FORBIDDEN",
        "allowed": {"vouchers": {"totalCount": 1}},
        "expired": {"voucher": {"valid": False}},
        "late": "COUPON_EXPIRED",
        "events": ["voucher.created", "voucher.redeemed", "reward.created", "voucher.updated"],
        "triggered": {
            "voucher.created": ["voucher.created"],
            "voucher.deleted": ["voucher.created", "voucher.deleted"],
            "voucher.redeemed": ["voucher.created", "customer.created", "voucher.redeemed", "reward.created"],
            "voucher.updated": ["voucher.created", "voucher.updated"],
            "reward.created": ["customer.created", "reward.created"],
        },
        "tables": ["reward", "voucher"],
        "faces": [],
        "methods": False,
        "debit": {
            "method": {
                "auBecsDebit": {"bsbNumber": "000000", "last4": "3456"},
                "card": None,
                "type": "AU_BECS_DEBIT",
            },
            "paid": {
                "status": "PROCESSING",
                "latestCharge": {"paymentMethodDetails": {"auBecsDebit": {"last4": "3456"}, "type": "au_becs_debit"}},
            },
            "saved": {
                "status": "SUCCEEDED",
                "latestAttempt": {
                    "status": "succeeded",
                    "paymentMethodDetails": {"type": "au_becs_debit", "auBecsDebit": {}},
                },
                "mandate": {
                    "status": "ACTIVE",
                    "paymentMethodDetails": {
                        "type": "au_becs_debit",
                        "auBecsDebit": {},
                    },
                },
            },
            "details": {
                "au_becs_debit": {"bsb_number": "000000", "fingerprint": None, "last4": "3456"},
                "type": "au_becs_debit",
            },
            "refused": "PAYMENT_METHOD_CURRENCY_MISMATCH",
            "too_much": "AMOUNT_TOO_LARGE",
        },
        "reactions": ["The customer who redeems a voucher earns 10 points."],
        "described": "A voucher was redeemed by a customer.",
    }
