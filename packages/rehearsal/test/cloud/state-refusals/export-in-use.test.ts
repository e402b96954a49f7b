import { exportInUse } from '../../../src/cloud/state-refusals/export-in-use';

const change = {
  step: 'export' as const,
  account: '222222222222',
  region: 'eu-west-1',
  stack: 'Alpha-Network',
  name: 'Alpha:Vpc',
  before: 'vpc-1' as string | undefined,
  after: 'vpc-2' as string | undefined,
  importedBy: ['Alpha-Data', 'Alpha-Service'],
  exportedBy: undefined as string | undefined,
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

test('a name that another stack exports is taken, and a new one may be imported already', () => {
  expect(exportInUse({ ...change, before: undefined, exportedBy: 'Beta' })).toMatchObject({
    refused: 'Export with name Alpha:Vpc is already exported by stack Beta',
  });
  expect(exportInUse({ ...change, before: undefined })).toBeUndefined();
});
