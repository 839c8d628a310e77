"""Papers: invoices, receipts, credit notes and quotes as PDF, in the customer's language.

One module for each says what the paper has; `layout.typ` says how all of them look, and `typesetting` makes the file.
"""
