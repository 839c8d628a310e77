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
    """The watches of one process, by key."""

    def __init__(self) -> None:
        self._by_key: defaultdict[str, dict[object, Gone]] = defaultdict(dict)

    def key_ids(self) -> set[str]:
        """The keys that someone watches."""
        return set(self._by_key)

    def end(self, key_id: str, reason: str) -> None:
        """Notify all who watch the key that it works no more."""
        for gone in self._by_key.pop(key_id, {}).values():
            gone(Unauthenticated(reason))

    async def begin(self, keyring: "Keyring", caller: Caller, gone: Gone) -> Callable[[], None]:
        """Watch the caller's key; the answer ends the watch. `gone` may be called before this returns: the key is
        looked at again, so that no revocation since it was recognised is missed."""
        watch = object()
        self._by_key[caller.key_id][watch] = gone

        def stop() -> None:
            watching = self._by_key.get(caller.key_id, {})
            watching.pop(watch, None)
            if not watching:
                self._by_key.pop(caller.key_id, None)

        try:
            await keyring.look_again(caller.key_id)
        except BaseException:
            stop()
            raise
        return stop
