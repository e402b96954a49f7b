import type { Quotas } from '../base/quotas';
import type { Answer } from './answer';
import type { ChangeSetRequest, Claims, ExportChange, ResourceChange, TypeChanges } from './change';
import { changeSetRequest } from './change-set-request';
import { changedTypes } from './changed-types';
import { deletionProtection } from './deletion-protection';
import { exportInUse } from './export-in-use';
import { fullBucket } from './full-bucket';
import { inUse } from './in-use';
import { linkedRole } from './linked-role';
import { namedReplacement } from './named-replacement';
import { pendingKey } from './pending-key';
import type { Rule } from './rule';
import { rulesOfGroupByDefault, securityGroupRules } from './security-group-rules';
import { serviceRole } from './service-role';
import { takenNames } from './taken-names';

type JudgedChange = ResourceChange | ExportChange | ChangeSetRequest | TypeChanges;

/** Every rule about a resource. */
const rulesOf = ({ rulesPerSecurityGroup = rulesOfGroupByDefault }: Quotas): readonly Rule[] => [
  namedReplacement,
  inUse,
  deletionProtection,
  fullBucket,
  serviceRole,
  linkedRole,
  pendingKey,
  securityGroupRules(rulesPerSecurityGroup),
];

/** For each type that a rule names, the types that are to be seen beside a change of it. */
export function typesBeside(): Readonly<Record<string, readonly string[]>> {
  const beside = new Map<string, Set<string>>();
  for (const [type, others] of rulesOf({}).flatMap(({ looksAt }) => Object.entries(looksAt ?? {}))) {
    beside.set(type, new Set([...(beside.get(type) ?? []), ...others]));
  }
  return Object.fromEntries([...beside].map(([type, others]) => [type, [...others]]));
}

/** What AWS refuses of a change because of what is deployed: the rules, asked one after the other. */
export class StateRefusals {
  private readonly told = new Set<string>();
  private readonly rules: readonly Rule[];

  /** @param tell takes what is let through and is to be known, each once */
  constructor(
    private readonly tell: (message: string) => void,
    quotas: Quotas = {},
  ) {
    this.rules = rulesOf(quotas);
  }

  /** Why AWS refuses the change, and where that is written; undefined if it is let through. */
  async judge(change: JudgedChange): Promise<string | undefined> {
    const answers = await this.answersOf(change);
    for (const answer of answers) {
      if (answer !== undefined && 'refused' in answer) return `${answer.refused} [${answer.source}]`;
    }
    for (const answer of answers) if (answer !== undefined && 'told' in answer) this.tellOnce(answer.told);
    return undefined;
  }

  /** Why names of a change set's new resources are taken, by logical id. */
  names(claims: Claims): Promise<Readonly<Record<string, string>>> {
    return takenNames(claims);
  }

  private async answersOf(change: JudgedChange): Promise<readonly Answer[]> {
    if (change.step === 'export') return [exportInUse(change)];
    if (change.step === 'change set') return [changeSetRequest(change)];
    if (change.step === 'types') return [changedTypes(change)];
    const asked = this.rules.filter(({ looksAt }) => looksAt === undefined || change.type in looksAt);
    return Promise.all(asked.map((rule) => rule.judge(change)));
  }

  private tellOnce(message: string): void {
    if (this.told.has(message)) return;
    this.told.add(message);
    this.tell(message);
  }
}
