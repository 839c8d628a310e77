"""How many of each there are, and what tells one clone from the next: ids, times, amounts and what points where."""

from dataclasses import dataclass

DIGITS = 24
"""Characters of an id after its prefix."""


def numbered(prefix: str, number: int) -> str:
    """The id of a clone."""
    return f"{prefix}{number:0{DIGITS}}"


def id_of(prefix: str, number: str) -> str:
    """The same in SQL, of an expression."""
    return f"'{prefix}' || lpad(({number})::text, {DIGITS}, '0')"


def at(number: str) -> str:
    """A moment in SQL: rows are a minute apart."""
    return f"timestamptz '2024-01-01 00:00:00+00' + ({number}) * interval '1 minute'"


@dataclass(frozen=True)
class Sizes:
    """How many there are to be. As many refunds follow as there are payments."""

    customers: int = 2_000
    payment_intents: int = 30_000
    products: int = 500
    prices: int = 2_000
    subscriptions: int = 5_000
    items: int = 10_000
    invoices: int = 30_000
    lines: int = 90_000


AMOUNT = "1000 + n % 9000"
FEE = "30 + (1000 + n % 9000) * 29 / 1000"


@dataclass(frozen=True)
class Clones:
    """Many rows after one pattern. `rows` is what is counted, `changes` what each clone has of its own, in SQL."""

    table: str
    rows: str
    changes: dict[str, str]
    pattern: str = "true"

    def statement(self) -> str:
        """One statement for all of them; $1 is the pattern's account and $2 the clones'.

        The pattern is sorted so that it is read to the end before the first clone is made: a hash of ids does not grow
        where someone is still reading it.
        """
        changes = ", ".join(f"'{column}', {expression}" for column, expression in self.changes.items())
        return (
            f"INSERT INTO {self.table} SELECT filled.* FROM {self.rows}, "
            f"(SELECT whole AS pattern FROM {self.table} AS whole WHERE id = "
            f"(SELECT min(id) FROM {self.table} WHERE account_id = $1 AND {self.pattern}) ORDER BY created) AS found, "
            f"LATERAL jsonb_populate_record(pattern, jsonb_build_object('account_id', $2::text, {changes})) AS filled"
        )


def counted(many: int) -> str:
    return f"generate_series(1, {many}) AS n"


def clones(sizes: Sizes) -> tuple[Clones, ...]:
    """Everything, in the order in which it is filled."""
    # Everyone pays in turn.
    customer = f"1 + (n - 1) % {sizes.customers}"
    # The newest customers have the most subscriptions.
    subscriber = f"{sizes.customers} - (%s - 1) %% {sizes.customers}"
    billed = f"(1 + (n - 1) % {sizes.subscriptions})"
    each_line = sizes.lines // sizes.invoices
    price = f"1 + n % {sizes.prices}"
    # None, one or two refunds of each charge, spread over the customers of a page: as many in all as there are charges.
    refunds = (
        f"(SELECT n AS charge, part, row_number() OVER (ORDER BY n, part) AS n FROM {counted(sizes.payment_intents)}, "
        "LATERAL generate_series(1, n / 20 % 3) AS part) AS refunds"
    )
    return (
        Clones(
            "customer",
            counted(sizes.customers),
            {
                "id": id_of("cus_", "n"),
                "created": at("n"),
                "name": "'Customer ' || n",
                "email": "'customer' || n || '@example.com'",
                "invoice_prefix": "lpad(n::text, 8, '0')",
            },
        ),
        Clones(
            "payment_method",
            counted(sizes.customers),
            {
                "id": id_of("pm_", "n"),
                "created": at("n"),
                "customer_id": id_of("cus_", "n"),
                "details": "jsonb_set((pattern).details, '{card,last4}', to_jsonb(lpad((n % 10000)::text, 4, '0')))",
            },
        ),
        Clones(
            "payment_intent",
            counted(sizes.payment_intents),
            {
                "id": id_of("pi_", "n"),
                "created": at("n"),
                "amount": AMOUNT,
                "amount_received": AMOUNT,
                "client_secret": f"{id_of('pi_', 'n')} || '_secret_' || md5(n::text)",
                "customer_id": id_of("cus_", customer),
                "payment_method_id": id_of("pm_", customer),
                "latest_charge_id": id_of("ch_", "n"),
                "description": "'Order ' || n",
            },
        ),
        Clones(
            "charge",
            counted(sizes.payment_intents),
            {
                "id": id_of("ch_", "n"),
                "created": at("n"),
                "amount": AMOUNT,
                "amount_captured": AMOUNT,
                "amount_refunded": "100 * (n / 20 % 3)",
                "balance_transaction_id": id_of("txn_", "n"),
                "customer_id": id_of("cus_", customer),
                "payment_intent_id": id_of("pi_", "n"),
                "payment_method_id": id_of("pm_", customer),
                "description": "'Order ' || n",
            },
        ),
        Clones(
            "balance_transaction",
            counted(sizes.payment_intents),
            {
                "id": id_of("txn_", "n"),
                "created": at("n"),
                "available_on": at("n"),
                "status": "'available'",
                "amount": AMOUNT,
                "fee": FEE,
                "net": f"({AMOUNT}) - ({FEE})",
                "source_id": id_of("ch_", "n"),
            },
            pattern="type = 'charge'",
        ),
        Clones(
            "refund",
            refunds,
            {
                "id": id_of("re_", "n"),
                "created": at("charge + part"),
                "charge_id": id_of("ch_", "charge"),
                "payment_intent_id": id_of("pi_", "charge"),
                "balance_transaction_id": id_of("txn_", f"{sizes.payment_intents} + n"),
            },
        ),
        Clones(
            "balance_transaction",
            refunds,
            {
                "id": id_of("txn_", f"{sizes.payment_intents} + n"),
                "created": at("charge + part"),
                "available_on": at("charge + part"),
                "status": "'available'",
                "source_id": id_of("re_", "n"),
            },
            pattern="type = 'refund'",
        ),
        Clones(
            "product",
            counted(sizes.products),
            {
                "id": id_of("prod_", "n"),
                "created": at("n"),
                "name": "'Product ' || n",
                "default_price_id": id_of("price_", "n"),
            },
        ),
        Clones(
            "price",
            counted(sizes.prices),
            {
                "id": id_of("price_", "n"),
                "created": at("n"),
                "product_id": id_of("prod_", f"1 + (n - 1) % {sizes.products}"),
                "unit_amount": AMOUNT,
            },
        ),
        Clones(
            "subscription",
            counted(sizes.subscriptions),
            {
                "id": id_of("sub_", "n"),
                "created": at("n"),
                "customer_id": id_of("cus_", subscriber % "n"),
                "default_payment_method_id": id_of("pm_", subscriber % "n"),
                "latest_invoice_id": id_of("in_", f"{sizes.invoices - sizes.subscriptions} + n"),
            },
        ),
        Clones(
            "subscription_item",
            counted(sizes.items),
            {
                "id": id_of("si_", "n"),
                "created": at("n"),
                "subscription_id": id_of("sub_", f"1 + (n - 1) % {sizes.subscriptions}"),
                "price_id": id_of("price_", price),
                "plan_id": id_of("price_", price),
                "quantity": "1 + n % 9",
            },
        ),
        Clones(
            "invoice",
            counted(sizes.invoices),
            {
                "id": id_of("in_", "n"),
                "created": at("n"),
                "number": "'BENCH-' || n",
                "amount_due": AMOUNT,
                "amount_paid": AMOUNT,
                "subtotal": AMOUNT,
                "total": AMOUNT,
                "customer_id": id_of("cus_", subscriber % billed),
                "subscription_id": id_of("sub_", billed),
            },
        ),
        Clones(
            "invoice_line_item",
            counted(sizes.lines),
            {
                "id": id_of("il_", "n"),
                "created": at("n"),
                "amount": AMOUNT,
                "description": "'Line ' || n",
                "invoice_id": id_of("in_", f"1 + (n - 1) / {each_line}"),
                "price_id": id_of("price_", price),
                "plan_id": id_of("price_", price),
            },
        ),
    )
