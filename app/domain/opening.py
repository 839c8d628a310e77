"""Opening an account: what each has from the start."""

from app.domain.billing.portal import configurations as portal
from app.domain.connect.accounts import new_account
from app.domain.payment_methods import configurations
from app.sql import Part, insert
from app.tables.connect.account import Account


def opened(made: tuple[Account, Account]) -> list[Part]:
    """What inserts a new account, which has a row in each mode, with its default configurations in each."""
    return [
        insert(made),
        insert([configurations.first(each) for each in made]),
        insert([portal.first(each) for each in made]),
    ]


__all__ = ["new_account", "opened"]
