import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, '../../docs/runbooks');
const index = 'README.md';

/** What every page about a deployment says, in this order. Those about alarms are reached from the alarm, and are shorter. */
const sections = ['AWS shows', 'Look', 'Causes', 'Do', 'Never', 'Over when', 'Left by hand'];

function read(page: string): string {
  return readFileSync(join(folder, page), 'utf8');
}

/** Pages that the tables of the index name below a heading. */
function listed(heading: string): readonly string[] {
  const part = read(index)
    .split(/^## /m)
    .find((text) => text.startsWith(heading));
  return [...(part ?? '').matchAll(/^\|[^\n]*\| \[[^\]]+\]\(([^)#]+)\) \|$/gm)].map(([, page = '']) => page);
}

/** Headings of the second level, without those in blocks of commands. */
function headings(page: string): readonly string[] {
  const prose = read(page).replace(/^ *```\n[\s\S]*?^ *```$/gm, '');
  return [...prose.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading);
}

describe('the runbooks', () => {
  const alarms = listed('An alarm fired');
  const deployments = listed('A deployment failed or hangs');

  test('are all in the index, each once, and the index names no other', () => {
    expect(alarms.length).toBeGreaterThan(5);
    expect(deployments.length).toBeGreaterThan(5);
    const pages = readdirSync(folder).filter((name) => name !== index);
    expect([...alarms, ...deployments].sort()).toEqual(pages.sort());
  });

  test.each(deployments)('%s says what it must, in the common order', (page) => {
    expect(headings(page)).toEqual(sections);
  });

  test.each([index, ...deployments])('%s links to sections that are there', (page) => {
    const links = [...read(page).matchAll(/\]\(([\w./-]*\.md)#([\w-]+)\)/g)];
    const lost = links.filter(([, file = '', anchor]) => {
      const target = join(folder, file);
      if (!existsSync(target)) return true;
      const titles = [...readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) => title);
      return !titles.some((title) => anchorOf(title) === anchor);
    });
    expect(lost.map(([link]) => link)).toEqual([]);
  });
});

/** Modes by which the commands of a page retry a stage. */
function retryModes(page: string): readonly string[] {
  const commands = page.replaceAll(/\\\n\s*/g, '').match(/^.*codepipeline retry-stage-execution.*$/gm) ?? [];
  return commands.map((command) => /--retry-mode (\S+)/.exec(command)?.[1] ?? 'none');
}

describe('a stage that is retried', () => {
  const command = 'aws codepipeline retry-stage-execution --stage-name Dev';

  test.each([
    [`${command} --retry-mode FAILED_ACTIONS`, 'FAILED_ACTIONS'],
    [`${command} \\\n  --retry-mode ALL_ACTIONS`, 'ALL_ACTIONS'],
    [command, 'none'],
  ])('is read in %j as by %s', (page, mode) => {
    expect(retryModes(page)).toEqual([mode]);
  });

  test('is retried from its first action on by every command of the runbooks, for that one clears the way', () => {
    const modes = readdirSync(folder).flatMap((page) => retryModes(read(page)));
    expect(modes.length).toBeGreaterThan(0);
    expect(modes.filter((mode) => mode !== 'ALL_ACTIONS')).toEqual([]);
  });
});

/** The anchor that GitHub gives a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
}
