/** What the browser keeps for the page. Storage may be forbidden: what is told then lasts as long as the page. */

export function recall(name) {
  try {
    return localStorage.getItem(name) ?? '';
  } catch {
    return '';
  }
}

/** Keep a text under a name; an empty one is forgotten. */
export function keep(name, text) {
  try {
    if (text) localStorage.setItem(name, text);
    else localStorage.removeItem(name);
  } catch {
    return;
  }
}

export function forgetAll() {
  try {
    localStorage.clear();
  } catch {
    return;
  }
}
