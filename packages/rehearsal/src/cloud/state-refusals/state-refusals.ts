import type { Answer } from './answer';
import type { Claims, ExportChange, ResourceChange } from './change';
import { deletionProtection } from './deletion-protection';
import { exportInUse } from './export-in-use';
import { fullBucket } from './full-bucket';
import { namedReplacement } from './named-replacement';
import type { Rule } from './rule';
import { takenNames } from './taken-names';

/** Every rule about a resource. */
const rules: readonly Rule[] = [namedReplacement, deletionProtection, fullBucket];

/** For each type that a rule names, the types that are to be seen beside a change of it. */
export function typesBeside(): Readonly<Record<string, readonly string[]>> {
  const beside = new Map<string, Set<string>>();
  for (const [type, others] of rules.flatMap(({ looksAt }) => Object.entries(looksAt ?? {}))) {
    beside.set(type, new Set([...(beside.get(type) ?? []), ...others]));
  }
  return Object.fromEntries([...beside].map(([type, others]) => [type, [...others]]));
}

/** What AWS refuses of a change because of what is deployed: the rules, asked one after the other. */
export class StateRefusals {
  constructor(
    /** Takes what is let through and is to be known. */
    private readonly tell: (message: string) => void,
  ) {}

  /** Why AWS refuses the change, and where that is written; undefined if it is let through. */
  async judge(change: ResourceChange | ExportChange): Promise<string | undefined> {
    const answers = change.step === 'export' ? [exportInUse(change)] : await answersOf(change);
    for (const answer of answers) {
      if (answer !== undefined && 'refused' in answer) return `${answer.refused} [${answer.source}]`;
    }
    for (const answer of answers) if (answer !== undefined && 'told' in answer) this.tell(answer.told);
    return undefined;
  }

  /** Why names of a change set's new resources are taken, by logical id. */
  names(claims: Claims): Promise<Readonly<Record<string, string>>> {
    return takenNames(claims);
  }
}

async function answersOf(change: ResourceChange): Promise<readonly Answer[]> {
  const asked = rules.filter(({ looksAt }) => looksAt === undefined || change.type in looksAt);
  return Promise.all(asked.map((rule) => rule.judge(change)));
}
