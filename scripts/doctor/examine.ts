import { CodedError } from '@delivery/coded-error';
import { edgeRegion } from '../../lib/config';
import { type Access, type Accounts, isAccess } from '../accounts/access';
import { type AwsRefusal, codedAwsError, refusalOf } from '../accounts/aws-error';
import { accountsOf, placeName } from '../accounts/places';
import { AwsPlace } from './aws-place';
import type { Look, Problem, Question, Subject } from './look';

/** A question of a look, in words. */
export interface Asked {
  readonly look: string;
  /** Account and region. */
  readonly where: string;
  readonly what: string;
}

/** Something that would stop a delivery. */
export interface Finding extends Problem {
  readonly look: string;
  readonly where: string;
}

/** Something that could not be looked at. */
export interface Unseen extends Asked {
  readonly code: string;
  /** Begins with the code; the same words for all that was refused alike, so without place and question. */
  readonly reason: string;
}

/** What the doctor saw. */
export interface Examination {
  /** The ways into the accounts; those without one have none. */
  readonly accounts: readonly { readonly account?: string; readonly by?: string; readonly arn?: string }[];
  readonly seen: readonly Asked[];
  readonly findings: readonly Finding[];
  readonly unseen: readonly Unseen[];
}

export interface ExamineOptions {
  readonly looks: readonly Look[];
  readonly subject: Subject;
  readonly accounts: Accounts;
  /** Told after each question. */
  readonly progress?: (answered: number, asked: number) => void;
}

/**
 * Asks all questions of all looks, side by side.
 *
 * @throws RunError TAP6010 if a profile is of another account; whatever synthesis throws
 */
export async function examine({ looks, subject, accounts, progress }: ExamineOptions): Promise<Examination> {
  // Whoever needs them is told; nobody may be waiting yet.
  subject.stacks.catch(() => undefined);
  const ways = await openAll(accounts, subject);
  const places = new Map<string, AwsPlace>();
  const placeOf = (access: Access, region: string) => {
    const key = `${access.account} ${region}`;
    const place = places.get(key) ?? new AwsPlace(access, region);
    places.set(key, place);
    return place;
  };
  let answered = 0;
  let asked = 0;
  try {
    const all = await Promise.all(
      looks.map(async (look) => {
        const questions = await look.questions(subject);
        asked += questions.length;
        return Promise.all(
          questions.map(async (question) => {
            const result = await answer(look, question, ways.get(question.account), placeOf);
            answered += 1;
            progress?.(answered, asked);
            return result;
          }),
        );
      }),
    );
    return { accounts: [...ways].map(described), ...sorted(all.flat()) };
  } finally {
    for (const place of places.values()) place.close();
  }
}

type Way = Access | CodedError;

async function openAll(accounts: Accounts, { configuration }: Subject): Promise<ReadonlyMap<string | undefined, Way>> {
  const ways = accountsOf(configuration).map(async (account): Promise<readonly [string | undefined, Way]> => {
    const way = await accounts.open(account);
    return [account.account, isAccess(way) ? way : way.reason];
  });
  return new Map(await Promise.all(ways));
}

function described([account, way]: readonly [string | undefined, Way]): Examination['accounts'][number] {
  return 'credentials' in way ? { account: way.account, by: way.by, arn: way.arn } : { account };
}

type Answered = { readonly asked: Asked } & (
  | { readonly findings: readonly Finding[] }
  | { readonly error: CodedError }
);

async function answer(
  { name: look }: Look,
  { what, account, region, ask }: Question,
  way: Way | undefined,
  placeOf: (access: Access, region: string) => AwsPlace,
): Promise<Answered> {
  if (way === undefined) throw new Error(`${what}: account ${account} is none of the configuration`);
  const seen = 'credentials' in way;
  const where = placeName({ account: seen ? way.account : account, region });
  const asked = { look, where, what };
  if (!seen) return { asked, error: way };
  try {
    const problems = await ask(placeOf(way, region));
    return { asked, findings: problems.map((problem) => ({ look, where, ...problem })) };
  } catch (error) {
    if (error instanceof CodedError) return { asked, error };
    return { asked, error: codedAwsError(undefined, error, refusalIn(region, error)) };
  }
}

/** STS took these credentials in us-east-1 a moment ago: another region that refuses them is one that is not switched on. */
function refusalIn(region: string, error: unknown): AwsRefusal {
  const refusal = refusalOf(error);
  return refusal === 'refused' && region !== edgeRegion ? 'region off' : refusal;
}

function sorted(all: readonly Answered[]): Omit<Examination, 'accounts'> {
  return {
    seen: all.flatMap((one) => ('findings' in one ? [one.asked] : [])),
    findings: all.flatMap((one) => ('findings' in one ? one.findings : [])),
    unseen: all.flatMap((one) =>
      'error' in one ? [{ ...one.asked, code: one.error.code, reason: one.error.message }] : [],
    ),
  };
}
