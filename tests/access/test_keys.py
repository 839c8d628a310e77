"""API keys: made, shown once, hashed at rest, rolled and revoked."""

import asyncio
import base64
import hashlib
import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from app.access import keys
from app.access.keys import MAX_OVERLAP, authenticate, create_key, list_keys, revoke_key, roll_key
from app.access.permissions import Action
from app.database import Database
from app.errors import Forbidden, InvalidRequest, ResourceMissing, Unauthenticated
from app.key_secret import digest, hint
from app.tables.access import CHANNEL, ApiKey, KeyKind
from app.tables.families import Family
from app.tables.tenancy import Tenant
from tests.access.conftest import ACCOUNT, a_key, heard
from tests.records import record


@pytest.mark.parametrize(
    ("kind", "livemode", "prefix"),
    [
        (KeyKind.SECRET, False, "sk_test_"),
        (KeyKind.SECRET, True, "sk_live_"),
        (KeyKind.PUBLISHABLE, False, "pk_test_"),
        (KeyKind.PUBLISHABLE, True, "pk_live_"),
        (KeyKind.RESTRICTED, False, "rk_test_"),
        (KeyKind.RESTRICTED, True, "rk_live_"),
    ],
)
async def test_a_key_says_its_kind_and_mode(database: Database, kind: KeyKind, livemode: bool, prefix: str) -> None:
    permissions = {"billing": "read"} if kind is KeyKind.RESTRICTED else None
    key, secret = await a_key(database, kind, livemode=livemode, permissions=permissions, name="Till 4")
    assert re.fullmatch(prefix + "[0-9A-Za-z]{43}", secret)
    assert re.fullmatch("key_[0-9A-Za-z]{24}", key.id)
    assert (key.hint, key.name) == (f"{prefix}…{secret[-4:]}", "Till 4")
    assert key.hash == hashlib.sha256(secret.encode()).digest()

    caller = await authenticate(database, f"Bearer {secret}")
    assert (caller.tenant.account, caller.livemode, caller.key_id, caller.kind) == (ACCOUNT, livemode, key.id, kind)
    assert caller.expires_at is None


async def test_no_secret_is_anywhere_in_the_database(database: Database) -> None:
    secrets = [(await a_key(database))[1] for _ in range(3)]
    async with database.begin() as connection:
        tables = await connection.values(
            text(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                " AND tablename NOT IN ('country_spec', 'tax_code')"
            )
        )
        everything = [
            str(row) for table in tables for row in await connection.values(text(f'SELECT t::text FROM "{table}" t'))
        ]
    assert len(everything) == 3
    for secret in secrets:
        random = secret.removeprefix("sk_test_")
        assert not any(random in row or random[:12] in row or random.encode().hex() in row for row in everything)
        assert any(digest(secret).hex() in row for row in everything)


async def test_secrets_do_not_repeat_and_hashes_are_compared_in_constant_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def compare(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return False

    _, secret = await a_key(database)
    _, another = await a_key(database)
    assert secret != another
    monkeypatch.setattr("app.access.keys.hmac.compare_digest", compare)
    with pytest.raises(Unauthenticated):
        await authenticate(database, f"Bearer {secret}")
    assert compared == [(digest(secret), digest(secret))]


async def test_basic_authorization_takes_the_key_as_the_user(database: Database) -> None:
    key, secret = await a_key(database)
    for pair in (f"{secret}:", secret, f"{secret}:anything"):
        caller = await authenticate(database, f"Basic {base64.b64encode(pair.encode()).decode()}")
        assert caller.key_id == key.id
    assert (await authenticate(database, f"  bearer   {secret} ")).key_id == key.id


MISSING = (
    "No API key was given. Send one as `Authorization: Bearer sk_test_…`, "
    "or in the payload of `connection_init` on a WebSocket."
)
NOT_ONE = (
    "What was given as API key is not one: a key is sk_test_, sk_live_, pk_test_, pk_live_, rk_test_ or "
    "rk_live_ and 43 letters and digits. Check that it was copied whole."
)
SCHEME = "The Authorization must be `Bearer` or `Basic`. Send `Authorization: Bearer sk_test_…`."
UNKNOWN = "sk_test_" + "x" * 39 + "a1b2"


@pytest.mark.parametrize(
    ("authorization", "message"),
    [
        (None, MISSING),
        ("", MISSING),
        ("   ", MISSING),
        ("Bearer", NOT_ONE),
        ("Bearer hunter2", NOT_ONE),
        (f"Bearer {UNKNOWN}x", NOT_ONE),
        (f"Bearer {UNKNOWN}\x00", NOT_ONE),
        (f"Bearer {UNKNOWN[:-1]}é", NOT_ONE),
        ("Basic %%%", NOT_ONE),
        ("Basic " + base64.b64encode(b"\xff\xfe").decode(), NOT_ONE),
        ("Basic " + base64.b64encode(b"admin:hunter2").decode(), NOT_ONE),
        ("Digest hunter2", SCHEME),
        (UNKNOWN, SCHEME),
        (
            f"Bearer {UNKNOWN}",
            "There is no API key sk_test_…a1b2. Check that it was copied whole and belongs to this server.",
        ),
    ],
)
async def test_what_is_no_key_is_refused_without_repeating_it(
    database: Database, authorization: str | None, message: str
) -> None:
    with pytest.raises(Unauthenticated) as refused:
        await authenticate(database, authorization)
    assert (refused.value.message, refused.value.code, refused.value.status) == (message, "UNAUTHENTICATED", 401)
    assert "hunter2" not in message
    assert "xxxx" not in message


async def test_a_restricted_key_may_do_what_it_was_given(database: Database) -> None:
    _, secret = await a_key(
        database, KeyKind.RESTRICTED, permissions={"billing": "write", "core_resources": "read"}, name="Reports"
    )
    caller = await authenticate(database, f"Bearer {secret}")
    allowed = {(family, action) for family in Family for action in Action if caller.may(family, action)}
    assert allowed == {
        (Family.BILLING, Action.READ),
        (Family.BILLING, Action.WRITE),
        (Family.CORE_RESOURCES, Action.READ),
    }
    assert caller.may("core_resources", "read")
    assert not caller.may("core_resources", "write")
    caller.must(Family.BILLING, Action.WRITE)
    with pytest.raises(Forbidden) as refused:
        caller.must(Family.CORE_RESOURCES, Action.WRITE)
    assert refused.value.message == (
        "This restricted API key cannot write core resources. Use a key with the permission core_resources: write."
    )
    assert (refused.value.code, refused.value.status) == ("FORBIDDEN", 403)


async def test_a_secret_key_may_do_all_and_a_publishable_key_nothing(database: Database) -> None:
    _, secret = await a_key(database)
    _, publishable = await a_key(database, KeyKind.PUBLISHABLE)
    server = await authenticate(database, f"Bearer {secret}")
    browser = await authenticate(database, f"Bearer {publishable}")
    assert all(server.may(family, action) for family in Family for action in Action)
    assert not any(browser.may(family, action) for family in Family for action in Action)
    with pytest.raises(Forbidden, match=r"^A publishable API key cannot read payment methods\. Use a secret key"):
        browser.must(Family.PAYMENT_METHODS, Action.READ)


@pytest.mark.parametrize(
    ("kind", "permissions", "message"),
    [
        (KeyKind.SECRET, {"billing": "read"}, "Only a restricted key has permissions. Make a secret key without."),
        (
            KeyKind.RESTRICTED,
            {},
            "A restricted key without permissions could do nothing. Give it a family, such as billing: read.",
        ),
        (
            KeyKind.RESTRICTED,
            {"tax": "admin"},
            "A key cannot have 'admin' on tax: give it 'read' or 'write', or leave it out.",
        ),
    ],
)
async def test_permissions_that_make_no_sense_are_refused(
    database: Database, kind: KeyKind, permissions: dict[str, str], message: str
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        await a_key(database, kind, permissions=permissions)
    assert (refused.value.message, refused.value.field) == (message, "permissions")
    with pytest.raises(InvalidRequest, match=r"^There is no family 'invoices'\. Choose among 'billing', 'capital', "):
        await a_key(database, KeyKind.RESTRICTED, permissions={"invoices": "read"})
    async with database.begin() as connection:
        assert await list_keys(connection, ACCOUNT) == []


async def test_keys_are_listed_by_account_and_mode(database: Database) -> None:
    first, _ = await a_key(database)
    live, _ = await a_key(database, livemode=True)
    await a_key(database, account="acct_other")
    async with database.begin() as connection:
        assert [key.id for key in await list_keys(connection, ACCOUNT)] == [first.id, live.id]
        assert [key.id for key in await list_keys(connection, ACCOUNT, livemode=True)] == [live.id]


async def test_a_revoked_key_is_refused_and_stays_so(database: Database) -> None:
    key, secret = await a_key(database)
    async with database.begin() as connection:
        revoked = await revoke_key(connection, key.id)
    async with database.begin() as connection:
        again = await revoke_key(connection, key.id)
    assert again.revoked_at == revoked.revoked_at
    with pytest.raises(Unauthenticated) as refused:
        await authenticate(database, f"Bearer {secret}")
    assert refused.value.message == f"The API key {hint(secret)} was revoked. Use another key."


async def test_a_change_is_told_only_if_it_is_committed(database: Database) -> None:
    told = await heard(database, CHANNEL)
    key, secret = await a_key(database)
    async with database.begin() as connection:
        await revoke_key(connection, key.id)
        await connection.rollback()
    assert (await authenticate(database, f"Bearer {secret}")).key_id == key.id
    async with database.begin() as connection:
        new, _ = await roll_key(connection, key.id, overlap=60)
        await revoke_key(connection, new.id)
    assert [await told.get(), await told.get()] == [key.id, new.id]
    assert told.empty()


async def test_a_rolled_key_works_on_for_the_overlap(database: Database) -> None:
    old, old_secret = await a_key(database, KeyKind.RESTRICTED, permissions={"tax": "read"}, name="Tax")
    async with database.begin() as connection:
        new, new_secret = await roll_key(connection, old.id, overlap=3_600)
    assert new_secret != old_secret
    assert (new.account_id, new.livemode, new.kind, new.name, new.permissions) == (
        ACCOUNT,
        False,
        "restricted",
        "Tax",
        {"tax": "read"},
    )
    before = await authenticate(database, f"Bearer {old_secret}")
    after = await authenticate(database, f"Bearer {new_secret}")
    assert before.expires_at is not None
    assert timedelta(0) < before.expires_at - datetime.now(UTC) <= timedelta(hours=1)
    assert (after.key_id, after.expires_at) == (new.id, None)
    with pytest.raises(Unauthenticated) as refused:
        await keys.identify(database, old_secret, now=before.expires_at)
    assert (
        refused.value.message
        == f"The API key {hint(old_secret)} has expired. Use another key, such as the one that it was rolled to."
    )


async def test_a_key_is_rolled_once(database: Database) -> None:
    key, secret = await a_key(database)

    async def roll(overlap: int) -> str:
        async with database.begin() as connection:
            _, new = await roll_key(connection, key.id, overlap=overlap)
        return new

    outcomes = await asyncio.gather(roll(0), roll(0), return_exceptions=True)
    refused = [outcome for outcome in outcomes if isinstance(outcome, InvalidRequest)]
    assert [refusal.message for refusal in refused] == [
        f"The key {hint(secret)} was revoked already. Roll the one in its place."
    ]
    async with database.begin() as connection:
        assert len(await list_keys(connection, ACCOUNT)) == 2
    with pytest.raises(Unauthenticated, match="was revoked"):
        await authenticate(database, f"Bearer {secret}")


async def test_impossible_rolls_are_refused(database: Database) -> None:
    key, _ = await a_key(database)
    async with database.begin() as connection:
        for overlap in (-1, MAX_OVERLAP + 1):
            with pytest.raises(InvalidRequest, match="between 0 and 604800 seconds, a week"):
                await roll_key(connection, key.id, overlap=overlap)
        with pytest.raises(ResourceMissing, match=r"^No such API key: 'key_none'$"):
            await roll_key(connection, "key_none")
        with pytest.raises(ResourceMissing):
            await revoke_key(connection, "key_none")


async def test_the_last_use_is_noted_to_the_minute(database: Database) -> None:
    key, secret = await a_key(database)
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)

    async def used_at(now: datetime) -> datetime | None:
        await keys.identify(database, secret, now=now)
        return (await record(database, ApiKey)).last_used

    assert key.last_used is None
    assert await used_at(noon) == noon
    assert await used_at(noon + timedelta(seconds=59)) == noon
    assert await used_at(noon + timedelta(seconds=60)) == noon + timedelta(seconds=60)


async def test_no_request_waits_for_a_key_that_is_being_changed(database: Database, elsewhere: Database) -> None:
    key, secret = await a_key(database)
    async with database.begin() as connection:
        await revoke_key(connection, key.id)
        assert (await authenticate(elsewhere, f"Bearer {secret}")).key_id == key.id
        await connection.rollback()
    assert (await record(database, ApiKey)).last_used is None


async def test_an_uncommitted_key_opens_nothing(database: Database) -> None:
    async with database.begin() as connection:
        _, secret = await create_key(connection, Tenant(ACCOUNT, False))
        with pytest.raises(Unauthenticated):
            await authenticate(database, f"Bearer {secret}")
