import { delimiter } from 'node:path';
import { findProgram } from '../../../checks/find-program';

/** The k6 on the PATH. Set-up puts one there; without it these tests fail, they are never skipped. */
export function k6(): string {
  const found = findProgram(['k6'], (process.env.PATH ?? '').split(delimiter).filter(Boolean));
  if (found === undefined) throw new Error('k6 is not on the PATH; "npm test" puts it there');
  return found;
}
