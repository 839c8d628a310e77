/** Holds a page to WCAG as axe checks it: nothing that it calls serious or critical. */
import assert from 'node:assert/strict';
import axe from 'axe-core';

const GRAVE = new Set(['serious', 'critical']);

export async function assertAccessible(page, name) {
  // The page's policy forbids inline scripts, which this is not: the driver evaluates it.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  const faults = violations
    .filter(({ impact }) => GRAVE.has(impact))
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id} at ${node.target.join(' ')}: ${node.failureSummary}`));
  assert.deepEqual(faults, [], name);
}
