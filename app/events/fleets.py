"""Fleets: those that are followed in this process, and who follows them."""

from collections.abc import Awaitable, Callable
from typing import Generic

from app.events.fleet import Channel, Fleet, FleetFilter
from app.events.hub import EventFilter
from app.events.stream import Row
from app.tables.tenancy import Tenant


class FleetFollower(Generic[Row]):
    """One follower of a fleet: `async for event in follower`. Not shared among tasks. Made by `Fleets`."""

    def __init__(
        self,
        fleet: Fleet[Row],
        filter: FleetFilter,
        channel: Channel[Row],
        leave: Callable[[], Awaitable[None]],
        behind: dict[str, int] | None,
    ) -> None:
        self._fleet, self._filter, self._channel, self._leave = fleet, filter, channel, leave
        self._place = channel.end
        self._last: str | None = None
        self._ready: list[Row] = []
        """The last one first."""
        self._behind = behind
        """Up to where it has read each stream by itself, while it does."""
        self._given: dict[str, int] = {}
        """Up to where it read them, when it last did."""
        self._closed = False

    def __aiter__(self) -> "FleetFollower[Row]":
        return self

    async def __anext__(self) -> Row:
        """The next event that fits."""
        while not self._ready:
            if self._closed:
                raise StopAsyncIteration
            if self._behind is not None:
                await self._catch_up(self._behind)
            elif self._place < self._channel.first:
                self._place = self._channel.end
                self._behind = await self._fleet.since(self._last, self._filter) if self._last else {}
            elif self._place < self._channel.end:
                recent = self._channel.rows[self._place - self._channel.first :]
                self._place = self._channel.end
                self._ready = [row for row in reversed(recent) if not self._was_given(row)]
            elif self._channel.closed:
                raise StopAsyncIteration
            else:
                await self._channel.news()
        row = self._ready.pop()
        self._last = row.id
        return row

    async def _catch_up(self, behind: dict[str, int]) -> None:
        rows = await self._fleet.read(behind) if behind else []
        for row in rows:
            behind[Tenant.of(row).account] = row.sequence
        self._ready = [row for row in reversed(rows) if self._filter.wants(row)]
        if not rows:
            self._given, self._behind = behind, None

    def _was_given(self, row: Row) -> bool:
        return bool(self._given) and row.sequence <= self._given.get(Tenant.of(row).account, 0)

    async def aclose(self) -> None:
        """Stop following."""
        if not self._closed:
            self._closed = True
            self._ready.clear()
            self._channel.rouse()
            await self._leave()


class Fleets(Generic[Row]):
    """The fleets that are followed in this process: `make` makes that of a platform."""

    def __init__(self, make: Callable[[Tenant], Fleet[Row]]) -> None:
        self._make = make
        self._fleets: dict[Tenant, Fleet[Row]] = {}

    async def close(self) -> None:
        """End every follower."""
        fleets, self._fleets = self._fleets, {}
        for fleet in fleets.values():
            await fleet.close()

    def hear(self, tenant: Tenant) -> None:
        """There are events of a tenant's."""
        for fleet in self._fleets.values():
            if fleet.platform.livemode == tenant.livemode:
                fleet.hear(tenant.account)

    def look(self, platform: Tenant | None = None) -> None:
        """Other accounts may be connected to a platform; None if to any, and there may be events in any of them."""
        for tenant, fleet in self._fleets.items():
            if platform is None or platform == tenant:
                fleet.look()

    async def follow(
        self, platform: Tenant, filter: EventFilter, accounts: frozenset[str] | None, after: str | None
    ) -> FleetFollower[Row]:
        """Follow the events of a platform's account and of those that are connected to it: of all, or of some.

        It begins after what is committed when this is called, or a little before the event whose id is `after`. Raises
        BadRequest, naming the argument, and CursorExpired.
        """
        chosen = FleetFilter(filter, accounts)
        fleet = self._fleets.get(platform)
        if fleet is None:
            fleet = self._fleets[platform] = self._make(platform)
        channel = fleet.join(chosen)

        async def leave() -> None:
            if fleet.leave(chosen) and self._fleets.get(platform) is fleet:
                del self._fleets[platform]
                await fleet.close()

        try:
            await fleet.come_up()
            behind = None if after is None else await fleet.begun_after(after, chosen)
        except BaseException:
            await leave()
            raise
        return FleetFollower(fleet, chosen, channel, leave, behind)
