"""How events about accounts are caused."""

from app.cli.triggers import causes
from app.cli.triggers.bench import Bench
from app.cli.triggers.inputs import change, example
from app.tables.connect.external_account import CREATED, DELETED, UPDATED

example("bankAccountCreate", externalAccount={"token": "btok_us_verified"})
example("cardCreate", externalAccount={"token": "tok_visa_debit_us_transferSuccess"})


@causes("account.updated")
def account_updated(bench: Bench) -> None:
    """The caller's own, as events about a connected account are the account's."""
    own = bench.remote.ask("{ account { id } }")["account"]["id"]
    bench.do("accountUpdate", id=own, input=change("accountUpdate"))


@causes(CREATED)
def external_account_created(bench: Bench) -> None:
    bench.make("bank_account")


@causes(UPDATED)
def external_account_updated(bench: Bench) -> None:
    bench.change("bank_account")


@causes(DELETED)
def external_account_deleted(bench: Bench) -> None:
    """Of two, as the only one of the account's default currency stays."""
    bench.make("bank_account")
    bench.delete("bank_account")
