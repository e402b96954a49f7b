import { Reader } from '../../../src/cloud/deployed/properties';

describe('Reader', () => {
  const reader = new Reader(
    {
      text: 't',
      number: '30',
      zero: 0,
      yes: 'true',
      no: false,
      list: [1, 'b'],
      inner: { a: 'b' },
      pairs: [{ Key: 'k', Value: 1 }],
    },
    'Alpha-Data/Cluster',
  );

  it('takes numbers and flags as text too, as CloudFormation does', () => {
    expect([reader.number('number'), reader.number('zero'), reader.text('number')]).toEqual([30, 0, '30']);
    expect([reader.flag('yes'), reader.flag('no'), reader.flag('absent', true)]).toEqual([true, false, true]);
    expect(reader.pairs('pairs', 'Key')).toEqual({ k: '1' });
    expect(reader.texts('list')).toEqual(['1', 'b']);
    expect(reader.record('inner')).toEqual({ a: 'b' });
  });

  it('takes what is missing for empty, unless it is needed', () => {
    expect(reader.object('absent').object('deeper').optionalText('x')).toBeUndefined();
    expect([reader.objects('absent'), reader.texts('absent'), reader.has('absent')]).toEqual([[], [], false]);
    expect(reader.optionalNumber('text')).toBeUndefined();
  });

  it('names the resource and the property that is of no use', () => {
    expect(() => reader.text('inner')).toThrow(/^TAP4401: Alpha-Data\/Cluster\.inner: \{"a":"b"\} is not a text/);
    expect(() => reader.object('inner').number('a')).toThrow(/Alpha-Data\/Cluster\.inner\.a/);
  });
});
