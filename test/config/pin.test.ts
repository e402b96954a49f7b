import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Pin, pinFile, pinName, readPin } from '../../lib/config/pin';
import { refusal } from './edited';

const folder = mkdtempSync(join(tmpdir(), 'pin-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pin: Pin = {
  version: 1,
  application: 'tap',
  pipeline: { values: { region: 'us-east-1', account: null }, stacks: { PipelineStack: { Key: 'AWS::KMS::Key' } } },
  environments: { Dev: { values: { 'network.zoneIds': ['use1-az1'] }, stacks: {} } },
  removed: [
    { name: 'Trial', stacks: ['Trial-Network'] },
    { name: 'Old', became: 'Dev', stacks: [] },
  ],
};

/** The pin in a file with this text. */
function read(text: string): Pin | undefined {
  const file = join(folder, 'pinned.json');
  writeFileSync(file, text);
  return readPin(file);
}

test('a pin is read as it was written, and none is there before the first', () => {
  expect(read(JSON.stringify(pin))).toEqual(pin);
  expect(readPin(join(folder, 'none.json'))).toBeUndefined();
  expect(pinFile.endsWith(join(...pinName.split('/')))).toBe(true);
});

test.each([
  ['half a file', '{ "version": 1, ', '16 characters that are no JSON'],
  ['nothing at all', '', '0 characters that are no JSON'],
  ['null', 'null', 'the whole: '],
  ['a list', '[]', 'the whole: '],
  ['a newer version', JSON.stringify({ ...pin, version: 2, more: true }), 'version 2, and 1 is the only one'],
  ['no version', JSON.stringify({ ...pin, version: undefined }), 'version: '],
  ['a version that is no number', JSON.stringify({ ...pin, version: '1' }), 'version: '],
  ['a merge of two', JSON.stringify({ ...pin, environments: { Dev: { values: {} } } }), 'environments.Dev.stacks: '],
  ['a part that nobody knows', JSON.stringify({ ...pin, further: 1 }), 'the whole: '],
])('%s is refused with what was received and what to do', (_what, text, received) => {
  const { code, message } = refusal(() => read(text));
  expect(code).toBe('TAP1092');
  expect(message).toContain(`${pinName}: received ${received}`);
  expect(message).toContain('take the file back from git');
});
