/**
 * @param {number} cents
 * @param {string} currency ISO 4217
 */
export function money(cents, currency) {
  return new Intl.NumberFormat('en-US', { style: 'currency', currency }).format(cents / 100);
}
