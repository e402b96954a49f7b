// Draws a product from its SKU (`MUG-FJD`: what it is, and its style), so that the shop needs no picture files.

import { svgElement } from './dom.js';

/** By style. @type {Record<string, string>} */
export const colours = {
  ALD: '#cfa878',
  BAS: '#3b3e44',
  CLO: '#6c9a68',
  DUN: '#d6bd88',
  EMB: '#b8452f',
  FJD: '#35597a',
  GLA: '#a9cbe0',
  HRV: '#dfae35',
  INK: '#2a3560',
  JUN: '#76907f',
  KLN: '#bb7350',
  LIN: '#cdbf9f',
  MOO: '#7d5873',
  NRT: '#8e9aa1',
  OCH: '#c68632',
  PEB: '#92918c',
  QRZ: '#dcaeb0',
  RUS: '#924c34',
  SLT: '#525c68',
};

/** Shapes by kind: `fill` in the style's colour, `shade` darker, `line` as a stroke. @type {Record<string, [string, string][]>} */
export const shapes = {
  MUG: [
    ['line', 'M80 48h8a14 14 0 0 1 0 30h-9'],
    ['fill', 'M32 38h50v40a14 14 0 0 1-14 14H46a14 14 0 0 1-14-14z'],
    ['shade', 'M32 38h50v9H32z'],
  ],
  BWL: [
    ['fill', 'M22 52h76a38 38 0 0 1-26 36H48a38 38 0 0 1-26-36z'],
    ['shade', 'M22 52h76l-1 8H23zM48 88h24v5H48z'],
  ],
  TPT: [
    ['line', 'M82 52c16-4 20 20 2 26'],
    ['fill', 'M40 56L36 78 22 48zM34 66c0-16 12-24 26-24s26 8 26 24-10 24-26 24-26-8-26-24z'],
    ['shade', 'M47 45c4-6 22-6 26 0zM57 33h6v8h-6zM44 90h32v4H44z'],
  ],
  KET: [
    ['line', 'M40 48c0-26 40-26 40 0'],
    ['fill', 'M42 46h36l12 42a5 5 0 0 1-5 6H35a5 5 0 0 1-5-6zM39 58L34 80 20 50z'],
    ['shade', 'M30 86h60l1 4a4 4 0 0 1-4 4H33a4 4 0 0 1-4-4zM42 46h36l1 5H41z'],
  ],
  BRD: [
    [
      'fill',
      'M36 40h48a6 6 0 0 1 6 6v44a6 6 0 0 1-6 6H36a6 6 0 0 1-6-6V46a6 6 0 0 1 6-6zM54 22h12a4 4 0 0 1 4 4v16H50V26a4 4 0 0 1 4-4z',
    ],
    ['shade', 'M60 26a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM38 54h44v3H38zM38 66h44v3H38zM38 78h44v3H38z'],
  ],
  KNF: [
    ['fill', 'M54 18c12 8 14 30 12 52H52V18z'],
    ['shade', 'M51 72h17v26a5 5 0 0 1-5 5h-7a5 5 0 0 1-5-5z'],
  ],
  TWL: [
    ['line', 'M24 28h72'],
    ['fill', 'M38 28h44v66H38z'],
    ['shade', 'M38 74h44v4H38zM38 82h44v4H38zM38 40h44v3H38z'],
  ],
  APR: [
    ['line', 'M46 34c0-18 28-18 28 0M34 60l-12 6M86 60l12 6'],
    ['fill', 'M46 34h28c0 14 4 20 14 24v36a4 4 0 0 1-4 4H36a4 4 0 0 1-4-4V58c10-4 14-10 14-24z'],
    ['shade', 'M44 68h32v14a6 6 0 0 1-6 6H50a6 6 0 0 1-6-6z'],
  ],
  LMP: [
    ['line', 'M60 58v34'],
    ['fill', 'M44 24h32l16 34H28z'],
    ['shade', 'M40 92h40a4 4 0 0 1 0 7H40a4 4 0 0 1 0-7zM30 54h60l2 4H28z'],
  ],
  VSE: [
    ['line', 'M56 44C54 30 46 24 42 18M62 44c0-14 4-22 12-26'],
    ['fill', 'M50 42h20c0 12 14 18 14 34 0 12-8 22-24 22s-24-10-24-22c0-16 14-22 14-34z'],
    ['shade', 'M49 42h22v5H49zM42 14a5 5 0 1 1 0 10 5 5 0 0 1 0-10zM75 12a5 5 0 1 1 0 10 5 5 0 0 1 0-10z'],
  ],
  BLK: [
    [
      'fill',
      'M30 40h60a8 8 0 0 1 8 8v6a8 8 0 0 1-8 8H30a8 8 0 0 1-8-8v-6a8 8 0 0 1 8-8zM30 72h60a8 8 0 0 1 8 8v4a8 8 0 0 1-8 8H30a8 8 0 0 1-8-8v-4a8 8 0 0 1 8-8z',
    ],
    ['shade', 'M26 60h68a6 6 0 0 1 0 13H26a6 6 0 0 1 0-13z'],
  ],
  NTB: [
    ['fill', 'M36 22h48a6 6 0 0 1 6 6v64a6 6 0 0 1-6 6H36z'],
    ['shade', 'M30 22h12v76H30a4 4 0 0 1-4-4V26a4 4 0 0 1 4-4zM76 22h4v76h-4z'],
  ],
};

/** @type {[string, string][]} */
const box = [
  ['fill', 'M26 44l34-14 34 14v38L60 98 26 82z'],
  ['shade', 'M26 44l34 15 34-15v5L60 64 26 49zM58 60h4v38h-4z'],
];

/**
 * @param {string} sku
 * @returns {HTMLElement} a decoration: the product's name stands beside it
 */
export function picture(sku) {
  const [kind = '', style = ''] = sku.split('-');
  const colour = colours[style] ?? '#8a8f94';
  const drawing = svgElement('svg', { viewBox: '0 0 120 120', 'aria-hidden': 'true', focusable: 'false' });
  drawing.append(svgElement('ellipse', { class: 'ground', cx: 60, cy: 98, rx: 36, ry: 5 }));
  for (const [role, path] of shapes[kind] ?? box) {
    /** @type {Record<string, string | number>} */
    const paint =
      role === 'line'
        ? { fill: 'none', stroke: colour, 'stroke-width': 6, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' }
        : { fill: colour };
    drawing.append(svgElement('path', { d: path, ...paint }));
    if (role === 'shade') {
      drawing.append(svgElement('path', { d: path, fill: '#000', 'fill-opacity': 0.22 }));
    }
  }
  const frame = document.createElement('span');
  frame.className = 'picture';
  frame.style.setProperty('--tint', colour);
  frame.append(drawing);
  return frame;
}
