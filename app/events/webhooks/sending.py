"""Sending: one signed request, and what came of it as plain facts."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from datetime import datetime

import orjson
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientPayloadError,
    ClientResponse,
    ClientResponseError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    InvalidURL,
    ServerDisconnectedError,
)

from app import VERSION
from app.domain.events.payload import event_json, thin_event_json
from app.domain.sealing import Sealer
from app.domain.webhooks.addresses import Reach
from app.domain.webhooks.signing import HEADER, signature
from app.events.webhooks.claiming import Parcel
from app.events.webhooks.connecting import GuardedConnector, OutOfReach, Unreachable
from app.events.webhooks.outcome import Outcome
from app.settings import Webhooks
from app.tables.webhooks.webhook_attempt import WebhookAttemptError

USER_AGENT = f"paygraph/{VERSION} (webhooks)"
SAMPLE = "Paygraph-Sample"
"""The header of a sample, which marks an event that never happened."""

UNREADABLE = "This server's key opens none of the signing secrets, so nothing was sent. Roll the secret."


class Sender:
    """Sends with connections that are kept for a while. Close it with `aclose`."""

    def __init__(
        self, options: Webhooks, sealer: Sealer | None, reach: Reach, *, tls: ssl.SSLContext | None = None
    ) -> None:
        self._options = options
        self._sealer = sealer
        self._connector = GuardedConnector(reach, connections=options.concurrency, tls=tls)
        self._client = ClientSession(
            connector=self._connector,
            connector_owner=False,
            cookie_jar=DummyCookieJar(),
            timeout=ClientTimeout(total=None),
            auto_decompress=False,
            trust_env=False,
        )

    async def aclose(self) -> None:
        """Close the connections."""
        await self._client.close()
        await self._connector.aclose()

    async def send(self, parcel: Parcel, now: datetime) -> Outcome:
        """Send it once. Whatever the receiver does is an outcome."""
        secrets = self._secrets(parcel)
        if not secrets:
            return Outcome(parcel, now, 0, error=WebhookAttemptError.SECRET_UNREADABLE, message=UNREADABLE)
        signed_at = now.replace(microsecond=0)
        body = body_of(parcel)
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": USER_AGENT,
            "Accept": "*/*",
            # What comes back is shown as it is, so that nothing small can unfold to something large.
            "Accept-Encoding": "identity",
            HEADER: signature(body, secrets, int(signed_at.timestamp())),
        }
        if parcel.body is not None:
            headers[SAMPLE] = "true"
        begun = time.perf_counter()
        status, response, error, message = await self._exchange(parcel.url, headers, body)
        latency = round((time.perf_counter() - begun) * 1000)
        return Outcome(parcel, now, latency, status, response, error, message, signed_at)

    async def _exchange(
        self, url: str, headers: dict[str, str], body: bytes
    ) -> tuple[int | None, str | None, WebhookAttemptError | None, str | None]:
        """The answer's status and beginning, or what went wrong."""
        status, text = None, b""
        try:
            async with (
                asyncio.timeout(self._options.timeout_seconds),
                self._client.post(url, headers=headers, data=body, allow_redirects=False) as response,
            ):
                status = response.status
                async for part in self._beginning(response):
                    text += part
        except Exception as problem:
            # The status is the answer: what becomes of the body after it changes nothing.
            if status is None:
                return None, None, *explained(problem, self._options.timeout_seconds)
        assert status is not None
        return status, readable(text), *judged(status)

    async def _beginning(self, response: ClientResponse) -> AsyncIterator[bytes]:
        """As much of an answer as is kept. The rest is not read, and what was not read ends the connection."""
        left = self._options.response_bytes
        try:
            while left and (part := await response.content.read(left)):
                left -= len(part)
                yield part
        except ClientPayloadError:
            # It broke off. aiohttp then gives out no more of what had come before.
            for part in response.content._buffer:
                yield part[:left]
                left -= len(part[:left])
            raise

    def _secrets(self, parcel: Parcel) -> list[str]:
        if self._sealer is None:
            return []
        opened = (self._sealer.open(sealed, parcel.target_id) for sealed in parcel.sealed)
        return [secret for secret in opened if secret is not None]


def body_of(parcel: Parcel) -> bytes:
    """What is sent: the event, the thin event, or the sample."""
    if parcel.body is not None:
        return orjson.dumps(parcel.body)
    row = dict(parcel) | {"created": parcel.event_created}
    if parcel.thin_event_id is not None:
        return thin_event_json(row | {"id": parcel.thin_event_id})
    row |= {"id": parcel.event_id, "api_version": parcel.own_version}
    return event_json(row, api_version=parcel.api_version)


def judged(status: int) -> tuple[WebhookAttemptError | None, str | None]:
    """What a status means: 2xx acknowledges, and nothing else does."""
    if 200 <= status < 300:
        return None, None
    if 300 <= status < 400:
        return WebhookAttemptError.REDIRECTED, f"It answered {status}: redirects are not followed. Give the new URL."
    return WebhookAttemptError.STATUS_REFUSED, f"It answered {status}, and only a status of 2xx acknowledges."


def explained(problem: Exception, timeout: float) -> tuple[WebhookAttemptError, str]:
    """What went wrong before there was a status, as a kind and a sentence."""
    match problem:
        case OutOfReach():
            return WebhookAttemptError.ADDRESS_REFUSED, str(problem)
        case Unreachable():
            return WebhookAttemptError.HOST_NOT_FOUND, str(problem)
        case TimeoutError():
            return WebhookAttemptError.TIMED_OUT, f"There was no answer within {timeout:g} seconds."
        case InvalidURL():
            return WebhookAttemptError.ADDRESS_REFUSED, "The host is neither a name nor an address written in full."
        case ClientConnectorError(os_error=OutOfReach() as reached):
            return WebhookAttemptError.ADDRESS_REFUSED, str(reached)
        case ClientError() if (reason := of_tls(problem)) is not None:
            return WebhookAttemptError.TLS_FAILED, f"No secure connection came about: {reason}."
        case ClientConnectorError():
            return WebhookAttemptError.CONNECTION_FAILED, "Nothing accepts connections there."
        case ServerDisconnectedError() | ClientPayloadError() | ClientResponseError():
            return WebhookAttemptError.INVALID_RESPONSE, "What came back was not a whole answer in HTTP."
    return WebhookAttemptError.CONNECTION_FAILED, "The connection broke off before there was an answer."


def of_tls(problem: BaseException) -> str | None:
    """Why TLS failed, if it did."""
    cause: BaseException | None = problem
    while cause is not None:
        # aiohttp's own errors are TLS's too, but what happened stands in those that they come of.
        if isinstance(cause, ClientError):
            cause = cause.__cause__ or cause.__context__
            continue
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message.rstrip(".")
        if isinstance(cause, ssl.SSLError):
            return (cause.reason or "it broke off").replace("_", " ").lower()
        cause = cause.__cause__ or cause.__context__
    return None


def readable(body: bytes) -> str:
    """The beginning of an answer as text that can be stored and shown."""
    text = body.decode(errors="replace")
    return "".join(c if c.isprintable() or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)
