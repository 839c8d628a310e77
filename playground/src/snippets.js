/** An operation as something to paste elsewhere: a command of curl, or JavaScript with fetch. */
import { kindOf } from './session.js';

/** A key of test mode is written out, so that what is pasted works; one of live mode is left to the environment. */
function keyIn({ key }) {
  return key && kindOf(key).mode === 'test' ? key : null;
}

/** Within single quotes of a POSIX shell. */
const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

const bodyOf = ({ query, variables, operationName }) => ({
  query,
  ...(variables && Object.keys(variables).length && { variables }),
  ...(operationName && { operationName }),
});

/** `request` is `{ url, key, headers, kind, query, variables, operationName }`; `kind` is that of the operation. */
export function curlOf(request) {
  const live = request.kind === 'subscription';
  const key = keyIn(request);
  const headers = Object.entries(request.headers ?? {}).map(([name, value]) => quoted(`${name}: ${value}`));
  return [
    `curl ${live ? '-N ' : ''}${quoted(request.url)}`,
    `-H ${key ? quoted(`Authorization: Bearer ${key}`) : '"Authorization: Bearer $PAYGRAPH_KEY"'}`,
    `-H 'Content-Type: application/json'`,
    ...(live ? [`-H 'Accept: text/event-stream'`] : []),
    ...headers.map((header) => `-H ${header}`),
    `--data-raw ${quoted(JSON.stringify(bodyOf(request)))}`,
  ].join(' \\\n  ');
}

/** Backticks keep the query's lines. */
const template = (text) => `\`${text.replace(/[`\\]|\$\{/g, '\\$&')}\``;

const indented = (value) => JSON.stringify(value, null, 2).replaceAll('\n', '\n    ');

export function fetchOf(request) {
  const live = request.kind === 'subscription';
  const key = keyIn(request);
  const { variables, operationName } = bodyOf(request);
  const lines = [
    `const response = await fetch(${JSON.stringify(request.url)}, {`,
    `  method: 'POST',`,
    `  headers: {`,
    `    Authorization: ${key ? JSON.stringify(`Bearer ${key}`) : '`Bearer ${process.env.PAYGRAPH_KEY}`'},`,
    `    'Content-Type': 'application/json',`,
    ...(live ? [`    Accept: 'text/event-stream',`] : []),
    ...Object.entries(request.headers ?? {}).map((header) => `    ${header.map((part) => JSON.stringify(part)).join(': ')},`),
    `  },`,
    `  body: JSON.stringify({`,
    `    query: ${template(request.query)},`,
    ...(variables ? [`    variables: ${indented(variables)},`] : []),
    ...(operationName ? [`    operationName: ${JSON.stringify(operationName)},`] : []),
    `  }),`,
    `});`,
  ];
  const answer = live
    ? ['for await (const part of response.body.pipeThrough(new TextDecoderStream())) console.log(part);']
    : ['console.log(JSON.stringify(await response.json(), null, 2));'];
  return [...lines, ...answer, ''].join('\n');
}
