import type { ActionVerdict } from '../../events/events';
import type { Report } from '../schema';
import { html, type Markup } from './markup';

type AnyVerdict = ActionVerdict | 'not judged' | 'fault not caught' | Report['verdict'];

/** Colour by meaning, and a sign beside it for whoever can't tell the colours. */
const tones: Readonly<Record<AnyVerdict, readonly [tone: string, sign: string]>> = {
  pass: ['good', '✓'],
  promoted: ['good', '✓'],
  fail: ['bad', '✗'],
  stopped: ['bad', '✗'],
  broken: ['bad', '✗'],
  'fault not caught': ['bad', '✗'],
  'not judged': ['warn', '?'],
  interrupted: ['warn', '!'],
  'stood in': ['warn', '≈'],
  'not run': ['mute', '–'],
};

/** A verdict as a small label, with what it is about where that is not plain, or how far it goes. */
export function badge(verdict: AnyVerdict, about?: string, through?: string): Markup {
  const [tone, sign] = tones[verdict];
  return html`<span class="badge ${tone}"><span aria-hidden="true">${sign}</span> ${verdict}${through === undefined ? '' : ` through ${through}`}${about === undefined ? '' : `: ${about}`}</span>`;
}

export function toneOf(verdict: AnyVerdict): string {
  return tones[verdict][0];
}

/** An id for a link within the page. */
export function anchor(...parts: readonly string[]): string {
  return parts
    .join('-')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
}
