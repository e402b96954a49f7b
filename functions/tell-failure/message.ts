import type { FailedAction, Failure } from './failure';

export interface Message {
  readonly subject: string;
  readonly text: string;
}

/** SNS takes fewer than 100 ASCII characters (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html). */
const longestSubject = 99;

/** What a person is told of a failure: commit, stage, action, reason and link, and where to read on. */
export function messageOf(failure: Failure, runbooks: string): Message {
  const { pipeline, actions } = failure;
  const places = actions.map(({ stage, action }) => `${stage}/${action}`).join(', ');
  const { id, subject } = failure.commit ?? {};
  const lines = [
    `${pipeline} stopped${places && ` at ${places}`}.`,
    '',
    `Commit:   ${id ? `${id} ${subject ?? ''}`.trim() : 'not known: the source gave none'}`,
    ...(actions.length > 0 ? actions.flatMap(told) : ['Action:   CodePipeline names none that failed']),
    '',
    `Execution: ${linkOf(failure)}`,
    `What to do: ${runbooks.replaceAll('{runbook}', runbookOf(actions))}`,
  ];
  return {
    subject: `${pipeline} stopped${places && ` at ${places}`}`.slice(0, longestSubject),
    text: lines.join('\n'),
  };
}

function told({ stage, action, provider, reason, link, by }: FailedAction): readonly string[] {
  return [
    '',
    `Stage:    ${stage}`,
    `Action:   ${action} (${provider})`,
    `Reason:   ${reason ?? (provider === 'Manual' ? 'rejected, or not answered in time' : 'CodePipeline gives none')}`,
    ...(by ? [`By:       ${by}`] : []),
    ...(link ? [`Link:     ${link}`] : []),
  ];
}

/** The execution in the console, by the address that the console itself shows; no page of AWS was found that promises it. */
function linkOf({ pipeline, region, execution }: Failure): string {
  return `https://${region}.console.aws.amazon.com/codesuite/codepipeline/pipelines/${pipeline}/executions/${execution}/timeline?region=${region}`;
}

/** The page of `docs/runbooks` that has this kind of trouble; the list of all of them for what has no page of its own. */
function runbookOf([first]: readonly FailedAction[]): string {
  switch (first?.stage) {
    case 'Source':
      return 'connection';
    case 'UpdatePipeline':
      return 'self-mutation';
    default:
      return first?.provider === 'Manual' ? 'deployment-hangs' : 'README';
  }
}
