"""The paper of a credit note: its address, which whoever has it can open, and which expires as that of the invoice."""

from app.domain.billing import addresses
from app.domain.tx import Tx
from app.settings import public_url
from app.tables.billing.credit_note import CreditNote
from app.tables.billing.invoice import Invoice


def give_address(tx: Tx, note: CreditNote, invoice: Invoice) -> None:
    """Give the credit note a new address of its PDF, in place of any that it has."""
    note.pdf = f"{public_url()}/cn/{note.id}/{addresses.token(tx, invoice.due_date)}/pdf"


def is_expired(tx: Tx, note: CreditNote) -> bool:
    """Whether the address has expired, by the clock of the credit note."""
    return addresses.is_expired(tx, note.pdf.split("/")[-2])


async def renew(tx: Tx, note: CreditNote) -> None:
    """Give a new address to a credit note whose address has expired."""
    give_address(tx, note, await tx.get(Invoice, note.invoice_id, lock=False))
    tx.tell("updated", note)
