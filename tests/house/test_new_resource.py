"""What `paygraph new resource` writes is whole: it holds in a copy of the code, and leads to the next step."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli.beginning.inserting import imported, within
from app.cli.beginning.migration import head, revision_after
from app.cli.beginning.names import named
from app.cli.beginning.texts import exposed
from app.errors import Misconfigured
from tests.cli.command import undisturbed_environment
from tests.house.wheel import ROOT

NEW = [
    "app/tables/products/gift_card.py",
    f"migrations/versions/{revision_after(head())}_gift_cards.py",
    "tests/products/test_gift_cards.py",
]
CHANGED = ["schema/products.py", "tests/shape/awaited.py"]
HELD = (
    "tests/products/test_gift_cards.py",
    "tests/house/test_migrations.py::test_the_migrated_schema_is_that_of_the_tables",
    "tests/shape/test_contract.py::test_every_table_is_a_type_of_the_contract_or_ours",
    "tests/shape/test_contract.py::test_root_fields_and_mutations_are_named_as_in_the_contract",
    "tests/shape/test_words.py",
)


COMMITTED = "tests/shape/test_contract.py::test_the_committed_sdl_is_the_schema"
"""What fails until the next step is done, and names it."""
CONTRACT = ROOT / "tests" / "shape" / "contract.json"


def copied(folder: Path) -> Path:
    """A copy of the code and its tests, without what has npm's packages."""
    left = shutil.ignore_patterns("__pycache__", "clients", "benchmarks", "node_modules")
    for room in ("app", "schema", "migrations", "tests"):
        shutil.copytree(ROOT / room, folder / room, ignore=left)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def run(folder: Path, *arguments: str) -> tuple[int, str, str]:
    """Python in the copy: its status, what it printed, and what it complained of."""
    ours = {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1", "COLUMNS": "200"}
    environment = undisturbed_environment() | ours
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=300
    )
    return done.returncode, done.stdout, done.stderr


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "cache" not in str(path.relative_to(folder))
    }


def test_a_resource_begins_with_all_its_files_and_they_hold(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    before = files(copy)
    status, out, err = run(copy, "-m", "app.cli", "new", "resource", "GiftCard", "--family", "products")
    assert (status, err) == (0, "")
    after = files(copy)
    assert sorted(after.keys() - before.keys()) == NEW
    assert sorted(name for name, text in before.items() if after[name] != text) == CHANGED
    assert sorted(line.strip() for line in out.splitlines() if line.startswith("  ")) == sorted(NEW + CHANGED)
    assert "`make schema`" in out
    assert run(copy, "-m", "ruff", "check", "--quiet", *NEW, *CHANGED) == (0, "", "")
    assert run(copy, "-m", "ruff", "format", "--check", "--quiet", *NEW, *CHANGED) == (0, "", "")
    status, out, _ = run(copy, "-m", "pytest", "-q", "-p", "no:cacheprovider", *HELD, COMMITTED)
    assert "\n1 failed, " in out
    assert f"FAILED {COMMITTED} - AssertionError: The graph is not the committed one: run `make schema`" in out
    status, out, err = run(copy, "-m", "app.cli", "new", "resource", "gift_card", "--family", "products")
    assert (status, out) == (1, "")
    assert err == "There is a resource gift_card already: `paygraph show gift_card` shows it.\n"
    assert files(copy) == after


@pytest.mark.parametrize(
    ("typed", "family", "prefix", "sentences"),
    [
        ("a b", None, None, ["A resource cannot be called 'a b': name it in English words as Stripe would, such as"]),
        ("class", None, None, ["A resource cannot be called 'class': "]),
        ("top_down", None, None, ["Stripe has no top_down, so its family must be named: give --family one of billing"]),
        ("customer", None, None, ["There is a resource customer already: `paygraph show customer` shows it."]),
        ("stamp", "post", "cus_", ["There is no family 'post': ", " Ids of customer begin with cus_: give another"]),
        ("stamp", "tax", "5", ["Ids cannot begin with '5': give --prefix a word and an underscore, such as gc_."]),
    ],
)
def test_what_cannot_be_is_told_with_its_remedy(
    typed: str, family: str | None, prefix: str | None, sentences: list[str]
) -> None:
    with pytest.raises(Misconfigured) as caught:
        named(typed, family, prefix, CONTRACT)
    assert [sentence for sentence in sentences if sentence not in str(caught.value)] == []


def test_what_stripe_has_is_named_as_stripe_names_it() -> None:
    reader = named("terminal.reader", None, None, CONTRACT)
    assert (reader.type, reader.table, reader.object) == ("TerminalReader", "terminal_reader", "terminal.reader")
    assert (reader.family, reader.prefix, reader.plural) == ("terminal", "tmr_", "terminal_readers")
    assert exposed(reader) == "Exposed(TerminalReader, create=True, update=True, delete=True)"
    assert reader.events == {}
    link = named("PaymentLink", None, None, CONTRACT)
    assert link.events == {"created": "A payment link was created.", "updated": "A payment link was updated."}
    assert not link.has("Delete")


@pytest.mark.parametrize(
    ("typed", "prefix", "plural"),
    [
        ("gift_card", "gc_", "gift_cards"),
        ("Voucher", "vouc_", "vouchers"),
        ("delivery", "deli_", "deliveries"),
        ("pay_day", "pd_", "pay_days"),
        ("box", "box_", "boxes"),
    ],
)
def test_ours_are_named_by_their_words(typed: str, prefix: str, plural: str) -> None:
    names = named(typed, "products", None, CONTRACT)
    assert (names.prefix, names.plural, names.object, names.stripes) == (prefix, plural, names.table, None)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("family = ()\n", "family = (\n    New(),\n)\n"),
        ("family = (A(é),)\n", "family = (A(é),\n    New(),)\n"),
        ("family = (\n    A(),\n    Z(),\n)\n", "family = (\n    A(),\n    Z(),\n    New(),\n)\n"),
    ],
)
def test_an_entry_is_put_at_the_end(text: str, changed: str) -> None:
    assert within(text, "family", ["New()"]) == changed


def test_an_entry_is_put_in_its_place_where_there_is_an_order() -> None:
    text = 'OURS: dict[str, int] = {\n    "A": 1,\n    "C": 3,\n}\n'
    assert within(text, "OURS", ['"B": 2', '"D": 4'], in_order=True) == (
        'OURS: dict[str, int] = {\n    "A": 1,\n    "B": 2,\n    "C": 3,\n    "D": 4,\n}\n'
    )


def test_an_import_is_put_among_the_others() -> None:
    text = '"""Doc."""\n\nimport os\nfrom a import (\n    x,\n)\nfrom c import y\n\nz = 1\n'
    assert imported(text, "b", "New") == text.replace("from c", "from b import New\nfrom c")
    assert imported(text, "d", "New") == text.replace("import y\n", "import y\nfrom d import New\n")
