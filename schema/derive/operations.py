"""Exposed: one resource as the graph shows it. From it come the root fields and the mutations of a family."""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import strawberry
from pydantic.alias_generators import to_pascal, to_snake
from strawberry.types.field import StrawberryField
from strawberry.utils.str_converters import to_camel_case

from app.domain import crud
from app.domain.tx import Tx
from app.tables.access import KeyKind
from app.tables.resource import Resource, Single
from app.tables.transient import Transient
from schema.derive import kinds
from schema.derive.client_secrets import has_secret, is_publishable, read_with_secret
from schema.derive.connections import connection_field
from schema.derive.context import Info
from schema.derive.fields import argument, in_words, resolved_field, such_as, with_article
from schema.derive.inputs import Param, client_secret_param, column_params, gathered, option_params, ordered
from schema.derive.mutations import (
    ComponentsRule,
    Find,
    Mutation,
    Outcome,
    PublishableRule,
    ScopeRule,
    Then,
    mutation_field,
)
from schema.derive.ordering import usual_in_words
from schema.derive.previews import preview_field
from schema.derive.singles import single_field
from schema.derive.types import graph_type

Verb = Callable[..., Awaitable[Outcome | None]]


@dataclass(frozen=True)
class Exposed:
    """One resource as the graph shows it. The root has it by id and has all of them, unless it says otherwise; the
    rest is listed.

    `create`, `update` and `delete` are domain functions, or True where plain columns are all there is to it. A `delete`
    that takes no row finds it by its options, and its mutation takes no id. `verbs`
    are functions `verb(tx, row, *, options) -> row`, each a mutation of its own name; without a row where there is no
    table, and they may then give nothing. `publishable` names the verbs
    that a publishable key may use, each with the rule of what it may not do with it, or None where there is no such.
    """

    table: type[Outcome]
    create: bool | Verb = False
    update: bool | Verb = False
    delete: bool | Verb = False
    verbs: tuple[Verb, ...] = ()
    previews: tuple[Verb, ...] = ()
    """Functions `preview(tx, *, options) -> row`, each a field of the query root: what it adds is shown, not stored."""
    publishable: Mapping[str, PublishableRule | None] = field(default_factory=dict)
    scoped: Mapping[str, ScopeRule] = field(default_factory=dict)
    """The verbs that a key to one customer may use, each with the rule of what it may do with it."""
    components: Mapping[str, ComponentsRule] = field(default_factory=dict)
    """The verbs that the secret of an account session may use, each with the rule of what it may do with it."""
    keys: Mapping[str, KeyKind] = field(default_factory=dict)
    """By verb, the kind of keys that may use it and no other."""
    payloads: Mapping[str, Callable[[], list[StrawberryField]]] = field(default_factory=dict)
    """By verb, fields of its payload that are written by hand."""
    finds: Mapping[str, Find] = field(default_factory=dict)
    """By verb, how its row is found by an id that may be more than a row's, such as a test card's name."""
    then: Mapping[str, Then] = field(default_factory=dict)
    """By verb, what follows its commit."""
    found: bool = True
    """Whether the root has `<resource>(id)`: not where Stripe finds none by its id, or the field is written by hand.
    `node(id)` finds all."""
    listed: bool = True
    """Whether the root has all of them: not where Stripe lists only those of another object, which has a connection."""

    @property
    def name(self) -> str:
        """The name in snake_case, which the root fields are called by."""
        return to_snake(self.table.__name__)

    def lists(self) -> list[type[Resource]]:
        """The table, where the root has a list of all its objects."""
        table = self.table
        return [table] if self.listed and not issubclass(table, Transient | Single) else []

    def queries(self) -> list[StrawberryField]:
        """The object by id, and all of them; nothing for what has no table."""
        table = self.table
        if issubclass(table, Transient):
            return []
        if issubclass(table, Single):
            return [single_field(self.name, table, graph_type(table), _first_line(table))]
        found = [_retrieve(table)] if self.found else []
        listed = [_list(table)] if self.listed else []
        previews = [preview_field(table, each, preview_params(table, each)) for each in self.previews]
        return [*found, *listed, *previews]

    def mutations(self) -> list[StrawberryField]:
        """One for each writing operation, such as `customerCreate`."""
        return [mutation_field(each) for each in self.operations()]

    def operations(self) -> list[Mutation]:
        """What the resource's mutations are made of."""
        found = []
        words = in_words(self.name)
        if self.create:
            found.append(
                self._operation("create", *_create(self.table, self.create), f"Create a new {words}.", takes_id=False)
            )
        if issubclass(self.table, Transient):
            if callable(self.delete):
                run, params = _verb(self.delete), option_params(self.delete)
                found.append(self._operation("delete", run, params, f"Delete an existing {words}."))
            for verb in self.verbs:
                run, params = _create(self.table, verb)
                found.append(self._operation(verb.__name__, run, params, _described(verb), takes_id=False))
            return found
        if self.update:
            found.append(self._operation("update", *_update(self.table, self.update), f"Update an existing {words}."))
        if self.delete:
            how = crud.delete if self.delete is True else self.delete
            by_id = _takes_row(how)
            run = _verb(how) if by_id else _create(self.table, how)[0]
            about = f"Delete an existing {words}."
            found.append(self._operation("delete", run, option_params(how), about, takes_id=by_id))
        found += [
            self._operation(verb.__name__, _verb(verb), option_params(verb), _described(verb)) for verb in self.verbs
        ]
        return found

    def _operation(
        self, verb: str, run: Any, params: list[Param], description: str, *, takes_id: bool = True
    ) -> Mutation:
        find = self.finds.get(verb)
        if issubclass(self.table, Single):
            find = partial(_the_single, self.table)
        if takes_id and verb in self.publishable:
            params = [*params, client_secret_param()]
        return Mutation(
            table=self.table,
            verb=verb,
            name=to_camel_case(f"{self.name}_{verb}"),
            type_name=f"{self.table.__name__}{to_pascal(verb)}",
            run=run,
            params=params,
            takes_id=takes_id,
            description=description,
            publishable=verb in self.publishable,
            publishable_rule=self.publishable.get(verb),
            scope_rule=self.scoped.get(verb),
            components_rule=self.components.get(verb),
            keys=self.keys.get(verb),
            find=find,
            payload=self.payloads.get(verb, list),
            then=self.then.get(verb),
        )


def _takes_row(verb: Verb) -> bool:
    """Whether a function is handed a row, which callers name by its id; another finds it by what callers give."""
    named = (each for each in inspect.signature(verb).parameters.values() if each.kind is each.POSITIONAL_OR_KEYWORD)
    return len(list(named)) > 1


def _described(verb: Verb) -> str:
    assert verb.__doc__, f"{verb.__name__} has no description"
    return verb.__doc__.split("\n\n")[0]


async def _the_single(table: type[Single], tx: Tx, owner: str | None) -> Resource:
    return await tx.single(table, owner)


def _retrieve(table: type[Resource]) -> StrawberryField:
    def resolve(info: Info, id: str, client_secret: Any = None) -> Any:
        if has_secret(table) and is_publishable(info.context.caller):
            return read_with_secret(info.context, table, id, client_secret or None)
        return info.context.loaders.by_id(table, deleted=table.found_deleted, across=False).load(id)

    arguments = {
        "info": Info,
        "id": argument(strawberry.ID, f"ID of the {in_words(str(table.__tablename__))}{such_as(table.prefix)}."),
    }
    if has_secret(table):
        arguments["client_secret"] = argument(
            str | None, "Client secret of the object; required with a publishable key."
        )
    return resolved_field(
        str(table.__tablename__),
        resolve,
        kind=kinds.Lookup(table),
        description=f"Retrieve {with_article(in_words(str(table.__tablename__)))} by id; null if there is none.",
        returns=graph_type(table) | None,
        arguments=arguments,
    )


def _list(table: type[Resource]) -> StrawberryField:
    whose = "" if table.common else " of the account"
    about = f"List all {in_words(table.plural)}{whose}, {usual_in_words(table)} by default."
    return connection_field(table.plural, table, None, graph_type, about)


def preview_params(table: type[Resource], how: Verb) -> list[Param]:
    """The options of a preview, and the table's columns where it takes any values."""
    takes_columns = any(each.kind is each.VAR_KEYWORD for each in inspect.signature(how).parameters.values())
    return merged(column_params(table, creating=True) if takes_columns else [], option_params(how))


def _create(table: type[Outcome], how: bool | Verb) -> tuple[Any, list[Param]]:
    columns = [] if issubclass(table, Transient) else column_params(table, creating=True)
    if how is True:
        assert issubclass(table, Resource), f"{table.__name__} has no table"

        async def plain(tx: Tx, columns: dict[str, Any], _: dict[str, Any]) -> Resource:
            return await crud.create(tx, table, columns)

        return plain, columns
    assert callable(how)

    async def run(tx: Tx, columns: dict[str, Any], options: dict[str, Any]) -> Outcome | None:
        return await how(tx, **columns, **gathered(how, options))

    return run, merged(columns, option_params(how))


def _update(table: type[Resource], how: bool | Verb) -> tuple[Any, list[Param]]:
    columns = column_params(table, creating=False)
    if how is True:

        async def plain(tx: Tx, row: Resource, columns: dict[str, Any], _: dict[str, Any]) -> Resource:
            return await crud.update(tx, row, columns)

        return plain, columns
    assert callable(how)

    async def run(tx: Tx, row: Resource, columns: dict[str, Any], options: dict[str, Any]) -> Outcome | None:
        return await how(tx, row, **columns, **gathered(how, options))

    return run, merged(columns, option_params(how))


def _verb(how: Verb) -> Any:
    async def run(tx: Tx, row: Resource | str, _: dict[str, Any], options: dict[str, Any]) -> Outcome | None:
        return await how(tx, row, **gathered(how, options))

    return run


def merged(columns: list[Param], options: list[Param]) -> list[Param]:
    """Columns and options together; an option stands in for the column of its name."""
    named = {option.name for option in options}
    return ordered([*(column for column in columns if column.name not in named), *options])


def _first_line(table: type[Outcome]) -> str:
    return (table.__doc__ or "").strip().splitlines()[0]
