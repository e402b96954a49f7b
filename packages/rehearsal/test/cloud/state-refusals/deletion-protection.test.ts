import { deletionProtection } from '../../../src/cloud/state-refusals/deletion-protection';
import { changeOf } from './change';

test.each(Object.keys(deletionProtection.looksAt ?? {}))(
  '%s is deleted only where its service does not protect it',
  async (type) => {
    const deletion = { step: 'delete' as const, before: { DeletionProtection: true } };
    expect(await deletionProtection.judge(changeOf(type, { ...deletion, service: { protected: true } }))).toMatchObject(
      {
        refused: expect.stringMatching(/protect/),
      },
    );
    expect(
      await deletionProtection.judge(changeOf(type, { ...deletion, service: { protected: false } })),
    ).toBeUndefined();
    expect(await deletionProtection.judge(changeOf(type, { service: { protected: true } }))).toBeUndefined();
  },
);
