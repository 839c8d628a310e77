"""The environment is read exactly, and a mistake in it is told in one sentence that names the variable."""

from pathlib import Path

import pytest

from app.errors import Misconfigured
from app.settings import Limits, Settings, Webhooks, variables


@pytest.fixture(autouse=True)
def no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in variables():
        monkeypatch.delenv(name, raising=False)


def test_without_variables_the_defaults_hold() -> None:
    settings = Settings.load()
    assert settings.database_url is None
    assert settings.data is None
    assert (settings.host, settings.port, settings.workers, settings.debug) == ("127.0.0.1", 8000, 1, False)
    assert settings.limits == Limits(
        max_body_bytes=1_000_000,
        max_tokens=5_000,
        max_depth=20,
        max_aliases=200,
        max_nodes=20_000,
        max_cost=50_000,
        max_page_size=100,
        requests_per_second=100,
        burst=200,
        sockets_per_key=100,
        subscriptions_per_socket=100,
        socket_buffer_events=1_000,
        connection_init_seconds=10,
    )


def test_every_variable_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://u@h/d")
    monkeypatch.setenv("PAYGRAPH_DATA", "/srv/paygraph")
    monkeypatch.setenv("PAYGRAPH_PORT", "0")
    monkeypatch.setenv("PAYGRAPH_MAX_DEPTH", "7")
    monkeypatch.setenv("PAYGRAPH_REQUESTS_PER_SECOND", "2.5")
    settings = Settings.load()
    assert settings.database_url == "postgresql://u@h/d"
    assert settings.data == Path("/srv/paygraph")
    assert settings.port == 0
    assert settings.limits.max_depth == 7
    assert settings.limits.requests_per_second == 2.5


def test_every_setting_is_described() -> None:
    for model in (Settings, Limits, Webhooks):
        assert [name for name, field in model.model_fields.items() if not field.description] == []


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("PAYGRAPH_PORT", "http", "input should be a valid integer, unable to parse string as an integer"),
        ("PAYGRAPH_PORT", "70000", "input should be less than or equal to 65535"),
        ("PAYGRAPH_WORKERS", "0", "input should be greater than or equal to 1"),
        ("PAYGRAPH_MAX_DEPTH", "0", "input should be greater than or equal to 1"),
        ("PAYGRAPH_WEBHOOK_TIMEOUT_SECONDS", "0", "input should be greater than 0"),
        ("PAYGRAPH_LOG_LEVEL", "loud", "input should be 'debug', 'info', 'warning' or 'error'"),
    ],
)
def test_a_wrong_value_is_told_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured) as caught:
        Settings.load()
    assert str(caught.value) == (
        f"{name} cannot be '{value}': {reason}. Correct the variable, or remove it to use the default."
    )
    assert caught.value.__suppress_context__


def test_a_misspelt_variable_is_refused_with_the_right_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAYGRAPH_MAX_DETPH", "3")
    with pytest.raises(Misconfigured) as caught:
        Settings.load()
    assert str(caught.value) == (
        "The environment variable PAYGRAPH_MAX_DETPH is not a setting. Did you mean PAYGRAPH_MAX_DEPTH?"
    )


def test_an_orchestrators_own_variables_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAYGRAPH_SERVICE_HOST", "10.0.0.1")
    monkeypatch.setenv("PAYGRAPH_PORT_8000_TCP_ADDR", "10.0.0.1")
    assert Settings.load() == Settings()


def test_a_key_that_could_be_guessed_is_refused_and_never_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    for weak in ("short", f"{'x' * 32},short"):
        monkeypatch.setenv("PAYGRAPH_SECRET_KEY", weak)
        with pytest.raises(Misconfigured) as caught:
            Settings.load()
        assert str(caught.value) == (
            "PAYGRAPH_SECRET_KEY cannot be: a key needs 32 characters at least, such as `openssl rand -hex 32` makes. "
            "Correct the variable, or remove it to use the default."
        )
    monkeypatch.setenv("PAYGRAPH_SECRET_KEY", f"{'x' * 32},{'y' * 32}")
    settings = Settings.load()
    assert settings.secret_key is not None
    assert "xxx" not in repr(settings)


def test_networks_are_read_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAYGRAPH_WEBHOOK_NETWORKS", '["10.0.0.0/8", "::1/128"]')
    assert Settings.load().webhooks.networks == ("10.0.0.0/8", "::1/128")
    monkeypatch.setenv("PAYGRAPH_WEBHOOK_NETWORKS", '["10.0.0.1/8"]')
    with pytest.raises(Misconfigured) as caught:
        Settings.load()
    assert "PAYGRAPH_WEBHOOK_NETWORKS" in str(caught.value)


@pytest.mark.parametrize(
    "given", ["http://localhost:5173,https://Shop.example/", '["http://localhost:5173", "https://shop.example"]']
)
def test_lists_are_separated_by_commas_or_json(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("PAYGRAPH_CORS_ORIGINS", given)
    monkeypatch.setenv("PAYGRAPH_WEBHOOK_NETWORKS", "10.0.0.0/8, ::1")
    settings = Settings.load()
    assert settings.cors_origins == ("http://localhost:5173", "https://shop.example")
    assert settings.webhooks.networks == ("10.0.0.0/8", "::1")


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        (
            "CORS_ORIGINS",
            "shop.example",
            "a site has a scheme and a host, such as https://shop.example; shop.example has not",
        ),
        (
            "CORS_ORIGINS",
            "*,https://a.example/x",
            "a site has a scheme and a host, such as https://shop.example; https://a.example/x has not",
        ),
        (
            "CORS_ORIGINS",
            '["https://a.example"',
            "a list in brackets must be JSON; without brackets, commas separate its entries",
        ),
        ("WEBHOOK_NETWORKS", "10.0.0.1/8", "10.0.0.1/8 has host bits set"),
    ],
)
def test_what_is_wrong_in_a_list_is_told(monkeypatch: pytest.MonkeyPatch, name: str, value: str, reason: str) -> None:
    monkeypatch.setenv(f"PAYGRAPH_{name}", value)
    with pytest.raises(Misconfigured) as caught:
        Settings.load()
    told = f"PAYGRAPH_{name} cannot be '{value}': {reason}. Correct the variable, or remove it to use the default."
    assert str(caught.value).replace("('10.0.0.1/8',)", "10.0.0.1/8") == told


def test_a_group_of_settings_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAYGRAPH_WEBHOOKS", "{}")
    with pytest.raises(Misconfigured) as caught:
        Settings.load()
    assert str(caught.value).startswith("The environment variable PAYGRAPH_WEBHOOKS is not a setting")
