SELECT json_build_object('invoices', json_build_object('nodes', (
    SELECT json_agg(json_build_object(
        'id', i.id,
        'created', to_char(i.created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'livemode', i.livemode, 'status', upper(i.status),
        'currency', i.currency, 'number', i.number, 'description', i.description, 'accountName', i.account_name,
        'customerEmail', i.customer_email, 'customerName', i.customer_name,
        'collectionMethod', upper(i.collection_method), 'billingReason', upper(i.billing_reason),
        'attempted', i.attempted, 'attemptCount', i.attempt_count,
        'periodStart', to_char(i.period_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'periodEnd', to_char(i.period_end AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'metadata', i.meta,
        'amountDue', json_build_object('amount', i.amount_due, 'currency', i.currency),
        'amountPaid', json_build_object('amount', i.amount_paid, 'currency', i.currency),
        'total', json_build_object('amount', i.total, 'currency', i.currency),
        'customer', json_build_object('id', c.id, 'name', c.name, 'email', c.email, 'phone', c.phone)
    ) ORDER BY i.created DESC, i.id DESC)
    FROM (SELECT * FROM invoice WHERE account_id = $1 AND NOT livemode ORDER BY created DESC, id DESC LIMIT 100) AS i
    LEFT JOIN customer AS c ON c.id = i.customer_id
)))::text
