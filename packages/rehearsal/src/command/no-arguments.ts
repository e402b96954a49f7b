import { Command } from 'commander';
import { exitCodes } from './run-error';

/** The command line of a program that takes no arguments: --help explains it, anything else ends with 2 before it starts. */
export function takeNoArguments(name: string, description: string, args: readonly string[]): void {
  new Command(name)
    .description(description)
    .allowExcessArguments(false)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? exitCodes.promoted : exitCodes.wrongUse))
    .parse(args, { from: 'user' });
}
