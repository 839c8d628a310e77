SELECT json_build_object('paymentIntent', (
    SELECT json_build_object(
        'id', p.id, 'created', to_char(p.created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'status', upper(p.status), 'description', p.description, 'receiptEmail', p.receipt_email,
        'captureMethod', upper(p.capture_method), 'clientSecret', p.client_secret,
        'amount', json_build_object('amount', p.amount, 'currency', p.currency),
        'amountReceived', json_build_object('amount', p.amount_received, 'currency', p.currency)
    )
    FROM payment_intent AS p
    WHERE p.account_id = $1 AND NOT p.livemode AND p.id = $2
))::text
