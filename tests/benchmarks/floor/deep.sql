SELECT json_build_object('customers', json_build_object('nodes', (
    SELECT json_agg(json_build_object(
        'id', c.id, 'name', c.name, 'email', c.email,
        'created', to_char(c.created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'paymentIntents', json_build_object('nodes', page.nodes)
    ) ORDER BY c.created DESC, c.id DESC)
    FROM (SELECT * FROM customer WHERE account_id = $1 AND NOT livemode
        ORDER BY created DESC, id DESC LIMIT 100) AS c
    CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_object(
            'id', p.id, 'status', upper(p.status), 'created', to_char(p.created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'amount', json_build_object('amount', p.amount, 'currency', p.currency),
            'latestCharge', json_build_object(
                'id', h.id, 'status', upper(h.status), 'paid', h.paid,
                'created', to_char(h.created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                'amountRefunded', json_build_object('amount', h.amount_refunded, 'currency', h.currency),
                'balanceTransaction', json_build_object('id', b.id, 'status', b.status,
                    'created', to_char(b.created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                    'fee', json_build_object('amount', b.fee, 'currency', b.currency),
                    'net', json_build_object('amount', b.net, 'currency', b.currency)),
                'paymentMethod', json_build_object('id', m.id, 'type', upper(m.type), 'card', json_build_object(
                    'brand', m.details -> 'card' -> 'brand', 'last4', m.details -> 'card' -> 'last4')),
                'refunds', json_build_object('nodes', refunds.nodes)
            )
        ) ORDER BY p.created DESC, p.id DESC), '[]') AS nodes
        FROM (
            SELECT * FROM payment_intent WHERE customer_id = c.id ORDER BY created DESC, id DESC LIMIT 5
        ) AS p
        LEFT JOIN charge AS h ON h.id = p.latest_charge_id
        LEFT JOIN payment_method AS m ON m.id = h.payment_method_id
        LEFT JOIN balance_transaction AS b ON b.id = h.balance_transaction_id
        CROSS JOIN LATERAL (
            SELECT coalesce(json_agg(json_build_object(
                'id', r.id, 'status', r.status, 'amount', json_build_object('amount', r.amount, 'currency', r.currency),
                'balanceTransaction', json_build_object('id', t.id, 'net', json_build_object('amount', t.net, 'currency', t.currency))
            ) ORDER BY r.created DESC, r.id DESC), '[]') AS nodes
            FROM (SELECT * FROM refund WHERE charge_id = h.id ORDER BY created DESC, id DESC LIMIT 3) AS r
            LEFT JOIN balance_transaction AS t ON t.id = r.balance_transaction_id
        ) AS refunds
    ) AS page
)))::text
