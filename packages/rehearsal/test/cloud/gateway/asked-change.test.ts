import { askedChange } from '../../../src/cloud/gateway/asked-change';
import { standInType } from '../../../src/cloud/gateway/templates/stand-in-types';
import { tagLiterals } from '../../../src/cloud/gateway/templates/tagged-literals';

const at = { account: '222222222222', region: 'eu-west-1', stack: 'Alpha' };

test('a stand-in is judged by the type and properties that it stands for', () => {
  const type = 'AWS::RDS::DBProxy';
  const standIn = (properties: object) => ({
    ServiceToken: 'arn',
    StandInFor: type,
    Original: tagLiterals(properties),
  });
  const asked = {
    step: 'update',
    ...at,
    type: standInType(type),
    logicalId: 'Proxy',
    physicalId: 'pool',
    before: standIn({ IdleClientTimeout: 30 }),
    after: standIn({ IdleClientTimeout: 60, RequireTLS: true }),
    beside: [
      {
        region: 'eu-west-1',
        stack: 'Beta',
        logicalId: 'It',
        physicalId: 'i',
        type: standInType(type),
        properties: standIn({ Auth: [] }),
      },
    ],
  };
  expect(askedChange(asked)).toEqual({
    ...{ step: 'update', ...at, type, logicalId: 'Proxy', physicalId: 'pool' },
    before: { IdleClientTimeout: 30 },
    after: { IdleClientTimeout: 60, RequireTLS: true },
    service: { roles: {}, keys: {} },
    beside: [{ region: 'eu-west-1', stack: 'Beta', logicalId: 'It', physicalId: 'i', type, properties: { Auth: [] } }],
  });
});

test('a creation has nothing before, and an export that goes nothing after', () => {
  const created = {
    step: 'create',
    ...at,
    type: 'AWS::SNS::Topic',
    logicalId: 'T',
    physicalId: '',
    before: null,
    after: {},
  };
  expect(askedChange(created)).toMatchObject({ before: {}, after: {}, beside: [] });
  const gone = { step: 'export', ...at, name: 'X', before: 'x', after: null, importedBy: ['Beta'] };
  expect(askedChange(gone)).toEqual({ ...gone, after: undefined, exportedBy: undefined });
});

test('what is no change is none', () => {
  for (const json of [undefined, 'text', {}, { step: 'explode' }]) expect(askedChange(json)).toBeUndefined();
});
