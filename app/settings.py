"""The environment, typed: every variable that paygraph reads is a field here, and every limit a field of `Limits`.

Variables carry the prefix `PAYGRAPH_` (`max_depth` is read from `PAYGRAPH_MAX_DEPTH`); `DATABASE_URL` alone goes
without, because hosts set it under that name.
"""

import difflib
import json
import os
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.errors import Misconfigured

PREFIX = "PAYGRAPH_"
SECRET = ("DATABASE_URL", "PAYGRAPH_FILES_SECRET_ACCESS_KEY", "PAYGRAPH_SECRET_KEY")
"""Variables whose values are never repeated."""
SHORTEST_KEY = 32


def listed(value: object) -> object:
    """The entries of a list that is given as JSON, or separated by commas."""
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("["):
        try:
            return json.loads(value)
        except ValueError:
            raise ValueError("a list in brackets must be JSON; without brackets, commas separate its entries") from None
    return [entry for each in value.split(",") if (entry := each.strip())]


Listed = Annotated[tuple[str, ...], NoDecode, BeforeValidator(listed)]


class Limits(BaseSettings):
    """What one caller may ask for. Each refusal names its limit, so that an operator knows which variable to raise."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid", use_attribute_docstrings=True)

    max_body_bytes: int = Field(default=1_000_000, ge=1_000)
    """Size of a request's body, in bytes."""
    max_tokens: int = Field(default=5_000, ge=10)
    """Lexical tokens in a document. It also stops one field repeated hundreds of times."""
    max_depth: int = Field(default=20, ge=1)
    """Levels of nesting in an operation."""
    max_aliases: int = Field(default=200, ge=1)
    """Aliases in an operation."""
    max_nodes: int = Field(default=20_000, ge=1)
    """Objects that an operation could return, if every page that it asks for were full."""
    max_cost: int = Field(default=50_000, ge=1)
    """Points of cost of an operation, as shown in `extensions.cost`."""
    max_conditions: int = Field(default=1_000, ge=10)
    """Objects, lists and values in all `where`, `orderBy`, `query` and `testClock` of an operation."""
    max_condition_characters: int = Field(default=50_000, ge=1_000)
    """Characters of texts in these."""
    max_page_size: int = Field(default=100, ge=1)
    """The greatest `first` or `last` of a connection, and `first` of an aggregate's groups."""
    statement_seconds: float = Field(default=30, ge=0.1, le=3_600)
    """Seconds after which PostgreSQL ends a statement that reads."""
    requests_per_second: float = Field(default=100, gt=0)
    """Requests per second and key, over time. It holds in test mode too."""
    burst: int = Field(default=200, ge=1)
    """Requests that a rested key may send at once before `requests_per_second` holds."""
    requests_at_once: int = Field(default=100, ge=1)
    """Queries and mutations of a key that one process runs, or receives, at once."""
    sockets_per_key: int = Field(default=100, ge=1)
    """Live connections (WebSockets and event streams) that a key may hold open in one process."""
    subscriptions_per_socket: int = Field(default=100, ge=1)
    """Running subscriptions on one WebSocket."""
    socket_buffer_events: int = Field(default=1_000, ge=1)
    """Events kept ready for a slow consumer. Beyond them the subscription ends, and resumes from its cursor."""
    socket_buffer_bytes: int = Field(default=1_000_000, ge=1_000)
    """Bytes of messages kept ready for a slow WebSocket. Beyond them it is as with `socket_buffer_events`."""
    introduction_bytes: int = Field(default=16_384, ge=1_000)
    """Size of a message, in bytes, on a WebSocket that has not introduced itself."""
    connection_init_seconds: float = Field(default=10, gt=0)
    """Seconds in which a new WebSocket must introduce itself."""
    max_uploads: int = Field(default=10, ge=0)
    """Files in a request."""
    max_upload_bytes: int = Field(default=64 * 1024 * 1024, ge=1_000)
    """Size of all files of a request together, in bytes. What one file may have follows from its purpose."""
    upload_seconds: float = Field(default=300, gt=0, le=1_800)
    """Seconds in which a request's files must have arrived."""
    max_connections: int = Field(default=4_000, ge=1)
    """Connections of a process. Where there are as many, the one that has been quiet for longest makes room."""
    connections_per_address: int = Field(default=2_000, ge=1)
    """Of these, how many may come from one IP address. A proxy is one address."""
    max_answer_bytes: int = Field(default=16_000_000, ge=1_000)
    """Size of an answer, in bytes; and of the JSON in the rows that are read for it."""
    reading_bytes: int = Field(default=64_000_000, ge=1_000)
    """Bytes of JSON that a process holds for all answers that it makes at once."""
    unread_bytes: int = Field(default=256_000_000, ge=1_000_000)
    """Bytes of answers that a process keeps for clients that do not read them. Beyond them, the connections with the
    most are closed."""
    max_head_bytes: int = Field(default=65_536, ge=1_000)
    """Size of a request's line and headers, in bytes."""
    head_seconds: float = Field(default=10, gt=0)
    """Seconds in which a request's head must have arrived, from its first byte."""
    body_seconds: float = Field(default=60, gt=0)
    """Seconds in which a request's body without files must have arrived."""
    idle_seconds: float = Field(default=75, ge=1)
    """Seconds after which a connection is closed that asks nothing."""
    answer_seconds: float = Field(default=30, gt=0)
    """Seconds after which a connection is closed whose client reads nothing of what it was sent."""


class Webhooks(BaseSettings):
    """How events are sent to merchants' servers."""

    model_config = SettingsConfigDict(
        env_prefix=f"{PREFIX}WEBHOOK_", frozen=True, extra="forbid", use_attribute_docstrings=True
    )

    timeout_seconds: float = Field(default=20, gt=0, le=300)
    """Seconds in which a receiver must have answered, from the first step of connecting."""
    concurrency: int = Field(default=100, ge=1, le=5_000)
    """Requests that a process has under way at once."""
    endpoint_concurrency: int = Field(default=8, ge=1, le=1_000)
    """Requests that a process has under way at once to any one endpoint, so that a slow one holds up no other."""
    account_concurrency: int = Field(default=25, ge=1, le=5_000)
    """Requests that a process has under way at once to all endpoints of one account, so that slow ones hold up no other
    account's."""
    response_bytes: int = Field(default=2_000, ge=0, le=100_000)
    """How much of an answer is kept, in bytes. The rest is not read."""
    networks: Listed | None = None
    """Networks that requests may go to although they are not public, separated by commas (or as a JSON list), such as
    `10.0.0.0/8`. By default this machine itself when only it reaches the server (see `host`), and else none."""
    live_retry_hours: float = Field(default=72, gt=0)
    """In live mode: for how many hours a delivery that fails is tried again, at growing intervals."""
    disable_after_days: float = Field(default=5, gt=0)
    """In live mode: an endpoint whose every attempt failed for so many days is disabled."""

    @field_validator("networks")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...] | None) -> tuple[str, ...] | None:
        for network in value or ():
            ip_network(network)
        return value


class Files(BaseSettings):
    """Where the content of files is kept: a folder, or a bucket of S3-compatible storage."""

    model_config = SettingsConfigDict(
        env_prefix=f"{PREFIX}FILES_", frozen=True, extra="forbid", use_attribute_docstrings=True
    )

    folder: Path | None = None
    """A folder, which all servers of a database must share. By default one beside the embedded PostgreSQL; with
    DATABASE_URL there is none, and files can only be uploaded once a folder or a bucket is named. With a bucket, only
    what is being received is in the folder; by default it is then one in the user's cache directory."""
    bucket: str | None = None
    """A bucket of S3-compatible storage."""
    prefix: str = ""
    """What the keys of objects in the bucket begin with, such as `paygraph/files`."""
    endpoint: str | None = None
    """URL of the storage, such as `http://minio:9000`; Amazon's by default."""
    region: str | None = None
    """Region of the bucket."""
    access_key_id: str | None = None
    """With `secret_access_key`, what requests are signed with. By default they are found as Amazon's own tools do."""
    secret_access_key: SecretStr | None = None
    """The secret that belongs to `access_key_id`."""


class Settings(BaseSettings):
    """How this process runs. Read it with `Settings.load()`, which reports mistakes as sentences."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", populate_by_name=True, use_attribute_docstrings=True
    )

    database_url: str | None = Field(default=None, validation_alias="DATABASE_URL", repr=False)
    """A PostgreSQL server of the operator's own, such as `postgresql://user:password@host/name`.
    Without it paygraph starts the PostgreSQL that it carries."""
    data: Path | None = None
    """Folder of the embedded PostgreSQL. Without it, one in the user's data directory."""
    host: str = "127.0.0.1"
    """Address to listen on. Other machines reach the server only if this is opened, for example to `0.0.0.0`."""
    port: int = Field(default=8000, ge=0, le=65_535)
    """TCP port to listen on; 0 takes a free one."""
    workers: int = Field(default=1, ge=1, le=64)
    """Processes that serve, all of one database, and share what falls due. Each has the limits by itself."""
    public_url: str | None = None
    """Where callers reach this server, when that is not `http://host:port`; pages served to customers start with it."""
    documents: Path | None = None
    """Documents that may be asked for by their SHA-256: a folder of `.graphql` files, or a JSON file of them."""
    only_documents: bool = False
    """Whether only those documents run, however they are sent."""
    cors_origins: Listed = ()
    """Other sites whose pages may call the graph from a browser, separated by commas (or as a JSON list), such as
    `https://shop.example`; `*` for all of them."""
    pool_size: int = Field(default=10, ge=1, le=100)
    """Connections to the database per process: so many for reading, and so many for writing."""
    worker: bool = True
    """Whether this process also does what falls due. Another one on the same database must, if this one does not."""
    event_retention_days: int = Field(default=30, ge=30)
    """Days that events and the request log are kept, by real time. They are dropped by the week, so that the oldest
    are kept up to a week longer."""
    demo_key: str | None = Field(default=None, repr=False)
    """The secret key of the demo account, `sk_test_` and 43 letters and digits, such as one that tests know beforehand.
    By default one is made. The page at `/` fills it in, on a server that only this machine reaches."""
    empty: bool = False
    """Whether a fresh demo account begins without data, in place of a small business; as `paygraph serve --empty`."""
    secret_key: SecretStr | None = None
    """What the signing secrets of webhooks are sealed with in the database: 32 characters or more that no one can
    guess. Several may be given, separated by commas: the first seals, all of them open. Without DATABASE_URL, one is
    made in the folder of the data; with it, endpoints can only be made once it is set, alike for all servers of the
    database."""
    log_level: Literal["debug", "info", "warning", "error"] = "warning"
    """The least severity that is logged. No level logs secrets, or customers' data."""
    debug: bool = False
    """Show tracebacks on the command line. Callers never see them."""
    limits: Limits = Field(default_factory=lambda: Limits())  # noqa: PLW0108
    """What one caller may ask for."""
    webhooks: Webhooks = Field(default_factory=lambda: Webhooks())  # noqa: PLW0108
    """How events are sent to merchants' servers."""
    files: Files = Field(default_factory=lambda: Files())  # noqa: PLW0108
    """Where the content of files is kept."""

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(origin(each) for each in value)

    @field_validator("secret_key")
    @classmethod
    def _is_long(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and any(len(key) < SHORTEST_KEY for key in value.get_secret_value().split(",")):
            raise ValueError(f"a key needs {SHORTEST_KEY} characters at least, such as `openssl rand -hex 32` makes")
        return value

    @classmethod
    def load(cls) -> "Settings":
        """The settings of this process's environment. Raises Misconfigured, naming the variable and the remedy."""
        refuse_misspelt_variables()
        try:
            return cls()
        except ValidationError as error:
            raise Misconfigured(" ".join(sentence(detail) for detail in error.errors(include_url=False))) from None


def origin(text: str) -> str:
    """A site as browsers name it, or `*`. Raises ValueError for what is none."""
    parts = urlsplit(text)
    if text == "*":
        return text
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/") or parts.query:
        raise ValueError(f"a site has a scheme and a host, such as https://shop.example; {text} has not")
    return f"{parts.scheme}://{parts.netloc.lower()}"


@cache
def public_url() -> str:
    """Where callers reach this server: what the addresses begin with that it gives out, such as pages for customers."""
    settings = Settings.load()
    # An address that means all of them is none to be called at.
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    return (settings.public_url or f"http://{host}:{settings.port}").rstrip("/")


@cache
def current() -> Settings:
    """The settings of this process, read once: for what is not handed them."""
    return Settings.load()


_PARTS: dict[str, tuple[str, type[BaseSettings]]] = {"webhooks": ("webhook_", Webhooks), "files": ("files_", Files)}
"""Settings with a prefix of their own, by their field."""


def variables() -> list[str]:
    """The names of all environment variables that are read."""
    fields = (set(Settings.model_fields) - {"limits", *_PARTS, "database_url"}) | set(Limits.model_fields)
    fields |= {prefix + field for prefix, part in _PARTS.values() for field in part.model_fields}
    return [*sorted(PREFIX + field.upper() for field in fields), "DATABASE_URL"]


def refuse_misspelt_variables() -> None:
    """A misspelt limit that silently does nothing is worse than no start. Variables unlike any of ours are left
    alone: an orchestrator may set its own under the same prefix."""
    known = variables()
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper().removeprefix(PREFIX).lower() in ("limits", *_PARTS):
            raise Misconfigured(
                f"The environment variable {name} is not a setting: each of these has a variable of its own, such as "
                "PAYGRAPH_MAX_DEPTH."
            )
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            for near in difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.85):
                raise Misconfigured(f"The environment variable {name} is not a setting. Did you mean {near}?")


def sentence(detail: ErrorDetails) -> str:
    """One mistake in the words of its setter. The database's URL is not repeated: it holds a password."""
    field = str(detail["loc"][-1]) if detail["loc"] else "the environment"
    of = next((prefix for prefix, part in _PARTS.values() if field in part.model_fields), "")
    name = field if field == "DATABASE_URL" else (PREFIX + of + field).upper()
    value = "" if name in SECRET else f" '{detail['input']}'"
    reason = detail["msg"].removeprefix("Value error, ")
    reason = reason[:1].lower() + reason[1:]
    return f"{name} cannot be{value}: {reason}. Correct the variable, or remove it to use the default."
