SELECT json_build_object('customers', json_build_object('nodes', (
    SELECT json_agg(json_build_object(
        'id', c.id, 'name', c.name, 'email', c.email,
        'paymentIntents', json_build_object('nodes', page.nodes)
    ) ORDER BY c.created DESC, c.id DESC)
    FROM (SELECT * FROM customer WHERE account_id = $1 AND NOT livemode
        ORDER BY created DESC, id DESC LIMIT 20) AS c
    CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_object(
            'id', p.id, 'status', upper(p.status), 'created', to_char(p.created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'description', p.description,
            'amount', json_build_object('amount', p.amount, 'currency', p.currency),
            'paymentMethod', json_build_object('id', m.id, 'type', upper(m.type), 'card', json_build_object(
                    'brand', m.details -> 'card' -> 'brand', 'last4', m.details -> 'card' -> 'last4')),
            'latestCharge', json_build_object(
                'id', h.id, 'status', upper(h.status), 'paid', h.paid,
                'balanceTransaction', json_build_object('id', b.id, 'fee', json_build_object('amount', b.fee),
                    'net', json_build_object('amount', b.net, 'currency', b.currency)),
                    'refunds', json_build_object('nodes', refunds.nodes)
            )
        ) ORDER BY p.created DESC, p.id DESC), '[]') AS nodes
        FROM (
            SELECT * FROM payment_intent WHERE customer_id = c.id ORDER BY created DESC, id DESC LIMIT 3
        ) AS p
        LEFT JOIN charge AS h ON h.id = p.latest_charge_id
        LEFT JOIN payment_method AS m ON m.id = p.payment_method_id
        LEFT JOIN balance_transaction AS b ON b.id = h.balance_transaction_id
        CROSS JOIN LATERAL (
            SELECT coalesce(json_agg(json_build_object(
                'id', r.id, 'status', r.status, 'amount', json_build_object('amount', r.amount)
            ) ORDER BY r.created DESC, r.id DESC), '[]') AS nodes
            FROM (SELECT * FROM refund WHERE charge_id = h.id ORDER BY created DESC, id DESC LIMIT 3) AS r
        ) AS refunds
    ) AS page
)), 'prices', json_build_object('nodes', (
    SELECT json_agg(json_build_object(
        'id', s.id, 'type', upper(s.type), 'unitAmount', json_build_object('amount', s.unit_amount),
        'product', json_build_object('id', d.id, 'name', d.name)
    ) ORDER BY s.created DESC, s.id DESC)
    FROM (SELECT * FROM price WHERE account_id = $1 AND NOT livemode ORDER BY created DESC, id DESC LIMIT 5) AS s
    LEFT JOIN product AS d ON d.id = s.product_id
)))::text
