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
    id, created, livemode, upper(status) AS status, currency, description, receipt_email,
    upper(capture_method) AS capture_method, upper(confirmation_method) AS confirmation_method, client_secret,
    upper(setup_future_usage) AS setup_future_usage, statement_descriptor, statement_descriptor_suffix, canceled_at,
    transfer_group, payment_method_types, meta AS metadata, amount::int AS amount_minor,
    amount_received::int AS amount_received_minor, amount_capturable::int AS amount_capturable_minor, customer_id,
    payment_method_id, latest_charge_id
FROM public.payment_intent
WHERE account_id = :account AND NOT livemode;
COMMENT ON VIEW peers.payment_intent IS
    E'@primaryKey id\n@foreignKey (customer_id) references customer (id)|@fieldName customer|@foreignFieldName paymentIntents\n@foreignKey (payment_method_id) references payment_method (id)|@fieldName paymentMethod\n@foreignKey (latest_charge_id) references charge (id)|@fieldName latestCharge';

CREATE VIEW peers.charge AS
SELECT
    id, created, upper(status) AS status, paid, currency, amount_refunded::int AS amount_refunded_minor,
    balance_transaction_id, payment_method_id
FROM public.charge
WHERE account_id = :account AND NOT livemode;
COMMENT ON VIEW peers.charge IS
    E'@primaryKey id\n@foreignKey (balance_transaction_id) references balance_transaction (id)|@fieldName balanceTransaction\n@foreignKey (payment_method_id) references payment_method (id)|@fieldName paymentMethod';

CREATE VIEW peers.balance_transaction AS
SELECT id, created, status, currency, fee::int AS fee_minor, net::int AS net_minor
FROM public.balance_transaction
WHERE account_id = :account AND NOT livemode;
COMMENT ON VIEW peers.balance_transaction IS E'@primaryKey id';

CREATE VIEW peers.refund AS
SELECT id, created, status, currency, amount::int AS amount_minor, charge_id, balance_transaction_id
FROM public.refund
WHERE account_id = :account AND NOT livemode;
COMMENT ON VIEW peers.refund IS
    E'@primaryKey id\n@foreignKey (charge_id) references charge (id)|@fieldName charge|@foreignFieldName refunds\n@foreignKey (balance_transaction_id) references balance_transaction (id)|@fieldName balanceTransaction';

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
