// The data of the peers written by hand: rows by id, and the first rows of many parents in one statement.

import pg from 'pg';

const TIMESTAMPTZ = 1184;
const INT8 = 20;
pg.types.setTypeParser(TIMESTAMPTZ, (text) => `${text.slice(0, 10)}T${text.slice(11, -3)}Z`);
pg.types.setTypeParser(INT8, Number);

const pool = new pg.Pool({ max: 10, idleTimeoutMillis: 0 });
const ACCOUNT = process.env.ACCOUNT;

const upper = (text) => text && text.toUpperCase();
const money = (amount, currency) => ({ amount, currency });

const TABLES = {
  customer: {
    columns: ['id', 'created', 'name', 'email', 'phone'],
    shape: (row) => row,
  },
  payment_intent: {
    columns: [
      'id', 'created', 'status', 'currency', 'description', 'receipt_email', 'capture_method', 'client_secret',
      'amount', 'amount_received',
    ],
    shape: (row) => ({
      id: row.id,
      created: row.created,
      status: upper(row.status),
      description: row.description,
      receiptEmail: row.receipt_email,
      captureMethod: upper(row.capture_method),
      clientSecret: row.client_secret,
      amount: money(row.amount, row.currency),
      amountReceived: money(row.amount_received, row.currency),
    }),
  },
  payment_method: {
    columns: ['id', 'type', 'details'],
    shape: (row) => ({ id: row.id, type: upper(row.type), card: row.details.card ?? null }),
  },
  subscription: {
    columns: [
      'id', 'created', 'status', 'currency', 'current_period_start', 'current_period_end', 'default_payment_method_id',
      'latest_invoice_id',
    ],
    shape: (row) => ({
      id: row.id,
      created: row.created,
      status: upper(row.status),
      currency: row.currency,
      currentPeriodStart: row.current_period_start,
      currentPeriodEnd: row.current_period_end,
      defaultPaymentMethodId: row.default_payment_method_id,
      latestInvoiceId: row.latest_invoice_id,
    }),
  },
  subscription_item: {
    columns: ['id', 'quantity', 'price_id'],
    shape: (row) => ({ id: row.id, quantity: row.quantity, priceId: row.price_id }),
  },
  invoice: {
    columns: [
      'id', 'created', 'livemode', 'status', 'currency', 'number', 'description', 'account_name', 'customer_email',
      'customer_name', 'collection_method', 'billing_reason', 'attempted', 'attempt_count', 'period_start',
      'period_end', 'meta', 'amount_due', 'amount_paid', 'total', 'customer_id',
    ],
    shape: (row) => ({
      id: row.id,
      created: row.created,
      livemode: row.livemode,
      status: upper(row.status),
      currency: row.currency,
      number: row.number,
      description: row.description,
      accountName: row.account_name,
      customerEmail: row.customer_email,
      customerName: row.customer_name,
      collectionMethod: upper(row.collection_method),
      billingReason: upper(row.billing_reason),
      attempted: row.attempted,
      attemptCount: row.attempt_count,
      periodStart: row.period_start,
      periodEnd: row.period_end,
      metadata: row.meta,
      amountDue: money(row.amount_due, row.currency),
      amountPaid: money(row.amount_paid, row.currency),
      total: money(row.total, row.currency),
      customerId: row.customer_id,
    }),
  },
  invoice_line_item: {
    columns: ['id', 'description', 'quantity', 'amount', 'currency', 'price_id'],
    shape: (row) => ({
      id: row.id,
      description: row.description,
      quantity: row.quantity,
      amount: money(row.amount, row.currency),
      priceId: row.price_id,
    }),
  },
  price: {
    columns: ['id', 'type', 'unit_amount', 'currency', 'product_id'],
    shape: (row) => ({
      id: row.id,
      type: upper(row.type),
      unitAmount: money(row.unit_amount, row.currency),
      productId: row.product_id,
    }),
  },
  product: {
    columns: ['id', 'name'],
    shape: (row) => row,
  },
};

// One merchant's, in test mode: $1 of every statement.
const OURS = 'account_id = $1 AND NOT livemode';

// A named statement is prepared once for each connection.
const run = async (name, text, values) => (await pool.query({ name, text, values })).rows;

/** The newest rows of a table. */
export async function newest(table, first) {
  const { columns, shape } = TABLES[table];
  const text = `SELECT ${columns} FROM ${table} WHERE ${OURS} ORDER BY created DESC, id DESC LIMIT $2`;
  return { nodes: (await run(`newest ${table}`, text, [ACCOUNT, first])).map(shape) };
}

/** The rows of these ids, in their order; null where there is none. */
export async function byIds(table, ids) {
  const { columns, shape } = TABLES[table];
  const text = `SELECT ${columns} FROM ${table} WHERE ${OURS} AND id = ANY($2)`;
  const rows = await run(`ids ${table}`, text, [ACCOUNT, [...new Set(ids)]]);
  const found = new Map(rows.map((row) => [row.id, shape(row)]));
  return ids.map((id) => found.get(id) ?? null);
}

/** The newest `first` rows of each parent. */
export async function pages(table, column, parents, first) {
  const { columns, shape } = TABLES[table];
  const text = `SELECT parent, page.* FROM unnest($2::text[]) AS parent CROSS JOIN LATERAL (
    SELECT ${columns} FROM ${table} WHERE ${OURS} AND ${column} = parent ORDER BY created DESC, id DESC LIMIT $3
  ) AS page`;
  const found = new Map(parents.map((parent) => [parent, { nodes: [] }]));
  const rows = await run(`pages ${table} ${column}`, text, [ACCOUNT, parents, first]);
  for (const row of rows) found.get(row.parent).nodes.push(shape(row));
  return parents.map((parent) => found.get(parent));
}

/** The same where the callers may ask for different numbers: one statement for each number. */
export async function pagesOf(table, column, asked) {
  const answers = new Array(asked.length);
  for (const first of new Set(asked.map((one) => one.first))) {
    const places = asked.flatMap((one, place) => (one.first === first ? [place] : []));
    const found = await pages(table, column, places.map((place) => asked[place].id), first);
    places.forEach((place, index) => { answers[place] = found[index]; });
  }
  return answers;
}
