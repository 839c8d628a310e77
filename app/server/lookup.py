"""Lookups: queries for one object by its id, answered without a task of their own.

Most requests of a page are these. What a task and its coroutines take is more than all that is done in them, and their
answer waits for one statement, which is run for many of them at once. What turns out to need more goes on in a task.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.server.documents import Document
from app.server.faults import MalformedRequest
from app.server.http import Exchange
from app.server.operations import Prepared, may_come_later
from app.server.ports import Caller
from app.server.requests import GraphQLRequest
from app.server.responses import Rejected, Result
from schema.derive.coalescing import Found
from schema.execute.sought import Sought

if TYPE_CHECKING:
    from app.server.fast_path import FastCycle


def look_up(cycle: FastCycle) -> bool:
    """Begin to answer a request, if it is one of these: of a known caller, with a known document. Raises nothing."""
    transport = cycle.fast_path.transport
    if not cycle.head.is_ordinary:
        return False
    caller = transport.services.recognise(cycle.head.authorization, cycle.head.account)
    if caller is None or transport.services.faults.concern(caller):
        return False
    try:
        request = GraphQLRequest.from_body(cycle.content)
    except MalformedRequest:
        return False
    document = transport.operations.seeking(request)
    if document is None or (cycle.head.accepted.incremental is not None and may_come_later(document)):
        return False
    Lookup(cycle, caller).begin(request, document)
    return True


class Lookup:
    """One of them, from its request to its answer. It waits for its row as a future would."""

    __slots__ = ("budget", "caller", "cycle", "exchange", "operations", "prepared", "requests", "sought")

    prepared: Prepared
    sought: Sought

    def __init__(self, cycle: FastCycle, caller: Caller) -> None:
        transport = cycle.fast_path.transport
        self.cycle = cycle
        self.caller = caller
        self.operations = transport.operations
        self.requests = transport.under_way(caller)
        self.exchange = Exchange(transport, cycle)
        self.exchange.accepted = cycle.head.accepted
        self.exchange.entry.caller = caller
        self.budget = self.operations.budgets.begin()

    def begin(self, request: GraphQLRequest, document: Document) -> None:
        """Ask for the object, or say what is wrong."""
        try:
            self.requests.enter()
        except Rejected as refusal:
            self.cycle.start(partial(self.exchange.conclude, self.exchange.refused(refusal)))
            return
        try:
            self.prepared = self.exchange.prepare(request, self.caller, document)
        except Exception as error:
            self.end(self.exchange.refused(error))
            return
        self.budget.enter()
        try:
            sought = self.operations.seek(self.prepared, self.caller, self.exchange.entry)
            if sought is not None:
                sought.ask(self)
                self.sought = sought
        except Exception:
            # It is met again where there is a place for it.
            sought = None
        finally:
            self.budget.pause()
        if sought is None:
            self.cycle.start(self.execute)

    def done(self) -> bool:
        """Whether it waits no more: it does in any case."""
        return False

    def set_result(self, found: Found) -> None:
        """Answer with the object, or go on where more belongs to it."""
        try:
            outcome = self.sought.take(found)
            if outcome is None:
                self.cycle.start(self.rest)
            else:
                self.end(Result(outcome.data, [], self.prepared.extensions))
        except Exception as error:
            self.end(self.exchange.refused(error))

    def set_exception(self, error: Exception) -> None:
        """Answer that the object cannot be had."""
        self.sought.fail(error)
        self.cycle.start(self.rest)

    async def rest(self) -> None:
        """Have what else belongs to the object."""
        try:
            with self.budget:
                outcome = await self.sought.rest(self.operations.executor)
            result = self.operations.result(self.prepared, outcome, self.exchange.request_id)
        except Exception as error:
            result = self.exchange.refused(error)
        finally:
            self.requests.leave()
        await self.exchange.conclude(result)

    async def execute(self) -> None:
        """Run it as any other operation."""
        try:
            result = await self.operations.execute(self.prepared, self.caller, self.exchange.entry)
        except Exception as error:
            result = self.exchange.refused(error)
        finally:
            self.requests.leave()
        await self.exchange.conclude(result)

    def end(self, result: Result) -> None:
        """Answer at once, if nothing has to be waited for."""
        self.budget.release()
        self.requests.leave()
        exchange = self.exchange
        if exchange.is_recorded(result):
            self.cycle.start(partial(exchange.conclude, result))
            return
        try:
            exchange.count(result)
            response = exchange.response(result)
            if not self.cycle.reply_at_once(response):
                self.cycle.start(partial(self.cycle.reply, response))
        except Exception as error:
            self.cycle.start(partial(self.cycle.fail, error))
