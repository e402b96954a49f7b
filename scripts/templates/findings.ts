import { CodedError } from '@delivery/coded-error';
import type { Template } from '../build/assembly';
import { type PlantedCopy, plantedId } from './planted-copies';
import type { Report } from './report';

export const tools = ['cfn-lint', 'checkov'] as const;
export type Tool = (typeof tools)[number];

/** What a tool found at one resource of one stack. */
export interface TemplateFinding {
  readonly tool: Tool;
  /** Of the rule, for example `W3005` or `CKV_AWS_18`. */
  readonly id: string;
  /** Stack and construct below it, the same in every environment, for example `Data/Cluster/Writer`; the stack alone for what is in no resource. */
  readonly place: string;
  /** The assembly that it was found in. */
  readonly assembly: string;
  /** Construct path of the stack, for example `PipelineStack/Dev/Data`. */
  readonly stack: string;
  readonly message: string;
}

/**
 * What a tool reported, without the planted faults.
 *
 * @throws CodedError TAP2052 if it did not report the fault of every copy
 */
export function findingsOf(
  tool: Tool,
  copies: readonly PlantedCopy[],
  reports: readonly Report[],
): readonly TemplateFinding[] {
  return copies.flatMap(({ file, origins, template }) => {
    const own = reports.filter((report) => report.file === file);
    if (!own.some(({ resource }) => resource === plantedId)) {
      throw new CodedError(
        'TAP2052',
        `${tool} did not report the fault that was planted into ${origins.map(({ assembly, stack }) => `${stack.path} of ${assembly}`).join(' and ')}: it did not look at that template, or its rules have changed`,
      );
    }
    return own
      .filter(({ resource }) => resource !== plantedId)
      .flatMap(({ id, resource, message }) =>
        origins.map(({ assembly, stack: { path } }) => ({
          tool,
          id,
          place: placeOf(path, template, resource),
          assembly,
          stack: path,
          message,
        })),
      );
  });
}

/** The construct's path where the CDK left it, else the logical id. */
function placeOf(stack: string, { Resources }: Template, resource: string | undefined): string {
  const name = stack.split('/').at(-1) ?? stack;
  if (resource === undefined) return name;
  const path = Resources[resource]?.Metadata?.['aws:cdk:path'];
  const below = typeof path === 'string' && path.startsWith(`${stack}/`) ? path.slice(stack.length + 1) : resource;
  return `${name}/${below.replace(/\/Resource$/, '')}`;
}
