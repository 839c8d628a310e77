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
      'id', 'created', 'livemode', 'status', 'currency', 'description', 'receipt_email', 'capture_method',
      'confirmation_method', 'client_secret', 'setup_future_usage', 'statement_descriptor',
      'statement_descriptor_suffix', 'canceled_at', 'transfer_group', 'payment_method_types', 'meta', 'amount',
      'amount_received', 'amount_capturable', 'customer_id', 'payment_method_id', 'latest_charge_id',
    ],
    shape: (row) => ({
      id: row.id,
      created: row.created,
      livemode: row.livemode,
      status: upper(row.status),
      currency: row.currency,
      description: row.description,
      receiptEmail: row.receipt_email,
      captureMethod: upper(row.capture_method),
      confirmationMethod: upper(row.confirmation_method),
      clientSecret: row.client_secret,
      setupFutureUsage: upper(row.setup_future_usage),
      statementDescriptor: row.statement_descriptor,
      statementDescriptorSuffix: row.statement_descriptor_suffix,
      canceledAt: row.canceled_at,
      transferGroup: row.transfer_group,
      paymentMethodTypes: row.payment_method_types,
      metadata: row.meta,
      amount: money(row.amount, row.currency),
      amountReceived: money(row.amount_received, row.currency),
      amountCapturable: money(row.amount_capturable, row.currency),
      customerId: row.customer_id,
      paymentMethodId: row.payment_method_id,
      latestChargeId: row.latest_charge_id,
    }),
  },
  payment_method: {
    columns: ['id', 'type', 'details'],
    shape: (row) => ({ id: row.id, type: upper(row.type), card: row.details.card ?? null }),
  },
  charge: {
    columns: [
      'id', 'created', 'status', 'paid', 'amount_refunded', 'currency', 'balance_transaction_id', 'payment_method_id',
    ],
    shape: (row) => ({
      id: row.id,
      created: row.created,
      status: upper(row.status),
      paid: row.paid,
      amountRefunded: money(row.amount_refunded, row.currency),
      balanceTransactionId: row.balance_transaction_id,
      paymentMethodId: row.payment_method_id,
    }),
  },
  balance_transaction: {
    columns: ['id', 'created', 'status', 'fee', 'net', 'currency'],
    shape: (row) => ({
      id: row.id,
      created: row.created,
      status: row.status,
      fee: money(row.fee, row.currency),
      net: money(row.net, row.currency),
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
  refund: {
    columns: ['id', 'status', 'amount', 'currency', 'balance_transaction_id'],
    shape: (row) => ({
      id: row.id,
      status: row.status,
      amount: money(row.amount, row.currency),
      balanceTransactionId: row.balance_transaction_id,
    }),
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
