import { StackStatus } from '@aws-sdk/client-cloudformation';
import { type Condition, completedOnce, conditionOf } from '../../../checks/failed-creations/condition';
import type { StackEvent } from '../../../checks/failed-creations/stack-record';

/** Events of the stack itself, newest first, with one of a resource between them that must count for nothing. */
function history(...statuses: readonly string[]): readonly StackEvent[] {
  const own = statuses.map((status) => event(status, true));
  return [...own.slice(0, 1), event('CREATE_COMPLETE', false), ...own.slice(1)];
}

function event(status: string, ofStack: boolean): StackEvent {
  return { logicalId: 'any', type: 'any', physicalId: 'any', status, reason: '', ofStack };
}

describe('what a status means', () => {
  const statuses = Object.values(StackStatus);

  test('is said of every one that CloudFormation has', () => {
    const those = (condition: Condition) => statuses.filter((status) => conditionOf(status) === condition).sort();
    expect(statuses.length).toBeGreaterThan(20);
    expect(those('perhaps a failed creation')).toEqual([
      'CREATE_FAILED',
      'DELETE_FAILED',
      'ROLLBACK_COMPLETE',
      'ROLLBACK_FAILED',
    ]);
    expect(those('ready')).toEqual([
      'CREATE_COMPLETE',
      'IMPORT_COMPLETE',
      'IMPORT_ROLLBACK_COMPLETE',
      'UPDATE_COMPLETE',
      'UPDATE_ROLLBACK_COMPLETE',
    ]);
    expect(those('blocked')).toEqual(
      expect.arrayContaining(['UPDATE_ROLLBACK_FAILED', 'UPDATE_FAILED', 'REVIEW_IN_PROGRESS']),
    );
    expect(those('busy').length).toBeGreaterThan(0);
    expect(those('busy').filter((status) => !status.endsWith('_IN_PROGRESS'))).toEqual([]);
  });

  test('of one that nobody knows yet is that a person decides', () => {
    expect(conditionOf('FROZEN')).toBe('blocked');
  });
});

describe('that a stack never was complete', () => {
  test.each([
    [['ROLLBACK_COMPLETE', 'ROLLBACK_IN_PROGRESS', 'CREATE_IN_PROGRESS']],
    [['DELETE_FAILED', 'DELETE_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'CREATE_IN_PROGRESS', 'REVIEW_IN_PROGRESS']],
    [['CREATE_FAILED', 'REVIEW_IN_PROGRESS']],
  ])('is shown by %j', (statuses) => {
    expect(completedOnce(history(...statuses))).toBeUndefined();
  });

  test.each([
    [['DELETE_FAILED', 'DELETE_IN_PROGRESS', 'CREATE_COMPLETE', 'CREATE_IN_PROGRESS'], 'CREATE_COMPLETE'],
    [['DELETE_FAILED', 'DELETE_IN_PROGRESS', 'UPDATE_COMPLETE', 'CREATE_IN_PROGRESS'], 'UPDATE_COMPLETE'],
    [['DELETE_FAILED', 'IMPORT_COMPLETE', 'REVIEW_IN_PROGRESS'], 'IMPORT_COMPLETE'],
    [['DELETE_FAILED', 'UPDATE_ROLLBACK_COMPLETE', 'CREATE_IN_PROGRESS'], 'UPDATE_ROLLBACK_COMPLETE'],
  ])('is refuted by %j', (statuses, named) => {
    expect(completedOnce(history(...statuses))).toContain(named);
  });

  test('is shown by nothing where the creation is not in the history', () => {
    expect(completedOnce(history('ROLLBACK_COMPLETE', 'ROLLBACK_IN_PROGRESS'))).toContain('creation');
    expect(completedOnce([])).toContain('creation');
  });
});
