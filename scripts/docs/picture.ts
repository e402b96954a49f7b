import type { ChainStage } from '../build/chain';

/** Pixels. */
const box = { width: 132, height: 30, gapX: 26, gapY: 8 };
const label = 150;
/** Width of a letter as a share of the font's size; rather too wide, so that no text leaves its box. */
const letterWidth = 0.65;
const margin = 16;
const rowGap = 22;

/** What an action is to the reader of the picture, by its name. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/smoke|load|alarm|review/i, 'gate'],
  [/approv/i, 'approval'],
  [/deploy$/i, 'deploy'],
];

/**
 * The synthesized pipeline as a picture: a row for each stage, its actions from left to right, those side by side above each
 * other. The chain stands in it as data, too.
 */
export function pipelinePicture(chain: readonly ChainStage[]): string {
  const columns = Math.max(...chain.map(({ steps }) => steps.length));
  const width = 2 * margin + label + columns * (box.width + box.gapX) - box.gapX;
  let top = margin;
  const rows = chain.map((stage) => {
    const row = drawStage(stage, top);
    top += rowHeight(stage) + rowGap;
    return row;
  });
  const height = top - rowGap + margin + legendHeight;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">The pipeline: ${chain.map(({ name }) => name).join(', ')}</title>
<metadata>${escapeXml(JSON.stringify(chain))}</metadata>
<style>${style}</style>
<rect class="page" width="${width}" height="${height}"/>
${rows.join('\n')}
${drawLegend(height - legendHeight)}
</svg>
`;
}

/**
 * The chain that a picture shows.
 *
 * @throws Error if it was not made by `pipelinePicture`
 */
export function chainIn(picture: string): readonly ChainStage[] {
  const data = /<metadata>(.*)<\/metadata>/.exec(picture)?.[1];
  if (data === undefined) throw new Error('the picture holds no chain of actions; npm run docs makes it');
  const text = data.replace(/&#(\d+);/g, (_entity, code: string) => String.fromCharCode(Number(code)));
  return JSON.parse(text) as readonly ChainStage[];
}

function rowHeight({ steps }: ChainStage): number {
  const most = Math.max(1, ...steps.map((actions) => actions.length));
  return most * (box.height + box.gapY) - box.gapY;
}

function drawStage(stage: ChainStage, top: number): string {
  const height = rowHeight(stage);
  const middle = top + height / 2;
  const parts = stage.steps.flatMap((actions, index) => {
    const left = margin + label + index * (box.width + box.gapX);
    const arrow =
      index === 0
        ? []
        : [`<path class="arrow" d="M${left - box.gapX + 4} ${middle}h${box.gapX - 10}m-5 -4l5 4l-5 4"/>`];
    const first = middle - (actions.length * (box.height + box.gapY) - box.gapY) / 2;
    return [...arrow, ...actions.map((action, row) => drawAction(action, left, first + row * (box.height + box.gapY)))];
  });
  const rule = `<path class="rule" d="M${margin} ${top - rowGap / 2}H${margin + label - 14}"/>`;
  return [
    rule,
    `<text class="stage" x="${margin}" y="${middle + 5}" ${fitting(stage.name, 14, label)}>${escapeXml(stage.name)}</text>`,
    ...parts,
  ].join('\n');
}

function drawAction(name: string, left: number, top: number): string {
  const kind = kinds.find(([pattern]) => pattern.test(name))?.[1] ?? 'plain';
  const text = name.replace(/\.Deploy$/, '');
  return `<rect class="${kind}" x="${left}" y="${top}" width="${box.width}" height="${box.height}" rx="6"/><text x="${left + box.width / 2}" y="${top + 20}" text-anchor="middle" ${fitting(text, 13, box.width)}>${escapeXml(text)}</text>`;
}

const legendHeight = 34;
const legend = [
  ['deploy', 'deploys a stack'],
  ['gate', 'gate: judges by evidence'],
  ['approval', 'a person'],
  ['plain', 'everything else'],
] as const;

function drawLegend(top: number): string {
  return legend
    .map(([kind, text], index) => {
      const left = margin + label + index * 215;
      return `<rect class="${kind}" x="${left}" y="${top}" width="16" height="16" rx="3"/><text x="${left + 24}" y="${top + 13}">${text}</text>`;
    })
    .join('\n');
}

/** A font size for a text that must not be wider than this; a style, because the page's own would win over an attribute. */
function fitting(text: string, size: number, width: number): string {
  return `style="font-size:${Math.min(size, Math.floor(width / (letterWidth * text.length)))}px"`;
}

function escapeXml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const style =
  'text{font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;font-size:13px;fill:#1b2330}.stage{font-weight:600}' +
  '.page{fill:#fff}rect{stroke-width:1.2;stroke:#c3cad6;fill:#f3f5f8}.page{stroke:none}.deploy{fill:#e5eefc;stroke:#7ba2e0}.gate{fill:#e2f4e9;stroke:#55a877}.approval{fill:#fdf0d9;stroke:#d2a14a}' +
  '.arrow{fill:none;stroke:#7a8598;stroke-width:1.4}.rule{stroke:#dde2ea}' +
  '@media(prefers-color-scheme:dark){text{fill:#e6eaf1}.page{fill:#12161d}rect{fill:#222a35;stroke:#46536a}.deploy{fill:#1c2c47;stroke:#4d78bd}.gate{fill:#16301f;stroke:#3f8a5e}.approval{fill:#362811;stroke:#9a7430}.rule{stroke:#2d3644}}';
