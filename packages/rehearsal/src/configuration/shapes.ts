import { isAbsolute } from 'node:path';
import { types } from 'node:util';
import { nearest } from '@delivery/coded-error/nearest';
import { z } from 'zod';
import { parseAllowedHost } from '../network/allowed-host';
import { whyNotPassedOn, whyNotSet } from '../network/withheld-variables';

/** An object with these keys alone. */
export function only<S extends z.ZodRawShape>(shape: S): z.ZodObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      const unknown = (issue.keys as readonly string[]).map(
        (key) => `"${key}" is no key of it; did you mean "${nearest(key, known)}"?`,
      );
      return `${unknown.join(' ')} Allowed are ${known.join(', ')}`;
    },
  });
}

/** A list in which nothing stands twice. */
export function distinct<T extends z.ZodType>(element: T, nameOf: (value: z.output<T>) => string) {
  return z.array(element).superRefine((values, context) => {
    const names = values.map(nameOf);
    for (const [index, name] of names.entries()) {
      const first = names.indexOf(name);
      if (first === index) continue;
      const message = `stands there twice, first at [${first}]; leave one of them out`;
      context.addIssue({ code: 'custom', path: [index], message, input: values[index] });
    }
  });
}

export const text = z.string().refine((value) => value.trim() !== '', { error: 'must say something', abort: true });

/** A list of texts in which none stands twice. */
export const texts = distinct(text, (value) => value).readonly();

/** A path below the repository, of a file, a folder, or a pattern of them. */
export const path = text.refine(
  (value) => !isAbsolute(value) && !/[\\\0]/.test(value) && !value.split('/').includes('..'),
  'must be a path below the repository, its folders parted by "/", without ".." and "\\"',
);

/** A program's name, as it is looked up on the PATH. */
export const program = text.regex(/^\w[\w.+-]*$/, 'must be the name of a program, such as "jq", and no path of it');

/** Answers that are used at once: whoever returns a promise has said nothing yet. */
export const called = <F>(what: string) =>
  z
    .custom<F>((value) => typeof value === 'function', `must be a function: ${what}`)
    .refine((value) => !types.isAsyncFunction(value), `must be a function that is not async: ${what}`);

/** A function whose promise is waited for. */
export const awaited = <F>(what: string) =>
  z.custom<F>((value) => typeof value === 'function', `must be a function: ${what}`);

const nameForm = /^[A-Za-z_]\w*$/;

/** Takes what a rule has nothing against. */
const unless = (why: (value: string) => string | undefined) => (value: string, context: z.RefinementCtx<string>) => {
  const message = why(value);
  if (message !== undefined) context.addIssue({ code: 'custom', message, input: value });
};

/** The name of a variable that the rehearsal sets. */
export const variable = text
  .regex(nameForm, { error: 'must be the name of an environment variable, such as "LOAD_PROFILE"', abort: true })
  .superRefine(unless(whyNotSet));

/** Variables with their values. */
export const variables = z
  .record(z.string(), z.string())
  .superRefine((values, context) => {
    for (const name of Object.keys(values)) {
      const problem = variable.safeParse(name).error?.issues[0];
      if (problem) context.addIssue({ code: 'custom', path: [name], message: problem.message, input: name });
    }
  })
  .readonly();

/** Names of variables of the person's. */
export const passedOnNames = distinct(
  text
    .regex(/^[A-Za-z_]\w*\*?$/, {
      error: 'must be the name of an environment variable, such as "STAGE", with a "*" at its end at most',
      abort: true,
    })
    .superRefine(unless(whyNotPassedOn)),
  (name) => name,
).readonly();

/** Hosts that may be reached. */
export const allowedHosts = distinct(
  text.superRefine(
    unless((value) => {
      const read = parseAllowedHost(value);
      return typeof read === 'string' ? read : undefined;
    }),
  ),
  (host) => host.toLowerCase(),
).readonly();
