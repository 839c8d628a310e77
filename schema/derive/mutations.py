"""Mutations: from a domain function to `<resource><Verb>(id, input, idempotencyKey)` and its payload."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import strawberry
from pydantic.alias_generators import to_snake
from strawberry.types.field import StrawberryField

from app.access import idempotency
from app.access.caller import Caller
from app.access.mutation_log import MutationRecord
from app.domain.transaction import worth_repeating
from app.domain.tx import Tx
from app.errors import Refusal
from app.tables.access import Components, KeyKind, KeyScope
from app.tables.resource import Resource, Single
from app.tables.transient import Transient
from schema.derive import client_secrets, kinds
from schema.derive.context import Context, Info
from schema.derive.fields import argument, in_words, object_type, plain_field, resolved_field, such_as
from schema.derive.inputs import Param, checked, params_input
from schema.derive.missing import refuse_all_missing
from schema.derive.refusals import UserError, user_errors
from schema.derive.result_versions import version_so_far, version_then, version_told
from schema.derive.rows import Result, Row, result_of, row_from_json, transient_of
from schema.derive.singles import owner_argument, read_single
from schema.derive.types import shown_type
from schema.derive.versions import VERSION, is_versioned

ATTEMPTS = 4
"""How many times a transaction is tried after a deadlock or serialization failure."""

Source = dict[str, Any]
"""What a payload is read from: `row`, `userErrors` as rows, `replayed`, and what the verb adds."""


PublishableRule = Callable[[Any, Mapping[str, Any]], None]
"""Refuses what a publishable key may not do to a row with the verb's options, by raising a Refusal. In place of the row
that a creation has not yet made stands None."""

ScopeRule = Callable[[KeyScope, Any, Mapping[str, Any]], None]
"""The same for a key to one customer, by raising Forbidden; what is given are all params, by key."""

ComponentsRule = Callable[[Components, Any, Mapping[str, Any]], None]
"""The same for the secret of an account session."""

Outcome = Resource | Transient
"""What a mutation gives: a row, or an object without a table."""

Find = Callable[[Tx, str], Awaitable[Resource]]
"""How a mutation's row is found by its id; of a single, by the id of the object that it is of, which may be empty."""

Then = Callable[[Context, Any], Awaitable[Any]]
"""What follows a mutation's commit, in transactions of its own and before the answer. It is handed the row, and returns
the row as it then is. Before it raises, it undoes what the mutation did."""


@dataclass(frozen=True)
class Mutation:
    """One writing operation of a resource."""

    table: type[Outcome]
    verb: str
    name: str
    type_name: str
    run: Callable[..., Awaitable[Outcome | None]]
    params: list[Param]
    takes_id: bool
    description: str
    publishable: bool = False
    publishable_rule: PublishableRule | None = None
    scope_rule: ScopeRule | None = None
    """What a key to one customer may do; None where it may do nothing."""
    components_rule: ComponentsRule | None = None
    """What the secret of an account session may do; None where it may do nothing."""
    keys: KeyKind | None = None
    """The kind of keys that may do this and nothing else."""
    find: Find | None = None
    """How the row is found by its id, where that is more than looking it up."""
    payload: Callable[[], list[StrawberryField]] = list
    """Fields of the payload beyond those that all payloads have."""
    then: Then | None = None

    @property
    def required(self) -> bool:
        """Whether there is no calling it without an input."""
        return any(param.required for param in self.params)


def mutation_field(mutation: Mutation) -> StrawberryField:
    """The mutation's field: arguments, payload, and the resolver that carries it out."""
    table = mutation.table

    named: dict[str, Any] = {}
    if issubclass(table, Single):
        named = owner_argument(table)
    elif mutation.takes_id:
        of = in_words(to_snake(table.__name__))
        named = {"id": argument(strawberry.ID, f"ID of the {of}{such_as(table.prefix)}.")}

    async def resolve(info: Info, input: Any = None, idempotency_key: Any = None, **whose: Any) -> Source:
        id = next(iter(whose.values()), None)
        refusal = info.context.refused.get(str(info.path.key))
        return await execute_mutation(info.context, mutation, id, input or {}, idempotency_key, refusal)

    arguments: dict[str, Any] = {"info": Info, **named}
    if mutation.params:
        type_: Any = params_input(f"{mutation.type_name}Input", mutation.params, mutation.description, mutation.table)
        arguments["input"] = argument(type_ if mutation.required else type_ | None, "Parameters of the mutation.")
    arguments["idempotency_key"] = argument(
        str | None,
        "Key that makes retries safe: a repeated request with the same key and input returns the first result.",
    )
    return resolved_field(
        mutation.name,
        resolve,
        kind=None,
        description=mutation.description,
        # As all fields of the roots: where one fails, the others are answered.
        returns=payload_type(mutation) | None,
        arguments=arguments,
        needs=(table.family, "write"),
    )


def payload_type(mutation: Mutation) -> type:
    """`<Type><Verb>Payload`: the object as it now stands, what was refused, and whether it is a replay."""
    table = mutation.table

    def row(root: Any) -> Any:
        return root["row"]

    def errors(root: Any) -> Any:
        return root["errors"]

    fields = [
        resolved_field(
            to_snake(table.__name__),
            row,
            kind=kinds.Column("row"),
            description="The object after the mutation; null if there is none.",
            returns=shown_type(table) | None,
            arguments={"root": Any},
        ),
        resolved_field(
            "user_errors",
            errors,
            kind=kinds.Column("errors"),
            description="Errors that explain why the mutation was refused; empty on success.",
            returns=list[UserError],
            arguments={"root": Any},
        ),
        plain_field(
            "replayed",
            bool,
            kind=kinds.Column("replayed"),
            column="replayed",
            description="Whether the result is that of an earlier request with the same idempotency key.",
        ),
    ]
    # What is written by hand stands in for what is derived under the same name.
    named = {field.python_name: field for field in [*fields, *mutation.payload()]}
    return object_type(
        f"{mutation.type_name}Payload", list(named.values()), f"The result of the mutation {mutation.name}."
    )


async def execute_mutation(
    context: Context,
    mutation: Mutation,
    id: str | None,
    given: dict[str, Any],
    key: str | None,
    refusal: Refusal | None = None,
) -> Source:
    """One mutation in one transaction, with what it refused as rows. A `refusal` that is given refuses it as a whole.

    A refusal that is an outcome (a declined card) is committed and kept under the idempotency key like a success; any
    other rolls back, keeps nothing, and shows the object as it was.
    """
    _must_be_allowed(context, mutation)
    context.forget()
    key = key if key is not None else context.idempotency_key
    try:
        if refusal is not None:
            raise refusal
        source = await _with_retries(context, mutation, id, given, key)
        if mutation.then is not None and not source["replayed"]:
            source = await _followed(context, mutation.then, source, key)
    except Refusal as refused:
        source = _refused(mutation, refused) | {"row": await _current_row(context, mutation, id)}
        seen = [source["row"]["id"]] if source["row"] is not None else []
        context.mutation_log.note(_record(mutation, seen, source["errors"], key), written=False)
    if source["row"] is not None and client_secrets.is_publishable(context.caller):
        source["row"] = client_secrets.for_browsers(source["row"])
    return source


async def _followed(context: Context, then: Then, source: Source, key: str | None) -> Source:
    """A mutation with what follows its commit. Where that fails, nothing is kept of the mutation."""
    try:
        row = await then(context, source["row"])
    except Exception:
        context.mutation_log.retract()
        if key is not None:
            async with context.transaction(None) as tx:
                idempotency.release(tx, key)
        raise
    return source | {"row": row}


def _record(
    mutation: Mutation, seen: Iterable[str], errors: Sequence[Any], key: str | None, *, replayed: bool = False
) -> MutationRecord:
    return MutationRecord(mutation.name, tuple(dict.fromkeys(seen)), tuple(errors), replayed, key)


async def _with_retries(
    context: Context, mutation: Mutation, id: str | None, given: dict[str, Any], key: str | None
) -> Source:
    """The first attempt that PostgreSQL did not give up because of others, or the last."""
    for _ in range(ATTEMPTS - 1):
        try:
            return await _attempt(context, mutation, id, given, key)
        except Exception as error:
            if not worth_repeating(error):
                raise
    return await _attempt(context, mutation, id, given, key)


async def _attempt(
    context: Context, mutation: Mutation, id: str | None, given: dict[str, Any], key: str | None
) -> Source:
    """The transaction itself, and with it the row of the request log. What it did is noted once it is committed.

    Raises what PostgreSQL gave up because of others, which is worth another attempt.
    """
    columns, options = checked(mutation.params, given)
    every = columns | options
    error: Refusal | None = None
    caller = context.caller
    publishable, held = client_secrets.is_publishable(caller), caller.reads_by_table
    log = context.mutation_log
    async with context.transaction(key) as tx:
        if key is not None:
            # Before any effect: a second request with the same key waits here for the first.
            # A browser must not receive what was shown to a server, so the caller is part of what is asked.
            whose = {} if caller.scope is None else {"customer": caller.scope.customer}
            if caller.components is not None:
                whose["components"] = ",".join((*caller.components.enabled, *caller.components.features))
            asked = idempotency.input_hash({"id": id, "input": given, "publishable": publishable, **whose})
            tells = context.reads_everything
            stored = await idempotency.claim(tx, key, mutation=mutation.name, input_hash=asked, tells=tells)
            if stored is not None:
                replayed, ids = stored.response, [stored.response["id"]] if stored.response["id"] else []
                log.note(_record(mutation, ids, replayed["errors"], key, replayed=True), written=False)
                return await _source(context, mutation, replayed, replayed=True)
        row: Outcome | None
        try:
            row = await _run(mutation, tx, id, columns, options, caller)
        except Refusal as refusal:
            if not refusal.commits:
                if not publishable and not held:
                    await refuse_all_missing(tx, mutation.params, every, refusal)
                raise
            error, row = refusal, _refused_row(tx, mutation)
        response = _response(mutation, tx, row, error)
        version = await version_so_far(tx, row) if isinstance(row, Resource) else 0
        shown = type(row) if isinstance(row, Resource) and response["row"] is not None else None
        versioned = shown if shown is not None and is_versioned(shown) else None
        if versioned is not None:
            # What the transaction tells has its place in the stream only at the end.
            response["row"][VERSION] = None if tx.events else version
        if key is not None:
            idempotency.store(tx, key, response, secret=isinstance(row, Transient))
        record = _record(mutation, (each.id for each in tx.seen.values()), response["errors"], key)
        part = log.part(record)
        if part is not None:
            tx.work.parts.append(part)
        family = tuple(tx.family.values())
    log.note(record, written=part is not None)
    if versioned is not None:
        response["row"][VERSION] = version_told(family, versioned, response["id"]) or version
    return await _source(context, mutation, response)


async def _run(
    mutation: Mutation,
    tx: Tx,
    id: str | None,
    columns: dict[str, Any],
    options: dict[str, Any],
    caller: Caller,
) -> Outcome | None:
    publishable = client_secrets.is_publishable(caller)
    if not mutation.takes_id:
        _hold(mutation, caller, None, {**columns, **options})
        if publishable and mutation.publishable_rule is not None:
            mutation.publishable_rule(None, options)
        return await mutation.run(tx, columns, options)
    if issubclass(mutation.table, Transient):
        return await mutation.run(tx, id or "", columns, options)
    row = await mutation.find(tx, id or "") if mutation.find else await tx.get(mutation.table, id or "")
    secret = options.pop(client_secrets.COLUMN, None)
    if publishable:
        client_secrets.must_open(row, secret)
        if mutation.publishable_rule is not None:
            mutation.publishable_rule(row, options)
    _hold(mutation, caller, row, {**columns, **options})
    return await mutation.run(tx, row, columns, options)


def _hold(mutation: Mutation, caller: Caller, row: Outcome | None, given: Mapping[str, Any]) -> None:
    """Raise Forbidden for what a key to one customer, or to some components, may not do."""
    if caller.scope is not None and mutation.scope_rule is not None:
        mutation.scope_rule(caller.scope, row, given)
    if caller.components is not None and mutation.components_rule is not None:
        mutation.components_rule(caller.components, row, given)


def _refused_row(tx: Tx, mutation: Mutation) -> Resource | None:
    """The object that a committed refusal is about: the one the verb was given, or made."""
    return next((row for row in tx.seen.values() if isinstance(row, mutation.table)), None)


async def _current_row(context: Context, mutation: Mutation, id: str | None) -> Row | Result | None:
    """The object as it was left by a refusal that rolled back."""
    if issubclass(mutation.table, Single) and context.caller.may_read(mutation.table):
        return await read_single(context, mutation.table, id)
    if id is None or issubclass(mutation.table, Transient) or not context.caller.may_read(mutation.table):
        return None
    return await context.loaders.by_id(mutation.table, across=False).load(id)


def _response(mutation: Mutation, tx: Tx, row: Outcome | None, error: Refusal | None) -> dict[str, Any]:
    """What is kept under the idempotency key: the row as it is now, unless more is to come of it after the commit."""
    shown: dict[str, Any] | None = None
    if isinstance(row, Transient):
        shown = transient_of(row)
    elif row is not None and not tx.work.after_commit and mutation.then is None:
        shown = result_of(row)
    return {
        "id": row.id if isinstance(row, Resource) else None,
        "row": shown,
        "errors": _told(mutation, error) if error else [],
        "told": tx.events[0].id if tx.events else None,
    }


def _refused(mutation: Mutation, refusal: Refusal) -> Source:
    return {"row": None, "errors": _told(mutation, refusal), "replayed": False, "told": None}


def _told(mutation: Mutation, refusal: Refusal) -> list[dict[str, Any]]:
    return user_errors(refusal, ["id", *(param.name for param in mutation.params)])


async def _source(context: Context, mutation: Mutation, response: dict[str, Any], *, replayed: bool = False) -> Source:
    row: Any = None
    if issubclass(mutation.table, Transient):
        row = response["row"]
    elif response["row"] is not None:
        row = response["row"]
        if not isinstance(row, Result):
            row = row_from_json(mutation.table, row)
            if is_versioned(row.table):
                row[VERSION] = response["row"].get(VERSION)
                if row[VERSION] is None:
                    row[VERSION] = await version_then(context.reader, row.table, row["id"], response["told"])
    elif response["id"] is not None:
        row = await context.loaders.by_id(mutation.table, across=False).load(response["id"])
    return {"row": row, "errors": response["errors"], "replayed": replayed, "told": response["told"]}


def _must_be_allowed(context: Context, mutation: Mutation) -> None:
    if mutation.publishable and client_secrets.is_publishable(context.caller):
        return
    if mutation.scope_rule is not None and context.caller.scope is not None:
        return
    if mutation.components_rule is not None and context.caller.components is not None:
        return
    if mutation.keys is not None and context.caller.kind is mutation.keys:
        return
    context.caller.must(mutation.table.family, "write")
