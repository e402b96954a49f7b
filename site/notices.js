// Tells the shopper what happened, to eyes and to screen readers.

import { ApiProblem } from './api.js';
import { byId } from './dom.js';

const shownMs = 5_000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let timer;

/** @param {string} text */
export function tell(text) {
  show('status', text);
  timer = setTimeout(clear, shownMs);
}

/** Stays until something else happens. @param {unknown} error */
export function tellProblem(error) {
  show('alert', problemText(error));
}

/** @param {unknown} error */
export function problemText(error) {
  return error instanceof ApiProblem ? error.message : 'Something went wrong on this page. Please load it again.';
}

export function clear() {
  clearTimeout(timer);
  byId('status', HTMLElement).textContent = '';
  byId('alert', HTMLElement).textContent = '';
}

/** @param {'status' | 'alert'} place @param {string} text */
function show(place, text) {
  clear();
  byId(place, HTMLElement).textContent = text;
}
