import { changeSetRequest } from '../../../src/cloud/state-refusals/change-set-request';
import { trust } from './trust-policy';

const role = 'arn:aws:iam::222222222222:role/who';

describe('a change set', () => {
  const request = {
    step: 'change set' as const,
    account: '2',
    region: 'r',
    stack: 'A',
    id: 'arn:A',
    creates: false,
    role: '',
  };

  test.each(['ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_FAILED', 'UPDATE_IN_PROGRESS', 'DELETE_FAILED'])(
    'is not made of a stack in %s',
    (status) => {
      expect(changeSetRequest({ ...request, status, roles: {} })).toMatchObject({
        refused: `Stack:arn:A is in ${status} state and can not be updated.`,
      });
    },
  );

  test.each(['CREATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE', 'UPDATE_FAILED', ''])(
    'is made of one in "%s"',
    (status) => {
      expect(changeSetRequest({ ...request, status, roles: {} })).toBeUndefined();
    },
  );

  test('is refused by a role that CloudFormation can not take', () => {
    const by = (roles: Record<string, unknown>) => changeSetRequest({ ...request, status: '', role, roles });
    const refused = { refused: `Role ${role} is invalid or cannot be assumed` };
    expect(by({ [role]: null })).toMatchObject(refused);
    expect(by({ [role]: trust({ Service: 'lambda.amazonaws.com' }) })).toMatchObject(refused);
    expect(by({ [role]: trust({ Service: 'cloudformation.amazonaws.com' }) })).toBeUndefined();
    expect(by({})).toBeUndefined();
  });

  test('that creates a stack is made of one that waits for it', () => {
    expect(changeSetRequest({ ...request, creates: true, status: 'REVIEW_IN_PROGRESS', roles: {} })).toBeUndefined();
  });
});
