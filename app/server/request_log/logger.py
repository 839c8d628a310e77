"""RequestLogger: from a request's entry and its result to a row of the request log."""

import logging
from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import orjson
from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
)

from app import tables
from app.access.caller import Caller
from app.access.mutation_log import MutationRecord
from app.connection import foreseen
from app.failures import log_failure
from app.scrubbing import REDACTED, scrub
from app.server.documents import Document, Operation
from app.server.metrics import Metrics
from app.server.request_log.entry import Entry
from app.server.request_log.redaction import Redactor, names_in
from app.server.request_log.scrubbing import Hidden, explain
from app.server.request_log.writer import KEY, Row, Writer, part_of
from app.server.responses import Result
from app.sql import Part
from app.tables.request_logs.request_log import RequestLogOutcome
from schema.derive.permitted import Permissions

logger = logging.getLogger(__name__)

LONGEST_DOCUMENT = 20_000
"""Characters of a document that are kept."""
LARGEST_VARIABLES = 50_000
"""Bytes of variables beyond which none are kept."""
MOST_ERRORS = 20
MOST_OBJECTS = 200
DOCUMENTS = 1_000
"""Redacted documents that are remembered."""
ROWS, LOST = "paygraph_request_log_rows_total", "paygraph_request_log_lost_total"


class RequestLogger:
    """Keeps mutations, and whatever failed, of every account."""

    def __init__(self, permissions: Permissions, writer: Writer, metrics: Metrics) -> None:
        self.permissions = permissions
        self.redactor = Redactor(permissions.schema)
        self.writer = writer
        self.metrics = metrics
        self._documents: OrderedDict[tuple[bytes, str], tuple[str, Hidden]] = OrderedDict()
        metrics.describe(ROWS, "counter", "Requests that were written to the request log.")
        metrics.describe(LOST, "counter", "Requests that could not be written to the request log.")

    def keeps(self, entry: Entry, result: Result) -> bool:
        """Whether a request may have changed something, or failed."""
        if entry.caller is None:
            return False
        return bool(result.errors) or (entry.operation is not None and entry.operation.kind == "mutation")

    async def write(self, entry: Entry, result: Result) -> None:
        """Keep such a request. The answer waits for it, and goes out whatever happens."""
        if not self.keeps(entry, result):
            return
        kind = entry.operation.kind if entry.operation else None
        log = entry.mutation_log
        if log is not None and log.written and not result.errors:
            key = {"id": entry.request_id, **entry.caller.tenant.columns}
            self.writer.finish((*(key[name] for name in KEY), entry.milliseconds))
            self.metrics.add(ROWS)
            return
        try:
            await self.writer.put(self.row(entry, kind, result, log.records if log else ()))
        except Exception as error:
            self.metrics.add(LOST)
            said = f"{entry.request_id} is answered, but could not be written to the request log"
            log_failure(logger, said, foreseen(error) or error, name=entry.request_id)
        else:
            self.metrics.add(ROWS)

    def part(self, entry: Entry, records: Sequence[MutationRecord]) -> Part | None:
        """The row as it is known before the effect of the last of these mutations, to be committed with that. Should
        there be no making it, the effect is made all the same."""
        try:
            return part_of(self.row(entry, "mutation", Result(), records))
        except Exception as error:
            said = f"{entry.request_id} goes on, but could not be described for the request log"
            log_failure(logger, said, error, name=entry.request_id)
            return None

    def row(self, entry: Entry, kind: str | None, result: Result, records: Sequence[MutationRecord]) -> Row:
        """The row, as JSON by column."""
        caller: Caller = entry.caller
        hidden = Hidden()
        document: str | None
        variables: Any
        try:
            document = self.document(entry.document, entry.operation, hidden)
            variables = self.variables(entry, hidden)
        except (RecursionError, TypeError, ValueError):
            # They are too deep, or have too long a number.
            document, variables, hidden.too_many = REDACTED, {}, True
        names: Collection[str] = self.redactor.names
        if entry.document is not None and result.errors:
            names = self.redactor.names | names_in(entry.document.ast)

        def shown(message: str) -> str:
            return explain(message, names, hidden, self.redactor.is_id)

        user_errors = [
            {"mutation": record.mutation, **{name: error[name] for name in ("type", "code", "field")}}
            | {"message": shown(error["message"])}
            for record in records
            for error in record.user_errors
        ]
        keys = [entry.idempotency_key, *(record.idempotency_key for record in records)]
        key = next((key for key in keys if key), None)
        outcome = RequestLogOutcome.REFUSED if user_errors else RequestLogOutcome.SUCCEEDED
        name = entry.operation.name if entry.operation else None
        touched = list(dict.fromkeys(id for record in records for id in record.objects))
        return {
            "id": entry.request_id,
            **caller.tenant.columns,
            "created": entry.arrived.isoformat(),
            "operation_name": name and scrub(name),
            "operation_kind": kind,
            "mutations": mutations_of(entry) if kind == "mutation" else [],
            "document": document,
            "variables": variables,
            "key": {"id": caller.key_id, "hint": caller.hint},
            "idempotency_key": key and scrub(key),
            "transport": entry.transport,
            "status": status_of(result),
            "close_code": entry.close_code,
            "outcome": RequestLogOutcome.FAILED if result.errors else outcome,
            "errors": [
                {
                    "code": error.get("extensions", {}).get("code"),
                    "message": shown(error["message"]),
                    "path": [scrub(str(step)) for step in error.get("path", ())],
                }
                for error in result.errors[:MOST_ERRORS]
            ],
            "user_errors": user_errors[:MOST_ERRORS],
            "duration_ms": entry.milliseconds,
            "objects": [scrub(id) for id in touched][:MOST_OBJECTS],
            "replayed": any(record.replayed for record in records),
            "families": self.families(entry, result, touched),
        }

    def families(self, entry: Entry, result: Result, touched: Iterable[str]) -> list[str]:
        """The families that the operation's fields and the objects it touched belong to. What did not run may be about
        anything: in their place is the id of the key that asked for it."""
        if entry.document is None or entry.operation is None or entry.request is None or not result.executed:
            return [entry.caller.key_id]
        needs = self.permissions.needs(entry.document.ast, entry.operation.node, entry.request.variables or {})
        families = {family for family, _ in needs}
        for id in touched:
            led = tables.table_of(id)
            families |= {table.family for table in ((led,) if led else tables.tables_of(id))}
        return sorted(families)

    def document(self, document: Document | None, operation: Operation | None, hidden: Hidden) -> str | None:
        """The redacted document, which is worked out once for each."""
        if document is None or operation is None:
            return None
        key = (document.key, operation.name or "")
        if key not in self._documents:
            taken = Hidden()
            text = self.redactor.document(document.ast, operation.node, taken)
            self._documents[key] = (text[:LONGEST_DOCUMENT], taken)
            if len(self._documents) > DOCUMENTS:
                self._documents.popitem(last=False)
        self._documents.move_to_end(key)
        text, taken_before = self._documents[key]
        hidden.merge(taken_before)
        return text

    def variables(self, entry: Entry, hidden: Hidden) -> Any:
        """The redacted variables, unless they are too large to keep."""
        if entry.operation is None or entry.request is None or not entry.request.variables:
            return {}
        kept = self.redactor.variables(entry.operation.node, entry.request.variables, hidden)
        return kept if len(orjson.dumps(kept)) <= LARGEST_VARIABLES else dict.fromkeys(kept, REDACTED)


def status_of(result: Result) -> int:
    """The status of a result that did not run, or of its first error; 200 without any."""
    if not result.executed:
        return result.status
    return int(next((error["extensions"]["status"] for error in result.errors), 200))


def mutations_of(entry: Entry) -> list[str]:
    """The mutations that the operation asks for, through fragments, in order."""
    assert entry.document is not None
    assert entry.operation is not None
    definitions = entry.document.ast.definitions
    fragments = {each.name.value: each for each in definitions if isinstance(each, FragmentDefinitionNode)}
    found: list[str] = []
    stack: list[Any] = [*reversed(entry.operation.node.selection_set.selections)]
    seen = set[str]()
    while stack:
        node = stack.pop()
        if isinstance(node, FieldNode):
            found.append(scrub(node.name.value))
        elif isinstance(node, InlineFragmentNode):
            stack += reversed(node.selection_set.selections)
        elif isinstance(node, FragmentSpreadNode) and node.name.value in fragments and node.name.value not in seen:
            seen.add(node.name.value)
            stack += reversed(fragments[node.name.value].selection_set.selections)
    return found
