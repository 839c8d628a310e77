/** Which server this page speaks to, and with which key. */
import { keep, recall } from './memory.js';
import { createState } from './state.js';

const KEY = 'paygraph:key';

export const session = createState({
  endpoint: '/graphql',
  version: '',
  date: '',
  apiVersion: '',
  demoKey: null,
  key: '',
  /** What the server last said of the key: `unknown`, `accepted` or `refused`. */
  standing: 'unknown',
  /** Whether the server has told where the page stands. */
  open: false,
});

let opening;

/** Ask the server where the page stands, once. */
export function openSession() {
  opening ??= ask();
  return opening;
}

async function ask() {
  let config = {};
  try {
    const response = await fetch('/playground/config.json', { headers: { Accept: 'application/json' } });
    if (response.ok) config = await response.json();
  } catch {
    config = {};
  }
  const { endpoint = '/graphql', demoKey = null, version = '', date = '', apiVersion = '' } = config;
  session.set({ endpoint, demoKey, version, date, apiVersion, key: recall(KEY) || demoKey || '', open: true });
}

/** Take another key, or go back to the demo key with an empty one. */
export function chooseKey(typed) {
  const key = typed.trim();
  const { demoKey } = session.get();
  keep(KEY, key === demoKey ? '' : key);
  session.set({ key: key || demoKey || '', standing: 'unknown' });
}

const KINDS = [
  ['sk_test_', 'Test key', 'test'],
  ['sk_live_', 'Live key', 'live'],
  ['rk_test_', 'Restricted test key', 'test'],
  ['rk_live_', 'Restricted live key', 'live'],
  ['pk_test_', 'Publishable test key', 'test'],
  ['pk_live_', 'Publishable live key', 'live'],
  ['cuss_test_', 'Customer session (test)', 'test'],
  ['cuss_live_', 'Customer session (live)', 'live'],
  ['ek_test_', 'Ephemeral test key', 'test'],
  ['ek_live_', 'Ephemeral live key', 'live'],
];

/** Whether a text is a secret, of a key or of a webhook endpoint, though it looks like an id. */
export const isSecret = (text) => text.startsWith('whsec_') || KINDS.some(([prefix]) => text.startsWith(prefix));

export function kindOf(key) {
  const [, label, mode] = KINDS.find(([prefix]) => key.startsWith(prefix)) ?? ['', key ? 'Key' : 'No key', 'none'];
  return { label, mode };
}
