"""The environment is read exactly, and a mistake in it is told in one sentence that names the variable."""

from pathlib import Path

import pytest

from app.errors import Misconfigured
from app.settings import Limits, Settings, variables


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
    for model in (Settings, Limits):
        assert [name for name, field in model.model_fields.items() if not field.description] == []


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("PAYGRAPH_PORT", "http", "input should be a valid integer, unable to parse string as an integer"),
        ("PAYGRAPH_PORT", "70000", "input should be less than or equal to 65535"),
        ("PAYGRAPH_WORKERS", "0", "input should be greater than or equal to 1"),
        ("PAYGRAPH_MAX_DEPTH", "0", "input should be greater than or equal to 1"),
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
