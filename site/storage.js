// What the browser remembers between two visits. Without its storage (switched off, or full) the page remembers it.

/** @type {Map<string, string>} */
const page = new Map();

/** @param {string} key @returns {string | undefined} */
export function recall(key) {
  try {
    return localStorage.getItem(key) ?? page.get(key);
  } catch {
    return page.get(key);
  }
}

/** @param {string} key @param {string} value */
export function remember(key, value) {
  page.set(key, value);
  try {
    localStorage.setItem(key, value);
  } catch {
    // The page remembers it.
  }
}

/** @param {string} key */
export function forget(key) {
  page.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept there.
  }
}
