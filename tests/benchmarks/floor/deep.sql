SELECT json_build_object('customers', json_build_object('nodes', (
    SELECT json_agg(json_build_object(
        'id', c.id, 'name', c.name, 'email', c.email,
        'created', to_char(c.created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'subscriptions', json_build_object('nodes', page.nodes)
    ) ORDER BY c.created DESC, c.id DESC)
    FROM (SELECT * FROM customer WHERE account_id = $1 AND NOT livemode
        ORDER BY created DESC, id DESC LIMIT 100) AS c
    CROSS JOIN LATERAL (
        SELECT coalesce(json_agg(json_build_object(
            'id', s.id, 'status', upper(s.status),
            'created', to_char(s.created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'currency', s.currency,
            'currentPeriodStart', to_char(s.current_period_start AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'currentPeriodEnd', to_char(s.current_period_end AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
            'defaultPaymentMethod', json_build_object('id', m.id, 'type', upper(m.type), 'card', json_build_object(
                    'brand', m.details -> 'card' -> 'brand', 'last4', m.details -> 'card' -> 'last4')),
            'items', json_build_object('nodes', items.nodes),
            'latestInvoice', json_build_object(
                'id', i.id, 'status', upper(i.status), 'number', i.number,
                'created', to_char(i.created AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
                'total', json_build_object('amount', i.total, 'currency', i.currency),
                'amountDue', json_build_object('amount', i.amount_due, 'currency', i.currency),
                'lines', json_build_object('nodes', lines.nodes)
            )
        ) ORDER BY s.created DESC, s.id DESC), '[]') AS nodes
        FROM (
            SELECT * FROM subscription WHERE customer_id = c.id ORDER BY created DESC, id DESC LIMIT 3
        ) AS s
        LEFT JOIN invoice AS i ON i.id = s.latest_invoice_id
        LEFT JOIN payment_method AS m ON m.id = s.default_payment_method_id
        CROSS JOIN LATERAL (
            SELECT coalesce(json_agg(json_build_object(
                'id', t.id, 'quantity', t.quantity, 'price', json_build_object(
                    'id', p.id, 'type', upper(p.type),
                    'unitAmount', json_build_object('amount', p.unit_amount, 'currency', p.currency),
                    'product', json_build_object('id', d.id, 'name', d.name))
            ) ORDER BY t.created DESC, t.id DESC), '[]') AS nodes
            FROM (
                SELECT * FROM subscription_item WHERE subscription_id = s.id ORDER BY created DESC, id DESC LIMIT 3
            ) AS t
            LEFT JOIN price AS p ON p.id = t.price_id
            LEFT JOIN product AS d ON d.id = p.product_id
        ) AS items
        CROSS JOIN LATERAL (
            SELECT coalesce(json_agg(json_build_object(
                'id', l.id, 'description', l.description, 'quantity', l.quantity,
                'amount', json_build_object('amount', l.amount, 'currency', l.currency),
                'price', json_build_object('id', p.id, 'product', json_build_object('id', d.id, 'name', d.name))
            ) ORDER BY l.created DESC, l.id DESC), '[]') AS nodes
            FROM (
                SELECT * FROM invoice_line_item WHERE invoice_id = i.id ORDER BY created DESC, id DESC LIMIT 3
            ) AS l
            LEFT JOIN price AS p ON p.id = l.price_id
            LEFT JOIN product AS d ON d.id = p.product_id
        ) AS lines
    ) AS page
)))::text
