"""Watches: notify live connections, once, when their API key expires or is revoked."""

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING

from app.access.caller import Caller
from app.errors import Unauthenticated

if TYPE_CHECKING:
    from app.access.keyring import Keyring

Gone = Callable[[Unauthenticated], None]
"""Called, in the event loop, with the reason why a key works no more. Must not block."""


class Watches:
    """The watches of one process, by what callers were granted: a key, or a key on a connected account."""

    def __init__(self) -> None:
        self._by_grant: defaultdict[str, dict[object, Gone]] = defaultdict(dict)

    def grants(self) -> set[str]:
        """Those that someone watches."""
        return set(self._by_grant)

    def end(self, grant: str, reason: str) -> None:
        """Notify all who watch the grant that it is one no more."""
        for gone in self._by_grant.pop(grant, {}).values():
            gone(Unauthenticated(reason))

    async def begin(self, keyring: "Keyring", caller: Caller, gone: Gone) -> Callable[[], None]:
        """Watch the caller's grant; the answer ends the watch. `gone` may be called before this returns: the key is
        looked at again, so that no revocation since it was recognised is missed."""
        watch = object()
        self._by_grant[caller.grant][watch] = gone

        def stop() -> None:
            watching = self._by_grant.get(caller.grant, {})
            watching.pop(watch, None)
            if not watching:
                self._by_grant.pop(caller.grant, None)

        try:
            await keyring.look_again(caller.grant)
        except BaseException:
            stop()
            raise
        return stop
