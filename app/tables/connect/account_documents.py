"""The documents that an account provides. They are never shown again."""

from app.tables.columns import given
from app.tables.values import Value


class AccountDocumentsFiles(Value):
    """Files of one document, uploaded for ACCOUNT_REQUIREMENT."""

    files: list[str] | None = given(None)
    """IDs of the files of the document."""


class AccountDocuments(Value):
    """Documents that the account provides, each as one or more files for ACCOUNT_REQUIREMENT. They are never shown."""

    bank_account_ownership_verification: AccountDocumentsFiles | None = given(None)
    """Documents that show the ownership of the payout bank account, such as a statement or a voided check."""
    company_license: AccountDocumentsFiles | None = given(None)
    """Documents that show the company's license to operate."""
    company_memorandum_of_association: AccountDocumentsFiles | None = given(None)
    """Documents that show the company's memorandum of association."""
    company_ministerial_decree: AccountDocumentsFiles | None = given(None)
    """Documents that show the ministerial decree on the company's establishment."""
    company_registration_verification: AccountDocumentsFiles | None = given(None)
    """Documents that show the company's registration with the national registry."""
    company_tax_id_verification: AccountDocumentsFiles | None = given(None)
    """Documents that show the company's tax ID."""
    proof_of_registration: AccountDocumentsFiles | None = given(None)
    """Documents that show a registration by the business's national registry."""
