"""The texts of the pages that customers see: each in every language, none missing, and none that no page says."""

import json
import re
from pathlib import Path
from string import Formatter
from types import NoneType
from typing import Any, get_args

from app.server.onboarding.fields import ROLES
from app.server.onboarding.ways import labels
from app.server.portal.deeds import DONE
from app.server.portal.home import CURRENT
from app.server.rendering import FOLDER, LANGUAGES
from app.tables.billing.invoice_values import InvoiceStatus
from app.tables.connect.account import AccountBusinessType
from app.tables.core_resources.mandate_values import MandateStatus
from app.tables.core_resources.payment_intent import PaymentIntent
from app.tables.core_resources.setup_intent import SetupIntent
from app.tables.core_resources.token_people import TokenPoliticalExposure
from app.tables.payment_methods.method_type import method_types
from app.tables.products.coupon import CouponDuration
from app.tables.products.price_values import PriceRecurringInterval
from app.tables.shapes.bank_transfer import BankAddressType, FinancialAddress
from app.tables.shapes.cancellation_feedback import CancellationFeedback

ROOT = FOLDER.parents[2]
SOURCES = [*FOLDER.parent.rglob("*.py"), *FOLDER.rglob("*.html")]
WRITTEN = "\n".join(path.read_text("utf-8") for path in SOURCES)
Texts = dict[str, str]


def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    assert len(set(names)) == len(names), {name for name in names if names.count(name) > 1}
    return dict(pairs)


def catalogue() -> dict[str, Texts]:
    files: list[Path] = sorted(FOLDER.glob("*.json"))
    read = [json.loads(path.read_text("utf-8"), object_pairs_hook=unique) for path in files]
    return unique([pair for texts in read for pair in texts.items()])


def braces(text: str) -> set[str | None]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_each_text_is_there_in_every_language_with_the_same_values() -> None:
    for key, texts in catalogue().items():
        assert set(texts) == set(LANGUAGES), key
        for language, text in texts.items():
            assert text.strip() == text, (key, language)
            assert text, (key, language)
            assert braces(text) == braces(texts["en"]), (key, language)


def test_what_pages_say_is_in_the_catalogue() -> None:
    said = set(re.findall(r"""(?:(?<![\w.])|(?<=place\.))say\(\s*["'](\w+)["'](?!\s*[+~])""", WRITTEN))
    domain = "\n".join(path.read_text("utf-8") for path in (ROOT / "app/domain/billing/portal").glob("*.py"))
    said |= {f"refused_{text}" for text in re.findall(r'Unable\(\s*"(\w+)"', domain)}
    said |= {f"refused_{text}" for text in re.findall(r'_must\([^"]+"(\w+)"', domain)}
    said |= {f"done_{deed}" for deed in DONE}
    said |= {f"subscription_{status.value}" for status in CURRENT}
    said |= {f"status_{status.value}" for status in InvoiceStatus if status is not InvoiceStatus.DRAFT}
    said |= {f"reason_{reason.value}" for reason in CancellationFeedback}
    said |= {f"method_{name}" for name in method_types()}
    said |= {f"offer_{duration.value}" for duration in CouponDuration}
    said |= {f"per_{interval.value}" for interval in PriceRecurringInterval}
    said |= {f"mandate_{status.value}" for status in MandateStatus}
    said |= {f"transfer_{kind.value}" for kind in BankAddressType}
    accounts = [FinancialAddress.model_fields[kind.value].annotation for kind in BankAddressType]
    for account in [next(each for each in get_args(kind) if each is not NoneType) for kind in accounts]:
        fields = [name for name, field in account.model_fields.items() if field.annotation in (str, str | None)]
        said |= {f"bank_{name.removeprefix('bank_')}" for name in fields}
    said |= {f"asked_{label}" for label in labels()}
    said |= {f"section_{owner}" for owner in ("individual", *ROLES)}
    said |= {f"business_{kind.value}" for kind in AccountBusinessType}
    said |= {f"exposure_{kind.value}" for kind in TokenPoliticalExposure}
    said |= {f"payout_{status}" for status in ("canceled", "failed", "in_transit", "paid", "pending")}
    for intent in (PaymentIntent.noun, SetupIntent.noun):
        said |= {f"{ask}_{intent}_text" for ask in ("authorize", "confirm", "verify")}
        said |= {f"authorize_title_{intent}", f"confirm_title_{intent}", f"failed_{intent}"}
    assert said - catalogue().keys() == set(), "Write each of these texts in all languages."


def test_no_text_is_there_that_no_page_says() -> None:
    begun = tuple(re.findall(r"""f"(\w+_)\{|["'](\w+_)["'] [+~]""", WRITTEN))
    prefixes = tuple(one or other for one, other in begun)
    words = set(re.findall(r"""["'](\w+)["']""", WRITTEN))
    unsaid = [key for key in catalogue() if key not in words and not key.startswith(prefixes)]
    assert unsaid == [], "No page says these texts: remove them, or write their keys out where a page says them."
