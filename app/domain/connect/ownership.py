"""Ownership: in the United States and India, the owner of a bank account may have to be verified.

Source: Stripe's page on testing Connect. Two test accounts are checked a minute after they were added; one of them
needs a document.
"""

from app.domain.core_resources.files.used import file_for
from app.domain.jobs import job
from app.domain.mistakes import Mistakes
from app.domain.tx import Tx
from app.network.delays import HURRIED
from app.network.payouts import PAYOUT_BEHAVIOURS
from app.tables.connect.account import Account
from app.tables.connect.bank_account import BankAccount, BankAccountDocuments, BankAccountRequirements
from app.tables.connect.external_account import UPDATED, ExternalAccountStatus
from app.tables.core_resources.file import FilePurpose
from app.tables.shapes.requirements import AccountRequirementsErrors, AccountRequirementsErrorsCode

REQUIREMENT = "documents.bank_account_ownership_verification.files"
FAILS = "file_identity_document_failure"
_TEST_FILES = ("file_identity_document_success", FAILS)
_NONE = BankAccountRequirements()


def begin(tx: Tx, bank: BankAccount) -> None:
    """Have the owner of a new bank account verified, where that is needed."""
    if PAYOUT_BEHAVIOURS[bank.behaviour].ownership is not None:
        tx.wake(tx.real_now + HURRIED, ask, bank)


async def check(tx: Tx, documents: BankAccountDocuments | None, mistakes: Mistakes) -> list[str]:
    """The files of the document, if one is given. Notes those that cannot be one."""
    document = documents and documents.bank_account_ownership_verification
    files = (document and document.files) or []
    for place, id in enumerate(files):
        if tx.livemode or id not in _TEST_FILES:
            with mistakes.noted():
                await file_for(tx, id, f"{REQUIREMENT}.{place}", (FilePurpose.ACCOUNT_REQUIREMENT,))
    return files


def provide(tx: Tx, bank: BankAccount, files: list[str]) -> None:
    """Have a document verified, if one is due."""
    if files and bank.requirements is not None and REQUIREMENT in bank.requirements.currently_due:
        bank.proof = FAILS if FAILS in files else files[0]
        bank.requirements = BankAccountRequirements(pending_verification=[REQUIREMENT])
        tx.wake(tx.real_now + HURRIED, decide, bank)


@job("bank_account.ask_for_owner", BankAccount)
async def ask(tx: Tx, bank: BankAccount) -> None:
    """The owner of the bank account is being verified, or a document is due."""
    if PAYOUT_BEHAVIOURS[bank.behaviour].ownership == "asked":
        bank.requirements = BankAccountRequirements(currently_due=[REQUIREMENT])
    else:
        bank.requirements = BankAccountRequirements(pending_verification=[REQUIREMENT])
        tx.wake(tx.real_now + HURRIED, decide, bank)
    await _tell(tx, bank)


@job("bank_account.verify_owner", BankAccount)
async def decide(tx: Tx, bank: BankAccount) -> None:
    """The owner of the bank account is verified, or the document does not show the owner."""
    if bank.requirements is None or REQUIREMENT not in bank.requirements.pending_verification:
        return
    if bank.proof == FAILS:
        error = AccountRequirementsErrors(
            code=AccountRequirementsErrorsCode.VERIFICATION_DOCUMENT_FAILED_TEST_MODE,
            reason="The document is a test document that always fails. Provide another one.",
            requirement=REQUIREMENT,
        )
        bank.requirements = BankAccountRequirements(currently_due=[REQUIREMENT], errors=[error])
        bank.status = ExternalAccountStatus.VERIFICATION_FAILED.value
    else:
        bank.requirements = _NONE
        if bank.status == ExternalAccountStatus.VERIFICATION_FAILED:
            bank.status = ExternalAccountStatus.NEW.value
    bank.proof = None
    await _tell(tx, bank)


async def _tell(tx: Tx, bank: BankAccount) -> None:
    account = await tx.get(Account, bank.holder_id or "")
    tx.tell(UPDATED, bank)
    tx.tell("updated", account)
