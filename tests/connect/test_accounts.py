"""Accounts: ready for payments from the start, in both modes, and changed field by field by their owner."""

from typing import Any

import pytest

from app.database import Database
from app.domain.connect import accounts
from app.domain.connect.account_settings import first_descriptor
from app.domain.connect.accounts import new_account
from app.errors import InvalidRequest, ResourceMissing
from app.tables.connect.account import (
    Account,
    AccountBusinessProfile,
    AccountBusinessType,
    AccountTosAcceptance,
    AccountType,
)
from app.tables.connect.account_capabilities import (
    AccountCapabilitiesParams,
    AccountCapabilitiesStatus,
)
from app.tables.connect.account_company import AccountCompany, AccountCompanyParams, AccountCompanyStructure
from app.tables.connect.account_requirements import AccountRequirements
from app.tables.connect.account_settings import (
    AccountSettingsBranding,
    AccountSettingsCardPayments,
    AccountSettingsCardPaymentsDeclineOn,
    AccountSettingsParams,
    AccountSettingsPayoutsParams,
    AccountSettingsPayoutsSchedule,
    AccountSettingsPayoutsScheduleInterval,
    AccountSettingsPayoutsScheduleParams,
    AccountSettingsPayoutsScheduleWeeklyAnchor,
    PayoutsDelayDaysKeyword,
)
from app.tables.shapes.address import Address
from app.tables.shapes.currency_amount import CurrencyAmount
from tests.merchant import Merchant, open_shop
from tests.records import put, records

WEEKLY = AccountSettingsPayoutsScheduleInterval.WEEKLY
MONTHLY = AccountSettingsPayoutsScheduleInterval.MONTHLY


async def own(merchant: Merchant, **values: Any) -> Account:
    """The merchant's account, updated."""
    async with merchant.begin() as tx:
        return await accounts.update(tx, await tx.get(Account, merchant.tenant.account), **values)


def schedule(**values: Any) -> AccountSettingsParams:
    changed = AccountSettingsPayoutsScheduleParams(**values)
    return AccountSettingsParams(payouts=AccountSettingsPayoutsParams(schedule=changed))


async def test_an_account_is_made_in_both_modes(database: Database) -> None:
    await put(database, new_account(name="Rocket Rides", country="fr", email="owner@rocket.example"))
    test, live = await records(database, Account, by="livemode")

    assert live.id.startswith("acct_")
    assert (live.account_id, live.livemode) == (live.id, True)
    assert (test.id, test.account_id, test.livemode) == (live.id, live.id, False)
    for account in (live, test):
        assert (account.country, account.default_currency, account.email) == ("FR", "eur", "owner@rocket.example")
        assert (account.charges_enabled, account.payouts_enabled, account.details_submitted) == (True, True, True)
        assert account.type == AccountType.STANDARD
        assert account.requirements == account.future_requirements == AccountRequirements()
        had = {name for name, status in account.capabilities if status == AccountCapabilitiesStatus.ACTIVE}
        euros = {"ideal_payments", "klarna_payments", "link_payments", "sepa_debit_payments"}
        assert had == {"card_payments", "transfers", *euros}
        settings = account.settings
        assert (settings.dashboard.display_name, settings.dashboard.timezone) == ("Rocket Rides", "Etc/UTC")
        assert settings.payments.statement_descriptor == "ROCKET RIDES"
        assert settings.card_payments.statement_descriptor_prefix == "ROCKET RID"
        assert settings.payouts is not None
        assert settings.payouts.schedule == AccountSettingsPayoutsSchedule()


@pytest.mark.parametrize(
    ("name", "descriptor"),
    [
        ("Rocket Rides", "ROCKET RIDES"),
        ("Café *Zoë* & Söhne", "CAFE ZOE & SOHNE"),
        ("The Most Remarkable Rockets", "THE MOST REMARKABLE RO"),
        ("Oy", "OY SHOP"),
        ("火箭", "PAYGRAPH"),
        ("1234", "PAYGRAPH"),
    ],
)
def test_a_name_becomes_what_statements_can_say(name: str, descriptor: str) -> None:
    assert first_descriptor(name) == descriptor


async def test_the_event_has_stripes_shape(merchant: Merchant) -> None:
    await own(merchant, business_type=AccountBusinessType.COMPANY, meta={"plan": "a"})

    (event,) = await merchant.told()
    body = event.data.object
    assert event.type == "account.updated"
    assert event.data.previous_attributes == {"business_type": None, "metadata": {"plan": None}}
    assert (body["id"], body["object"], body["type"]) == (merchant.tenant.account, "account", "standard")
    assert body["controller"]["type"] == "account"
    assert body["capabilities"]["card_payments"] == "active"
    assert body["settings"]["payouts"] == {
        "debit_negative_balances": True,
        "schedule": {"delay_days": 2, "interval": "daily", "monthly_anchor": None, "weekly_anchor": None},
        "statement_descriptor": None,
    }
    assert "livemode" not in body
    assert "deleted" not in body


async def test_the_other_mode_stays_as_it_was(merchant: Merchant, database: Database) -> None:
    await own(merchant, email="new@rocket.example")
    live = Merchant(database, type(merchant.tenant)(merchant.tenant.account, True))
    async with live.begin() as tx:
        assert (await tx.get(Account, merchant.tenant.account)).email == "owner@rocket.example"
    assert await live.told() == []


async def test_only_ones_own_account_is_there(merchant: Merchant, database: Database) -> None:
    other = await open_shop(database)
    async with merchant.begin() as tx:
        with pytest.raises(ResourceMissing):
            await tx.get(Account, other.tenant.account)
        assert [account.id for account in await tx.find(Account)] == [merchant.tenant.account]


async def test_a_profile_changes_field_by_field(merchant: Merchant) -> None:
    revenue = CurrencyAmount(amount=100, currency="EUR")
    await own(merchant, business_profile=AccountBusinessProfile(mcc="5734", monthly_estimated_revenue=revenue))
    account = await own(
        merchant, business_profile=AccountBusinessProfile(support_address=Address(city="Berlin"), mcc=None)
    )

    assert account.business_profile == AccountBusinessProfile(
        name="Rocket Rides",
        monthly_estimated_revenue=CurrencyAmount(amount=100, currency="eur"),
        support_address=Address(city="Berlin"),
    )


async def test_settings_change_field_by_field(merchant: Merchant) -> None:
    account = await own(
        merchant,
        settings=AccountSettingsParams(
            branding=AccountSettingsBranding(primary_color="#635bff"),
            card_payments=AccountSettingsCardPayments(
                decline_on=AccountSettingsCardPaymentsDeclineOn(cvc_failure=True)
            ),
        ),
    )
    settings = account.settings
    assert settings.branding == AccountSettingsBranding(primary_color="#635bff")
    assert settings.card_payments == AccountSettingsCardPayments(
        decline_on=AccountSettingsCardPaymentsDeclineOn(avs_failure=False, cvc_failure=True),
        statement_descriptor_prefix="ROCKET RID",
    )
    assert settings.payments.statement_descriptor == "ROCKET RIDES"
    assert settings.dashboard.display_name == "Rocket Rides"


async def test_a_schedule_keeps_the_anchor_of_its_interval_alone(merchant: Merchant) -> None:
    friday = AccountSettingsPayoutsScheduleWeeklyAnchor.FRIDAY
    account = await own(merchant, settings=schedule(interval=WEEKLY, weekly_anchor=friday, delay_days=7))
    assert account.settings.payouts is not None
    assert account.settings.payouts.schedule == AccountSettingsPayoutsSchedule(
        delay_days=7, interval=WEEKLY, weekly_anchor=friday
    )
    monthly = schedule(interval=MONTHLY, monthly_anchor=31, delay_days=PayoutsDelayDaysKeyword.MINIMUM)
    account = await own(merchant, settings=monthly)
    assert account.settings.payouts is not None
    assert account.settings.payouts.schedule == AccountSettingsPayoutsSchedule(
        delay_days=2, interval=MONTHLY, monthly_anchor=31
    )


async def test_capabilities_are_had_when_asked_for(merchant: Merchant) -> None:
    asked = AccountCapabilitiesParams.model_validate(
        {"zip_payments": {"requested": True}, "transfers": {"requested": False}, "jcb_payments": {}}
    )
    account = await own(merchant, capabilities=asked)
    assert account.capabilities.zip_payments == AccountCapabilitiesStatus.ACTIVE
    assert account.capabilities.transfers == AccountCapabilitiesStatus.INACTIVE
    assert account.capabilities.jcb_payments is None
    assert account.capabilities.card_payments == AccountCapabilitiesStatus.ACTIVE
    assert (await merchant.told())[-1].data.previous_attributes == {
        "capabilities": {"zip_payments": None, "transfers": "active"}
    }


async def test_a_companys_numbers_are_not_kept_in_sight(merchant: Merchant) -> None:
    account = await own(
        merchant,
        company=AccountCompanyParams(
            name="Rocket Rides LLC",
            structure=AccountCompanyStructure.LLC,
            tax_id="000000000",
            registration_number="HRB 1",
        ),
    )
    assert account.company == AccountCompany(
        name="Rocket Rides LLC", structure=AccountCompanyStructure.LLC, tax_id_provided=True
    )
    told = str((await merchant.told())[-1].data.object)
    assert "000000000" not in told
    assert "HRB 1" not in told
    account = await own(merchant, company=AccountCompanyParams(structure=None, vat_id="DE123"))
    assert account.company == AccountCompany(name="Rocket Rides LLC", tax_id_provided=True, vat_id_provided=True)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"default_currency": None}, "default_currency"),
        ({"tos_acceptance": AccountTosAcceptance(service_agreement="none")}, "tos_acceptance.service_agreement"),
        ({"settings": schedule(interval=WEEKLY)}, "settings.payouts.schedule.weekly_anchor"),
        ({"settings": schedule(interval=MONTHLY)}, "settings.payouts.schedule.monthly_anchor"),
    ],
)
async def test_what_an_account_cannot_be(merchant: Merchant, values: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidRequest) as refused:
        await own(merchant, **values)
    assert refused.value.field == field
    assert await merchant.told() == []
