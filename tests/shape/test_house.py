"""The house's own rules: short files, imports that run one way, a description for everything in the graph."""

import ast
import re
import subprocess
import sys
from pathlib import Path

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    is_specified_directive,
    is_specified_scalar_type,
)

from app import tables
from app.domain.jobs import jobs
from app.domain.reactions import reactions
from app.tables.columns import meta_of
from app.tables.values import Value
from schema.derive.annotations import shape
from schema.root import build

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "schema", "tests", "migrations")
LONGEST = 400
GENERATED = {"migrations/versions/0008_baseline.py"}
LISTS = {"app/error_codes.py"}
"""What is one list, which Python wants in one class."""


def test_no_file_is_longer_than_400_lines() -> None:
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "node_modules" not in path.parts]
    assert len(files) > 100
    long = {str(path.relative_to(ROOT)): n for path in files if (n := len(path.read_text().splitlines())) > LONGEST}
    assert long.keys() == GENERATED | LISTS, f"Part files of more than {LONGEST} lines, one idea a file."


def test_no_package_of_anothers_is_kept() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True).stdout.split(
        "\n"
    )
    assert "pyproject.toml" in listed
    assert [path for path in listed if Path(path).suffix in (".whl", ".so", ".pyc", ".zip", ".gz", ".exe")] == []


def test_imports_run_one_way() -> None:
    linter = Path(sys.executable).parent / "lint-imports"
    run = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "0 broken" in run.stdout


def test_every_reference_resolves() -> None:
    def targets(fields: dict[str, object], seen: set[type]) -> set[str]:
        found: set[str] = set()
        for info in fields.values():
            found |= set(meta_of(info).targets)  # type: ignore[arg-type]
            inner = shape(info.annotation).value  # type: ignore[attr-defined]
            if inner and inner not in seen:
                seen.add(inner)
                found |= targets(dict(inner.model_fields), seen)
        return found

    named = {name for table in tables.by_name.values() for name in targets(dict(table.model_fields), {Value})}
    assert {"customer", "charge", "payment_method"} <= named
    assert named <= tables.by_name.keys()


def test_every_list_inside_a_row_is_a_connection_of_the_same_name() -> None:
    for table in tables.every():
        for name, many in (table.lists | table.united).items():
            assert many.tables, (table, name)
            for child in many.tables:
                meta = meta_of(tables.by_name[child].model_fields[many.by])
                assert meta.back == name, (table, name)
                assert meta.kind in ("given", "kept"), (table, name)
                assert table.__tablename__ in meta.targets, (table, name)


def test_prefixes_tell_the_tables_apart() -> None:
    beginnings = [each for table in tables.by_name.values() for each in table.id_prefixes]
    assert len(set(beginnings)) == len(beginnings)
    clashes = {(a, b) for a in beginnings for b in beginnings if a != b and a.startswith(b)}
    # Stripe's thin events share a prefix with its events, and the transactions of billing credits with those of
    # customers' balances. Theirs goes on with a word and an underscore, which no id of the others has in it.
    assert clashes == {
        ("cbtxn_live_", "cbtxn_"),
        ("cbtxn_test_", "cbtxn_"),
        ("evt_live_", "evt_"),
        ("evt_test_", "evt_"),
        ("sub_sched_", "sub_"),
    }
    for table in tables.by_name.values():
        assert all(tables.table_of(f"{each}0001") is table for each in table.id_prefixes)


def test_whatever_falls_due_has_a_function() -> None:
    build()
    assert {"charge.expire_authorization", "refund.arrive", "test_clock.expire"} <= jobs.keys()
    for name, job in jobs.items():
        assert name in job.names
        assert tables.by_name[str(job.table.__tablename__)] is job.table


def test_a_worker_knows_jobs_of_modules_that_nothing_else_imports() -> None:
    """A process that starts, and has emitted nothing yet, finds what others have set."""
    code = "from app.domain.batches import job_called; assert job_called('dispute.open') and not job_called('nothing')"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_what_falls_due_is_stored_under_names_that_stay() -> None:
    """Renaming any of these would strand what is due under it: add the new name, and keep the former as an alias."""
    build()
    reactions()
    named = {job.name: sorted(job.aliases) for job in jobs.values() if not job.name.startswith("bells.")}
    assert named == {
        "account.fall_due": [],
        "account.reach_threshold": [],
        "account.verify": [],
        "apps_secret.expire": [],
        "balance.announce_funds": ["ledger.tell_of_funds"],
        "balance.make_available": ["ledger.make_available"],
        "bank_account.ask_for_owner": [],
        "bank_account.verify_owner": [],
        "billing_credit_grant.expire": [],
        "billing_credit_grant.take_effect": [],
        "charge.credit_captured": [],
        "charge.expire_authorization": ["settlement.lapse_charge"],
        "fault_rule.expire": [],
        "file_link.expire": [],
        "coupon.expire": [],
        "customer.end_discount": [],
        "customer_cash_balance_transaction.transfer_unused": [],
        "dispute.decide": [],
        "dispute.end_inquiry": [],
        "dispute.end_refunded": [],
        "dispute.open": [],
        "dispute.pass_deadline": [],
        "invoice.collect": [],
        "invoice.finalize": [],
        "invoice.overdue": [],
        "invoice.pass_due_date": [],
        "invoice.will_be_due": [],
        "meter.report_errors": [],
        "payment_intent.charge_notified": [],
        "payment_intent.expire_authorization": ["settlement.lapse"],
        "payment_intent.expire_microdeposits": [],
        "payment_intent.expire_redirect": [],
        "payment_intent.expire_voucher": [],
        "payment_intent.fail_microdeposits": ["settlement.fail_microdeposits"],
        "payment_intent.pay_voucher": [],
        "payment_intent.settle_debit": ["settlement.settle_debit"],
        "payout.arrive": [],
        "payout.come_back": [],
        "payout.pay_out": [],
        "payout.reconcile": [],
        "payout.send": [],
        "promotion_code.expire": [],
        "quote.expire": [],
        "quote.will_expire": [],
        "refund.arrive": ["sending.arrive"],
        "refund.arrive_in_bank": [],
        "refund.expire_return": [],
        "refund.fail": ["sending.fail"],
        "refund.learn_reference": [],
        "refund.send_waiting": ["sending.send_waiting"],
        "reserve.adjust": [],
        "reserve.settle": [],
        "sandbox.expire": [],
        "sandbox.give_up": [],
        "setup_intent.expire_microdeposits": [],
        "setup_intent.expire_redirect": [],
        "setup_intent.fail_microdeposits": [],
        "discount.end": [],
        "subscription.bill_pending_items": [],
        "subscription.cancel": [],
        "subscription.check_thresholds": [],
        "subscription.end_pause": [],
        "subscription.expire": [],
        "subscription.expire_pending_update": [],
        "subscription.invoice_upcoming": [],
        "subscription.renew": [],
        "subscription.trial_will_end": [],
        "subscription_schedule.expiring": [],
        "subscription_schedule.turn": [],
        "tax_id.verify": [],
        "token.expire": [],
        "test_clock.expire": ["test_clocks.expire"],
        "topup.arrive": [],
        "topup.take_back": [],
    }


def test_whose_a_row_is_stands_in_one_place() -> None:
    """Nothing but the tables and their tenancy names the account's column, and no hand has it in SQL but these."""
    written_by_hand = {
        "app/access/idempotency.py",
        "app/domain/billing/metering/statements.py",
        "app/domain/statements.py",
        "app/domain/events/streams.py",
        "app/domain/writing.py",
        "app/events/webhooks/claiming.py",
        "app/events/webhooks/recording.py",
    }
    named, in_sql = set(), set()
    for path in (*(ROOT / "app").rglob("*.py"), *(ROOT / "schema").rglob("*.py")):
        room = str(path.relative_to(ROOT))
        if room.startswith("app/tables/"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Attribute(attr="account_id") | ast.keyword(arg="account_id") | ast.Constant("account_id"):
                    named.add(room)
                case ast.Constant(str(text)) if re.search(r"\baccount_id\b", text):
                    in_sql.add(room)
    assert named == set()
    assert in_sql == written_by_hand


def test_connections_are_the_engines_own() -> None:
    """A graph's resolver reaches rows through its Reader, and a domain's function through its Tx."""
    doors = ("app.database", "app.connection", "app.pool")
    found = set()
    for path in (ROOT / "schema").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module in doors:
                found.add(str(path.relative_to(ROOT)))
    assert found == {"schema/derive/context.py", "schema/derive/reading.py"}
    engine = {
        "work",
        "tx",
        "statements",
        "faulted",
        "striking",
        "meeting",
        "streams",
        "transaction",
        "writing",
        "routes",
        "batches",
        "advancing",
        "emptying",
    }
    for path in (ROOT / "app" / "domain").rglob("*.py"):
        if path.stem not in engine:
            for node in ast.walk(ast.parse(path.read_text())):
                assert not (isinstance(node, ast.Attribute) and node.attr == "connection"), path
                assert not (isinstance(node, ast.ImportFrom) and node.module in doors), path


def test_everything_in_the_graph_is_described() -> None:
    schema = build()._schema
    bare: list[str] = []

    def look(name: str, thing: GraphQLField | GraphQLArgument) -> None:
        if not thing.description:
            bare.append(name)

    for name, type_ in schema.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(type_):
            continue
        if not type_.description and name not in ("Query", "Mutation", "SubscriptionRoot"):
            bare.append(name)
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
            for field_name, field in type_.fields.items():
                look(f"{name}.{field_name}", field)
                for argument_name, argument in field.args.items():
                    look(f"{name}.{field_name}({argument_name})", argument)
        elif isinstance(type_, GraphQLInputObjectType):
            for field_name, input_field in type_.fields.items():
                if not input_field.description:
                    bare.append(f"{name}.{field_name}")
        elif isinstance(type_, GraphQLEnumType):
            bare += [f"{name}.{value}" for value, member in type_.values.items() if not member.description]
    bare += [f"@{d.name}" for d in schema.directives if not d.description and not is_specified_directive(d)]
    assert bare == []
