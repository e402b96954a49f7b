import { exportInUse } from '../../../src/cloud/state-refusals/export-in-use';

const change = {
  step: 'export' as const,
  account: '222222222222',
  region: 'eu-west-1',
  stack: 'Alpha-Network',
  name: 'Alpha:Vpc',
  before: 'vpc-1',
  after: 'vpc-2' as string | undefined,
  importedBy: ['Alpha-Data', 'Alpha-Service'],
};

test('an export that others import is neither changed nor deleted', () => {
  expect(exportInUse(change)).toMatchObject({
    refused: 'Export Alpha:Vpc cannot be updated as it is in use by Alpha-Data and Alpha-Service',
  });
  expect(exportInUse({ ...change, after: undefined })).toMatchObject({
    refused: expect.stringContaining('Export Alpha:Vpc cannot be deleted as it is in use by Alpha-Data'),
  });
});

test('an export that nobody imports may change, and one that is as it was stays', () => {
  expect(exportInUse({ ...change, importedBy: [] })).toBeUndefined();
  expect(exportInUse({ ...change, after: 'vpc-1' })).toBeUndefined();
});
