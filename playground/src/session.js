/** Which server this page speaks to, and with which key. */
import { createState } from './state.js';

const KEY = 'paygraph:key';

export const session = createState({
  endpoint: '/graphql',
  version: '',
  demoKey: null,
  key: '',
  /** What the server last said of the key: `unknown`, `accepted` or `refused`. */
  standing: 'unknown',
});

/** Storage may be forbidden by the browser; the key then lasts as long as the page. */
function remember(key) {
  try {
    if (key) localStorage.setItem(KEY, key);
    else localStorage.removeItem(KEY);
  } catch {
    return;
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

export async function openSession() {
  let config = {};
  try {
    const response = await fetch('/playground/config.json', { headers: { Accept: 'application/json' } });
    if (response.ok) config = await response.json();
  } catch {
    config = {};
  }
  const { endpoint = '/graphql', demoKey = null, version = '' } = config;
  session.set({ endpoint, demoKey, version, key: remembered() || demoKey || '' });
}

/** Take another key, or go back to the demo key with an empty one. */
export function chooseKey(typed) {
  const key = typed.trim();
  const { demoKey } = session.get();
  remember(key === demoKey ? '' : key);
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

export function kindOf(key) {
  const [, label, mode] = KINDS.find(([prefix]) => key.startsWith(prefix)) ?? ['', key ? 'Key' : 'No key', 'none'];
  return { label, mode };
}
