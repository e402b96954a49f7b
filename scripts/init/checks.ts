import { nearest } from '@delivery/coded-error/nearest';
import type { z } from 'zod';
import { nameRules, physicalNames } from '../../lib/config/names';
import { edgeRegion, isRegion, regionNames } from '../../lib/config/regions';
import { deliverySchema, environmentSchema } from '../../lib/config/schema';

/** What an answer means, or what is wrong with it. */
export type Checked<T> = { readonly value: T } | { readonly wrong: string };
export type Check<T> = (text: string) => Checked<T>;

/** Written in the place of an account: everything goes to the account of the credentials. */
const noAccount = 'none';

/**
 * Accounts of examples: that of this repository's own connection, and those that AWS's pages use for one
 * (https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html,
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html).
 */
export const exampleAccounts = ['111111111111', '012345678901', '123456789012'];

/** Names that lead nowhere, for ever (https://www.rfc-editor.org/rfc/rfc2606). */
const exampleHost = /(^|[.@])(example\.(com|net|org)|[^.@]+\.(example|invalid|test|localhost))$/i;

const { application, pipeline } = deliverySchema.shape;
const { notifications } = pipeline.shape;

/** What the configuration's schema says of it. */
export function bySchema<T>(schema: z.ZodType<T>, text: unknown): Checked<T> {
  const { success, data, error } = schema.safeParse(text);
  return success ? { value: data } : { wrong: error.issues.map(({ message }) => message).join('; ') };
}

/** A name for the application, with which every name that is made of it keeps its limit. */
export function applicationCheck(environments: readonly string[]): Check<string> {
  return (text) => {
    const checked = bySchema(application, text);
    if ('wrong' in checked) return checked;
    for (const environment of environments) {
      for (const [key, name] of Object.entries(physicalNames(text, environment))) {
        const { of, limit } = nameRules[key as keyof typeof nameRules];
        if (name.length > limit) return { wrong: `makes "${name}", and ${of} has at most ${limit} characters` };
      }
    }
    return checked;
  };
}

/** An account of the team's. */
export const accountCheck: Check<string> = (text) => {
  if (exampleAccounts.includes(text)) return { wrong: 'is the account of examples; expected your own' };
  return /^\d{12}$/.test(text) ? { value: text } : { wrong: 'expected an account id of 12 digits' };
};

/** The pipeline's account decides for all: they are named, or none is. */
export const pipelineAccountCheck: Check<string | undefined> = (text) => {
  if (text === noAccount) return { value: undefined };
  const checked = accountCheck(text);
  return 'value' in checked ? checked : { wrong: `${checked.wrong}, or "${noAccount}" for that of your credentials` };
};

/** A region that can be configured. */
export function regionCheck(account: string | undefined): Check<string> {
  return (text) => {
    if (!isRegion(text)) {
      const known = `known are ${regionNames.join(', ')}`;
      return {
        wrong: `is not a region of lib/config/regions.ts; did you mean "${nearest(text, regionNames)}"? (${known})`,
      };
    }
    if (account === undefined && text !== edgeRegion) {
      return { wrong: `needs accounts: they may be left out only while everything is in ${edgeRegion}` };
    }
    return { value: text };
  };
}

/** Addresses, separated by commas. */
export const addressesCheck: Check<readonly string[]> = (text) => {
  const addresses = text.split(',').map((address) => address.trim());
  const example = addresses.find((address) => exampleHost.test(address));
  if (example !== undefined) return { wrong: `nobody reads ${example}; expected addresses of your own` };
  return bySchema(notifications.shape.approvals, addresses);
};

/** One of some words. */
export function oneOf<T extends string>(words: readonly T[]): Check<T> {
  return (text) => {
    const word = words.find((candidate) => candidate === text.toLowerCase());
    return word === undefined
      ? { wrong: `did you mean "${nearest(text, words)}"? Allowed are ${words.join(', ')}` }
      : { value: word };
  };
}

/** Yes or no. */
export const yesOrNo: Check<boolean> = (text) => {
  const checked = oneOf(['yes', 'no'])(text);
  return 'value' in checked ? { value: checked.value === 'yes' } : checked;
};

/** Address of the runbooks. */
export const runbooksCheck: Check<string> = (text) => {
  const checked = bySchema(environmentSchema.shape.alarms.shape.runbooks.unwrap(), text);
  if ('wrong' in checked) return checked;
  return exampleHost.test(new URL(text).hostname) ? { wrong: 'is an example; expected your own' } : checked;
};
