// The GraphQL over HTTP specification, as the graphql-http package audits it: every MUST, SHOULD and MAY.
import { serverAudits } from 'graphql-http';
import { URL_HTTP, KEY, test, assert } from './harness.mjs';

const audits = serverAudits({
  url: URL_HTTP,
  fetchFn: (url, init = {}) => fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${KEY}` } }),
});

test('there are 61 audits', () => assert.equal(audits.length, 61));
for (const audit of audits) {
  test(`${audit.id} ${audit.name}`, async () => {
    const result = await audit.fn();
    if (result.status !== 'ok') assert.fail(`${result.status}: ${result.reason}`);
  });
}
