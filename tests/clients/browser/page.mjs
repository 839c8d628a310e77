/** What the tests of the playground share. */
import { KEY, URL_OF_SERVER, assertCalm, open, useKey } from './browser.mjs';

let asked;

/** The key that the page is given; null where the server gives none. */
export async function demoKey() {
  asked ??= fetch(`${URL_OF_SERVER}/playground/config.json`).then((answer) => answer.json());
  return (await asked).demoKey;
}

/** Run `body` with a fresh page that holds a key, and hold the page to its manners. */
export async function withPlayground(browser, body, { refused = 0, ...options } = {}) {
  const viewport = { width: 1440, height: 900 };
  const context = await browser.newContext({ viewport, baseURL: URL_OF_SERVER, ...options });
  try {
    const opened = await open(context);
    const given = await demoKey();
    if (!given) await useKey(opened.page, KEY);
    await body(opened.page, context, opened);
    await assertCalm(opened, { refused: given ? refused : refused + 1 });
  } finally {
    await context.close();
  }
}

export const pane = (page, name) => page.getByRole('button', { name: `Show ${name}` }).click();
