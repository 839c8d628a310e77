"""`paygraph new`: the files of something new, to begin with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app.errors import Misconfigured

if TYPE_CHECKING:
    from app.cli.beginning.names import Names

ROOT = Path(__file__).parents[2]
AWAITED = "tests/shape/awaited.py"

app = typer.Typer(name="new", help="Write the files of something new, for who works on paygraph.", no_args_is_help=True)


@app.callback()
def new() -> None:
    """Write the files of something new, for who works on paygraph."""


@app.command()
def resource(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="As in the graph, or as Stripe has it: GiftCard, gift_card.")
    ],
    family: Annotated[
        str | None, typer.Option(metavar="FAMILY", help="The family it belongs to; by default Stripe's for it.")
    ] = None,
    prefix: Annotated[
        str | None, typer.Option(metavar="PREFIX", help="What its ids begin with, such as gc_; by default Stripe's.")
    ] = None,
) -> None:
    """Write a resource's table, its line in the schema, its migration and its tests, to begin with."""
    if not (ROOT / AWAITED).is_file():
        raise Misconfigured(
            "`paygraph new` writes into a clone of the sources, and this paygraph is installed without them."
        )
    from app.cli.beginning.names import named

    names = named(name, family, prefix, ROOT / "tests" / "shape" / "contract.json")
    with whole() as written:
        write(names, written)
    for path in written:
        typer.echo(f"  {path.relative_to(ROOT)}")
    typer.echo(
        f"\nGive {names.type} its columns and sentences. The migration has the columns that it begins with: keep it in "
        "step, or delete it and have `alembic revision --autogenerate` write another. "
        f"`paygraph show {names.table}` prints what is derived. Then run `make schema`, `make format` and `make test`."
    )
    if names.events and names.stripes:
        typer.echo("What it emits is no longer to come: take its events out of app/domain/events/coming.py.")


class Written(dict[Path, str | None]):
    """What files held before they were written; None for new ones."""

    def write(self, path: str, text: str) -> None:
        """Write a file, and what makes its folder a package."""
        file = ROOT / path
        if not file.parent.is_dir():
            file.parent.mkdir()
            self.write(f"{Path(path).parent}/__init__.py", "")
        self.setdefault(file, file.read_text("utf-8") if file.exists() else None)
        file.write_text(text, "utf-8")

    def undo(self) -> None:
        for file, before in reversed(self.items()):
            if before is None:
                file.unlink(missing_ok=True)
            else:
                file.write_text(before, "utf-8")


@contextmanager
def whole() -> Iterator[Written]:
    """Files that are all written, or none."""
    written = Written()
    try:
        yield written
        tidy(list(written))
    except BaseException:
        written.undo()
        raise


def write(names: "Names", written: Written) -> None:
    """Write the files of a resource. Raises Misconfigured where one is there already."""
    from importlib import import_module

    from app import tables
    from app.cli.beginning import texts
    from app.cli.beginning.inserting import imported, within
    from app.cli.beginning.migration import head, migration, revision_after

    new = {
        "table": f"app/tables/{names.family}/{names.table}.py",
        "migration": f"migrations/versions/{revision_after(head())}_{names.plural}.py",
        "tests": f"tests/{names.family}/test_{names.plural}.py",
    }
    if there := [path for path in new.values() if (ROOT / path).exists()]:
        raise Misconfigured(f"{', '.join(there)} would be overwritten. Move that away first.")

    written.write(new["table"], texts.table(names))
    module = f"app.tables.{names.family}.{names.table}"
    table = getattr(import_module(module), names.type)
    tables.complete(table)

    shown = ROOT / f"schema/{names.family}.py"
    text = shown.read_text("utf-8") if shown.exists() else texts.module(names)
    written.write(
        f"schema/{names.family}.py", imported(within(text, "family", [texts.exposed(names)]), module, names.type)
    )
    written.write(new["migration"], migration(table.__table__, names.plural.replace("_", " ").capitalize()))
    written.write(new["tests"], texts.tests(names))
    if names.stripes is None:
        written.write(AWAITED, with_ours((ROOT / AWAITED).read_text("utf-8"), names))


def with_ours(text: str, names: "Names") -> str:
    """The list of what is ours beyond Stripe's API, with the resource."""
    from app.cli.beginning.inserting import within
    from app.cli.beginning.names import VERBS

    facts = f'"{names.type}": {{"object": "{names.object}", "family": "{names.family}", "prefix": "{names.prefix}"}}'
    mutations = [f'"{names.camel}{verb}"' for verb in VERBS]
    return within(within(text, "OURS", [facts], in_order=True), "BEYOND", mutations, in_order=True)


def tidy(files: list[Path]) -> None:
    """Format them as `make format` does, where a contributor's tools are installed."""
    import subprocess
    import sys
    from importlib.util import find_spec

    if find_spec("ruff") is None:
        return
    for verb in (["check", "--fix-only"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *verb, "--quiet", *files], cwd=ROOT, check=True)  # noqa: S603
