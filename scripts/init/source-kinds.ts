import { hasPages, type SourceKind, type Sources, sourceShapes } from '../../lib/config/source';
import { bySchema, type Check, exampleAccounts, oneOf, yesOrNo } from './checks';

/** What is asked for one field of a source. */
export interface Field<T> {
  /** Without dashes, as the command line has it; kinds may share one. */
  readonly flag: string;
  /** What stands for the value in the help, and what the value is. */
  readonly help: readonly [value: string, text: string];
  readonly question: string;
  /** @param account the pipeline's, where it is named */
  check(account: string | undefined): Check<T>;
  /** How the question shows what the file says. @default - as it is written */
  shown?(value: T): string;
  /** Taken where nobody answers, which is for the answerer to tell. */
  readonly otherwise: T;
}

/** What is to be known of a kind of source before the first deployment. */
interface KindQuestions<Kind extends SourceKind> {
  /** Who has such sources, where the kind's name does not say it. */
  readonly of?: string;
  /** In the order in which they are asked. */
  readonly fields: { readonly [Name in Exclude<keyof Sources[Kind], 'kind'>]: Field<Sources[Kind][Name]> };
  /** How the configured commit comes into the source. */
  nextStep(source: Sources[Kind]): string;
}

const { connection, codecommit, s3 } = sourceShapes;

/** `owner/name` at the provider. */
const repositoryCheck: Check<string> = (text) =>
  text.startsWith('example/')
    ? { wrong: 'is the example; expected your own' }
    : bySchema(connection.shape.repository, text);

/**
 * A connection that the pipeline's account may use. Its region says nothing: connections are global
 * (https://docs.aws.amazon.com/dtconsole/latest/userguide/welcome-connections-how-it-works-global.html). Those with the old
 * name can't be shared with another account (https://docs.aws.amazon.com/dtconsole/latest/userguide/connections-share.html).
 */
function connectionCheck(account: string | undefined): Check<string> {
  return (text) => {
    const checked = bySchema(connection.shape.connectionArn, text);
    if ('wrong' in checked) return checked;
    const [, , service = '', region = '', owner = '', id = ''] = text.split(':');
    if (/\/[0-]+$/.test(id) || exampleAccounts.includes(owner)) return { wrong: 'is an example; expected your own' };
    if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) return { wrong: `names "${region}", which is no region` };
    if (account && owner !== account && service === 'codestar-connections') {
      return { wrong: `is of account ${owner}, which can't share it with the pipeline's (${account})` };
    }
    return checked;
  };
}

const branch: Field<string> = {
  flag: 'branch',
  help: ['<name>', 'the branch that is delivered'],
  question: 'Branch',
  check: () => (text) => bySchema(connection.shape.branch, text),
  otherwise: '',
};

/** The kinds, in the order in which they are offered. */
const kinds: { readonly [Kind in SourceKind]: KindQuestions<Kind> } = {
  connection: {
    of: 'GitHub, GitLab or Bitbucket',
    fields: {
      provider: {
        flag: 'provider',
        help: ['<name>', 'github, gitlab or bitbucket'],
        question: 'Who keeps the repository (github, gitlab, bitbucket)',
        check: () => oneOf(['github', 'gitlab', 'bitbucket']),
        otherwise: 'github',
      },
      repository: {
        flag: 'repository',
        help: ['<name>', 'owner/name'],
        question: 'Repository (owner/name)',
        check: () => repositoryCheck,
        otherwise: '',
      },
      branch,
      connectionArn: {
        flag: 'connection-arn',
        help: ['<arn>', 'its ARN'],
        question: 'ARN of the connection',
        check: connectionCheck,
        otherwise: '',
      },
    },
    nextStep: (source) =>
      `Commit, push to ${source.branch} of ${source.repository}, and see that the connection is "Available"`,
  },
  codecommit: {
    fields: {
      repositoryName: {
        flag: 'repository',
        help: ['<name>', 'its name'],
        question: 'Repository of CodeCommit',
        check: () => (text) => bySchema(codecommit.shape.repositoryName, text),
        otherwise: '',
      },
      branch,
      create: {
        flag: 'create-repository',
        help: ['<yes|no>', 'whether the pipeline is to create it'],
        question: 'Is the pipeline to create it (yes, no)',
        check: () => yesOrNo,
        shown: (create) => (create ? 'yes' : 'no'),
        otherwise: false,
      },
    },
    nextStep: (source) =>
      source.create
        ? `Commit; push to ${source.branch} of ${source.repositoryName} once step 4 has created it`
        : `Commit, and push to ${source.branch} of ${source.repositoryName}`,
  },
  s3: {
    fields: {
      bucketName: {
        flag: 'bucket',
        help: ['<name>', 'the bucket, with versioning'],
        question: 'Bucket, with versioning',
        check: () => (text) => bySchema(s3.shape.bucketName, text),
        otherwise: '',
      },
      objectKey: {
        flag: 'object-key',
        help: ['<key>', 'the zip file in it'],
        question: 'Key of the zip file in it',
        check: () => (text) => bySchema(s3.shape.objectKey, text),
        otherwise: '',
      },
    },
    nextStep: (source) =>
      `Commit, and upload "git archive --format zip HEAD" as ${source.objectKey} into ${source.bucketName}`,
  },
};

export const sourceKindNames = Object.keys(kinds) as readonly SourceKind[];

/** Such as `connection, codecommit or s3`. */
export const kindsOffered = [sourceKindNames.slice(0, -1).join(', '), sourceKindNames.at(-1)].join(' or ');

/** The kinds in one line, and who has them. */
export const kindsExplained = sourceKindNames
  .map((kind) => [kind, kinds[kind].of].filter((part) => part !== undefined).join(': '))
  .join('; ');

/** The fields of a kind, by their names in the configuration. */
export function fieldsOf(kind: SourceKind): readonly (readonly [name: string, field: Field<unknown>])[] {
  return Object.entries<Field<unknown>>(kinds[kind].fields);
}

/** How the configured commit comes into the source. */
export function nextStepOf<Kind extends SourceKind>(source: Sources[Kind] & { readonly kind: Kind }): string {
  const { kind }: { readonly kind: Kind } = source;
  const questions: KindQuestions<Kind> = kinds[kind];
  return questions.nextStep(source);
}

/** Asked where a source shows no page of a runbook. */
export const runbooksFlag = 'runbooks';

const runbooksHelp = ['<address>', 'where a browser finds the runbooks, with {runbook} in place of a name'] as const;

/** Flags that each kind is asked for, with what they are: for whoever has not said yet which kind it is. */
function flagsOf(kind: SourceKind): readonly (readonly [flag: string, help: Field<unknown>['help']])[] {
  const ofFields = fieldsOf(kind).map(([, { flag, help }]) => [flag, help] as const);
  return hasPages(kind) ? ofFields : [...ofFields, [runbooksFlag, runbooksHelp]];
}

/** What is asked of each kind of source, by flags. */
export const sourceFlags: readonly (readonly [kind: SourceKind, flags: readonly string[]])[] = sourceKindNames.map(
  (kind) => [kind, flagsOf(kind).map(([flag]) => flag)],
);

/** Each of these flags with what stands for its value, and what it is for which kinds. */
export const sourceFlagHelp: Readonly<Record<string, Field<unknown>['help']>> = Object.fromEntries(
  [...new Set(sourceFlags.flatMap(([, flags]) => flags))].map((flag) => [flag, helpOf(flag)]),
);

function helpOf(flag: string): Field<unknown>['help'] {
  const byText = new Map<string, SourceKind[]>();
  let shown = '';
  for (const kind of sourceKindNames) {
    for (const [, [value, text]] of flagsOf(kind).filter(([own]) => own === flag)) {
      shown = value;
      byText.set(text, [...(byText.get(text) ?? []), kind]);
    }
  }
  return [shown, [...byText].map(([text, ofKinds]) => `${ofKinds.join(', ')}: ${text}`).join('; ')];
}
