/** The example operations, as the files of ../examples tell them. */
import contents from '../examples/contents.json';
import { post } from './post.js';

const sources = import.meta.glob('../examples/*/*.graphql', { query: '?raw', import: 'default', eager: true });
const variables = import.meta.glob('../examples/*/*.json', { query: '?raw', import: 'default', eager: true });

/**
 * `# $payment: paymentIntents(first: 1)` names the connection whose first node's id fills the variable,
 * `# $payload.customer: customers(first: 1)` one that fills a value within a variable of JSON.
 */
const LOOKUP = /^# \$(\w+(?:\.\w+)*): (.+)$/;

/** An example by its path, `<family>/<name>`. */
function read(id) {
  const path = `../examples/${id}`;
  const lines = sources[`${path}.graphql`].trimEnd().split('\n');
  const comments = lines.filter((line) => line.startsWith('# '));
  const lookups = Object.fromEntries(comments.map((line) => LOOKUP.exec(line)).filter(Boolean).map((m) => [m[1], m[2]]));
  const [title, ...told] = comments.filter((line) => !LOOKUP.test(line)).map((line) => line.slice(2));
  const query = lines.filter((line) => !LOOKUP.test(line)).join('\n') + '\n';
  return {
    id,
    title,
    description: told.join(' '),
    kind: /^(query|mutation|subscription)\b/m.exec(query)[1],
    query,
    variables: variables[`${path}.json`]?.trim() ?? '',
    lookups,
  };
}

/** What the page shows, in sections. */
export const sections = contents.map(({ title, examples }) => ({ title, examples: examples.map(read) }));

/** The example that a first visit opens. */
export const first = sections[0].examples[0];

/**
 * The example's variables with the ids of objects that exist now. `missing` says that some could not be found,
 * so that the placeholder is still there.
 */
export async function fill({ variables, lookups }) {
  const names = Object.keys(lookups);
  if (!names.length) return { variables: pretty(variables), missing: false };
  const query = `{ ${names.map((name, nth) => `found${nth}: ${lookups[name]} { nodes { id } }`).join(' ')} }`;
  const { result } = await post({ query });
  const filled = JSON.parse(variables);
  let missing = false;
  names.forEach((name, nth) => {
    const id = result.data?.[`found${nth}`]?.nodes?.[0]?.id;
    if (id) put(filled, name.split('.'), id);
    else missing = true;
  });
  return { variables: pretty(JSON.stringify(filled)), missing };
}

function put(object, path, value) {
  const last = path.at(-1);
  path.slice(0, -1).reduce((within, key) => within[key], object)[last] = value;
}

const pretty = (json) => (json ? JSON.stringify(JSON.parse(json), null, 2) : '');
