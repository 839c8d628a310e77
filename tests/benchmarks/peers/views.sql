-- What PostGraphile is shown: one merchant's rows of the same tables, with keys and names in its own words (smart
-- comments). :account is the merchant's id, as a literal.

CREATE SCHEMA peers;

CREATE VIEW peers.customer AS
SELECT id, created, name, email, phone
FROM public.customer
WHERE account_id = :account AND NOT livemode;
COMMENT ON VIEW peers.customer IS E'@primaryKey id';

CREATE VIEW peers.payment_method AS
SELECT id, upper(type) AS type, details -> 'card' ->> 'brand' AS card_brand, details -> 'card' ->> 'last4' AS card_last4
FROM public.payment_method
WHERE account_id = :account AND NOT livemode;
COMMENT ON VIEW peers.payment_method IS E'@primaryKey id';

CREATE VIEW peers.payment_intent AS
SELECT
    id, created, upper(status) AS status, currency, description, receipt_email,
    upper(capture_method) AS capture_method, client_secret, amount::int AS amount_minor,
    amount_received::int AS amount_received_minor
FROM public.payment_intent
WHERE account_id = :account AND NOT livemode;
COMMENT ON VIEW peers.payment_intent IS E'@primaryKey id';

CREATE VIEW peers.product AS
SELECT id, name
FROM public.product
WHERE account_id = :account AND NOT livemode;
COMMENT ON VIEW peers.product IS E'@primaryKey id';

CREATE VIEW peers.price AS
SELECT id, created, upper(type) AS type, currency, unit_amount::int AS unit_amount_minor, product_id
FROM public.price
WHERE account_id = :account AND NOT livemode;
COMMENT ON VIEW peers.price IS
    E'@primaryKey id\n@foreignKey (product_id) references product (id)|@fieldName product';

CREATE VIEW peers.invoice AS
SELECT
    id, created, livemode, upper(status) AS status, currency, number, description, account_name, customer_email,
    customer_name, upper(collection_method) AS collection_method, upper(billing_reason) AS billing_reason, attempted,
    attempt_count::int AS attempt_count, period_start, period_end, meta AS metadata,
    amount_due::int AS amount_due_minor, amount_paid::int AS amount_paid_minor, total::int AS total_minor, customer_id
FROM public.invoice
WHERE account_id = :account AND NOT livemode;
COMMENT ON VIEW peers.invoice IS
    E'@primaryKey id\n@foreignKey (customer_id) references customer (id)|@fieldName customer';

CREATE VIEW peers.subscription AS
SELECT
    id, created, upper(status) AS status, currency, current_period_start, current_period_end, customer_id,
    default_payment_method_id, latest_invoice_id
FROM public.subscription
WHERE account_id = :account AND NOT livemode;
COMMENT ON VIEW peers.subscription IS
    E'@name billed_subscription\n@primaryKey id\n@foreignKey (customer_id) references customer (id)|@fieldName customer|@foreignFieldName subscriptions\n@foreignKey (default_payment_method_id) references payment_method (id)|@fieldName defaultPaymentMethod\n@foreignKey (latest_invoice_id) references invoice (id)|@fieldName latestInvoice';

CREATE VIEW peers.subscription_item AS
SELECT id, created, quantity::int AS quantity, subscription_id, price_id
FROM public.subscription_item
WHERE account_id = :account AND NOT livemode;
COMMENT ON VIEW peers.subscription_item IS
    E'@primaryKey id\n@foreignKey (subscription_id) references subscription (id)|@fieldName subscription|@foreignFieldName items\n@foreignKey (price_id) references price (id)|@fieldName price';

CREATE VIEW peers.invoice_line_item AS
SELECT id, created, description, quantity::int AS quantity, currency, amount::int AS amount_minor, invoice_id, price_id
FROM public.invoice_line_item
WHERE account_id = :account AND NOT livemode;
COMMENT ON VIEW peers.invoice_line_item IS
    E'@primaryKey id\n@foreignKey (invoice_id) references invoice (id)|@fieldName invoice|@foreignFieldName lines\n@foreignKey (price_id) references price (id)|@fieldName price';
