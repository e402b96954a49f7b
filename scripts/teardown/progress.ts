import type { StackEvent } from '@aws-sdk/client-cloudformation';
import type { LivingStack } from './living-stacks';

/** Without news, silence lasts no longer than this, in milliseconds: a distribution takes many minutes. */
const heartbeatMs = 60_000;

const words: Readonly<Record<string, string>> = {
  DELETE_COMPLETE: 'gone',
  DELETE_SKIPPED: 'stays',
  DELETE_FAILED: 'not deleted yet',
};

/** Tells how deletions go on, by CloudFormation's own events. */
export class Progress {
  /** Resources at work, by stack. */
  private readonly atWork = new Map<LivingStack, Map<string, string>>();
  private readonly heartbeat: NodeJS.Timeout;
  private spokeAt = Date.now();

  constructor(private readonly say: (line: string) => void) {
    this.heartbeat = setInterval(() => this.beat(), heartbeatMs / 4).unref();
  }

  /** Stacks whose deletion has begun and has not ended. */
  get running(): readonly LivingStack[] {
    return [...this.atWork.keys()];
  }

  begun(stack: LivingStack): void {
    this.atWork.set(stack, new Map());
    this.print(`${stack.name}: deletion begun (${stack.region})`);
  }

  tell(stack: LivingStack, event: StackEvent): void {
    const { LogicalResourceId: id = '', ResourceType: type = '', ResourceStatus: status = '' } = event;
    if (type === 'AWS::CloudFormation::Stack' && event.PhysicalResourceId === stack.id) {
      if (status === 'DELETE_IN_PROGRESS') return;
      this.atWork.delete(stack);
      this.print(`${stack.name}: ${status === 'DELETE_COMPLETE' ? 'gone' : status}`);
      return;
    }
    if (status === 'DELETE_IN_PROGRESS') this.atWork.get(stack)?.set(id, type);
    else this.atWork.get(stack)?.delete(id);
    const word = words[status];
    if (word !== undefined) this.print(`  ${stack.name}: ${word}: ${type} ${id}`);
  }

  close(): void {
    clearInterval(this.heartbeat);
  }

  private print(line: string): void {
    this.spokeAt = Date.now();
    this.say(line);
  }

  private beat(): void {
    if (Date.now() - this.spokeAt < heartbeatMs) return;
    for (const [stack, resources] of this.atWork) {
      const what = [...resources].map(([id, type]) => `${type} ${id}`).slice(0, 3);
      this.print(`  ${stack.name}: still at work${what.length === 0 ? '' : ` on ${what.join(', ')}`}`);
    }
  }
}
