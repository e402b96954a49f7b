import { exitCodes, RunError } from '@delivery/rehearsal/command/run-error';
import { type Flags, flagOf } from './flags';
import type { Answerer, Question } from './questions';
import { sourceFlags } from './source-kinds';

/** Asks a person. */
export type Ask = <T>(question: Question<T>) => Promise<T>;

/** Where answers come from: a flag, else a person, else nowhere. */
export class Interview {
  private readonly missing: string[] = [];

  /** @param ask absent: there is nobody who could be asked */
  constructor(
    private readonly flags: Flags,
    private readonly ask?: Ask,
  ) {}

  /** @throws RunError TAP2101 if a flag's value is none that is allowed */
  readonly answer: Answerer = async (question, otherwise) => {
    const given = this.flags.find(question);
    if (given !== undefined) {
      const checked = question.check(given);
      if ('value' in checked) return checked.value;
      throw new RunError('TAP2101', exitCodes.wrongUse, `${flagOf(question)}: "${given}" ${checked.wrong}.`);
    }
    if (this.ask) return this.ask(question);
    this.missing.push(flagOf(question));
    return otherwise;
  };

  /**
   * Says after the last question whether all was answered, and nothing that was not asked.
   *
   * @throws RunError TAP2102 if answers lack, TAP2103 if flags answer nothing
   */
  end(): void {
    if (this.missing.length > 0) {
      throw new RunError(
        'TAP2102',
        exitCodes.wrongUse,
        `there is no terminal to ask at, and these flags lack: ${this.missing.join(' ')}${this.missingOfSource()}; --help explains them.`,
      );
    }
    const { unused } = this.flags;
    if (unused.length > 0) {
      throw new RunError(
        'TAP2103',
        exitCodes.wrongUse,
        `${unused.join(', ')}: nothing asks for it with the other answers; leave it out, or correct --source or --account.`,
      );
    }
  }
  /** What else lacks where the kind of source does: it depends on the kind. */
  private missingOfSource(): string {
    if (!this.missing.includes(flagOf({ flag: 'source' }))) return '';
    return sourceFlags
      .map(([kind, flags]) => {
        const lacking = flags.filter((flag) => this.flags.find({ flag }) === undefined);
        return `; with --source ${kind}: ${lacking.map((flag) => flagOf({ flag })).join(' ') || 'no more'}`;
      })
      .join('');
  }
}
