"""Owners onboard on the page alone: what an account is required is given there, and nothing is due any more."""

import re
from datetime import timedelta

import pytest

from app.clock import worker
from app.database import Database
from app.domain.real_time import real_now
from tests.connect.owner import Owner, created
from tests.connect.test_account_links import RETURN
from tests.connect.test_account_sessions import OTHERWISE, forbidden, session
from tests.connect.test_onboarding_page import onboard, shown
from tests.graph import Graph

REQUESTED = {"capabilities": {"cardPayments": {"requested": True}, "transfers": {"requested": True}}}
STATE = "detailsSubmitted requirements { currentlyDue errors { requirement code } } businessType"
STEPS = 8
"""Pages that an onboarding takes at most."""
COUNTRIES = ("US", "DE", "GB", "JP", "CA", "AU", "FR", "PL", "MX", "SG", "AE", "BR", "TH", "IN")


def said(owner: Owner) -> str:
    """What stands on the page, without its style."""
    text = owner.page.partition("</style>")[2]
    return " ".join(re.sub(r"<[^>]*>", " ", re.sub(r"<option.*?</option>", "", text)).split())


async def filled(owner: Owner, **choices: str) -> None:
    """Fill in each page with what succeeds in test mode, until the owner is led back to the platform."""
    for _ in range(STEPS):
        if f"0;url={RETURN}" in owner.raw:
            return
        if owner.inputs:
            await owner.submit("fill")
        chosen = {name: value for name, value in choices.items() if name.replace("__", ".") in owner.inputs}
        await owner.submit(**chosen)
        assert owner.status == 200, said(owner)
    raise AssertionError(said(owner))


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("type", ["CUSTOM", "EXPRESS", "STANDARD"])
async def test_an_individual_onboards(graph: Graph, country: str, type: str) -> None:
    requested = {} if type == "STANDARD" else REQUESTED
    account = await created(graph, type=type, country=country, **requested)
    assert not (await shown(graph, account, STATE))["detailsSubmitted"]
    owner = await onboard(graph, account)
    await filled(owner, business_type="individual")
    found = await shown(graph, account, STATE)
    assert found["requirements"] == {"currentlyDue": [], "errors": []}
    assert found["detailsSubmitted"]
    # A standard account is not asked at first.
    assert found["businessType"] == (None if type == "STANDARD" else "INDIVIDUAL")


@pytest.mark.parametrize("country", COUNTRIES)
async def test_a_company_onboards(graph: Graph, country: str) -> None:
    account = await created(graph, type="CUSTOM", country=country, **REQUESTED)
    owner = await onboard(graph, account)
    await filled(owner, business_type="company")
    found = await shown(graph, account, f"{STATE} company {{ name }} persons {{ totalCount }}")
    assert found["requirements"] == {"currentlyDue": [], "errors": []}
    assert (found["detailsSubmitted"], found["company"]) == (True, {"name": "Rocket Rides"})
    assert found["persons"]["totalCount"] >= 1


async def test_what_is_rejected_is_asked_again(graph: Graph, database: Database) -> None:
    account = await created(graph, type="EXPRESS", **REQUESTED)
    owner = await onboard(graph, account)
    await owner.submit(business_type="individual")
    await owner.submit("fill")
    await owner.submit(business_profile__url="https://inaccessible.stripe.com")
    assert f"0;url={RETURN}" in owner.raw
    await owner.send("GET", owner.home)
    assert "What you gave is being verified." in owner.page
    await worker.run_due(database, real_now() + timedelta(minutes=5))
    again = await onboard(graph, account)
    assert (again.status, again.wrong) == (200, ["business_profile.url"])
    found = await shown(graph, account, STATE)
    assert found["requirements"]["currentlyDue"] == ["business_profile.url"]
    await again.submit(business_profile__url="https://accessible.stripe.com")
    assert f"0;url={RETURN}" in again.raw
    await worker.run_due(database, real_now() + timedelta(minutes=10))
    found = await shown(graph, account, f"{STATE} chargesEnabled payoutsEnabled")
    assert found["requirements"] == {"currentlyDue": [], "errors": []}
    assert (found["chargesEnabled"], found["payoutsEnabled"]) == (True, True)


async def test_a_person_of_a_company_is_asked_by_name(graph: Graph) -> None:
    account = await created(graph, type="CUSTOM", businessType="COMPANY", **REQUESTED)
    made = await graph.on(account).do(
        "personCreate",
        "id",
        input={"firstName": "Grace", "lastName": "Hopper", "relationship": {"representative": True, "executive": True}},
    )
    owner = await onboard(graph, account)
    assert f"{made['id']}.dob" in owner.inputs
    assert "Grace Hopper" in owner.page
    await owner.submit(**{f"{made['id']}.dob": "1901-01-01", f"{made['id']}.phone": "12"})
    assert (owner.status, owner.wrong) == (400, [f"{made['id']}.phone"])
    await owner.submit(**{f"{made['id']}.phone": "+15555550123"})
    found = await shown(graph, account, "persons { nodes { id dob { year } phone } }")
    assert found["persons"]["nodes"] == [{"id": made["id"], "dob": {"year": 1901}, "phone": "+15555550123"}]


async def test_a_session_names_people(graph: Graph) -> None:
    account = await created(graph, type="CUSTOM", businessType="COMPANY", **REQUESTED)
    browser, other = (
        await session(graph, account, accountOnboarding={}),
        await session(graph, account, payouts={}),
    )
    made = await browser.do("personCreate", "id account { id }", input={"firstName": "Grace"})
    assert made["account"] == {"id": account}
    assert await browser.do("personUpdate", "lastName", id=made["id"], input={"lastName": "Hopper"}) == {
        "lastName": "Hopper"
    }
    create = "mutation ($input: PersonCreateInput) { personCreate(input: $input) { replayed } }"
    assert await forbidden(other, create, input={"firstName": "Eve"}) == OTHERWISE
    assert await forbidden(browser, create, input={"firstName": "Eve", "metadata": {"vip": "yes"}}) == OTHERWISE
    assert await browser.do("personDelete", "id", id=made["id"]) == {"id": made["id"]}
