SELECT json_build_object('paymentIntents', json_build_object('nodes', (
    SELECT json_agg(json_build_object(
        'id', p.id, 'created', to_char(p.created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'livemode', p.livemode, 'status', upper(p.status),
        'currency', p.currency, 'description', p.description, 'receiptEmail', p.receipt_email,
        'captureMethod', upper(p.capture_method), 'confirmationMethod', upper(p.confirmation_method),
        'clientSecret', p.client_secret, 'setupFutureUsage', upper(p.setup_future_usage),
        'statementDescriptor', p.statement_descriptor, 'statementDescriptorSuffix', p.statement_descriptor_suffix,
        'canceledAt', to_char(p.canceled_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'transferGroup', p.transfer_group, 'paymentMethodTypes', p.payment_method_types, 'metadata', p.meta,
        'amount', json_build_object('amount', p.amount, 'currency', p.currency),
        'amountReceived', json_build_object('amount', p.amount_received, 'currency', p.currency),
        'amountCapturable', json_build_object('amount', p.amount_capturable, 'currency', p.currency),
        'customer', json_build_object('id', c.id, 'name', c.name, 'email', c.email, 'phone', c.phone)
    ) ORDER BY p.created DESC, p.id DESC)
    FROM (SELECT * FROM payment_intent WHERE account_id = $1 AND NOT livemode ORDER BY created DESC, id DESC LIMIT 100) AS p
    LEFT JOIN customer AS c ON c.id = p.customer_id
)))::text
