import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '@delivery/coded-error';
import type { Scope, Upstream } from '../base/upstream';
import { escapeXml, unescapeXml } from './error-answer';
import { RefusedCall } from './refused-call';
import { missingCapability } from './templates/capabilities';
import { deriveTemplate, type ForeignOutput, foreignOutputs, type TemplateChange } from './templates/derive';
import { parseTemplate, type Template } from './templates/template';
import { templateError } from './templates/template-error';

/** CloudFormation's limit for a template in the request itself, in bytes; larger ones go by S3. */
const bodyLimitBytes = 51_200;
const mark = /(?:&quot;|")original(?:&quot;|"): ?(?:&quot;|")([0-9a-f]{64})/;

export interface PassageOptions {
  readonly upstream: Upstream;
  /** Folder where originals, derived templates and their differences are kept. */
  readonly dir: string;
  relayArn(scope: Scope): Promise<string>;
  functionEndpoint(scope: Scope, stack: string, logicalId: string): string;
}

/** Replaces templates on their way to the emulator by derived ones, and in answers by the originals. */
export class TemplatePassage {
  private readonly originals = new Map<string, string>();
  /** Whether the emulator knows a type, as far as it was asked. */
  private readonly types = new Map<string, boolean>();

  constructor(private readonly options: PassageOptions) {}

  /**
   * The request's form with a derived template in it; unchanged if it brings no template of its own.
   *
   * @throws RefusedCall if `templateError` names a reason, or the request acknowledges less than the template needs
   * (https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html, Capabilities)
   * @throws TAP4305 if the template can't be read, TAP4306 if it can't be fetched from S3 or put there
   */
  async derive(form: URLSearchParams, scope: Scope): Promise<URLSearchParams> {
    const text = form.get('TemplateBody') ?? (await this.fetchTemplate(form.get('TemplateURL'), scope));
    if (text === undefined || form.get('UsePreviousTemplate') === 'true') return form;
    const stack = stackName(form.get('StackName') ?? '');
    const original = parseTemplate(text);
    const refused = await templateError(original, membersOf(form, /^Parameters\.member\.\d+\.ParameterKey$/));
    if (refused !== undefined) throw new RefusedCall('ValidationError', refused);
    const given = membersOf(form, /^Capabilities\.member\.\d+$/);
    const missing = missingCapability(original, given);
    if (missing !== undefined) {
      throw new RefusedCall('InsufficientCapabilitiesException', `Requires capabilities : [${missing}]`);
    }
    const originalHash = createHash('sha256').update(text).digest('hex');
    this.originals.set(originalHash, text);
    const outputs = await this.foreignOutputs(original, scope);
    const { derived, changes } = deriveTemplate(original, {
      originalHash,
      relayArn: await this.options.relayArn(scope),
      unknownTypes: await this.unknownTypes(original, scope),
      account: scope.account,
      region: scope.region,
      foreignOutput: (output) => outputs.get(outputKey(output)) ?? '',
      functionEndpoint: (logicalId) => this.options.functionEndpoint(scope, stack, logicalId),
    });
    const body = JSON.stringify(derived);
    await this.keep(`${scope.account}-${scope.region}-${stack}-${originalHash.slice(0, 12)}`, text, derived, changes);
    const next = new URLSearchParams(form);
    next.delete('TemplateBody');
    next.delete('TemplateURL');
    if (Buffer.byteLength(body) <= bodyLimitBytes) next.set('TemplateBody', body);
    else next.set('TemplateURL', await this.putTemplate(body, scope, `${stack}/${originalHash}.json`));
    return next;
  }

  /** An answer of `GetTemplate` with the original in place of the derived template, also after a rollback. */
  restore(xml: string): string {
    return xml.replace(/<TemplateBody>([\s\S]*?)<\/TemplateBody>/, (all, body: string) => {
      const hash = mark.exec(unescapeXml(body))?.[1];
      const original = hash === undefined ? undefined : this.originals.get(hash);
      return original === undefined ? all : `<TemplateBody>${escapeXml(original)}</TemplateBody>`;
    });
  }

  private async fetchTemplate(url: string | null, scope: Scope): Promise<string | undefined> {
    if (url === null) return undefined;
    const { hostname, pathname } = new URL(url);
    const bucket = /^(.+)\.s3[.-][^/]*amazonaws\.com$/.exec(hostname)?.[1];
    const object = `${bucket === undefined ? '' : `/${bucket}`}${pathname}`;
    const answer = await this.options.upstream.rest('GET', object, 's3', scope);
    if (answer.status !== 200) {
      throw new CodedError('TAP4306', `the template ${object} can't be read from S3: status ${answer.status}`);
    }
    return answer.body.toString();
  }

  private async putTemplate(body: string, scope: Scope, key: string): Promise<string> {
    const { upstream } = this.options;
    const bucket = `rehearsal-templates-${scope.account}-${scope.region}`;
    const location =
      scope.region === 'us-east-1'
        ? ''
        : `<CreateBucketConfiguration><LocationConstraint>${scope.region}</LocationConstraint></CreateBucketConfiguration>`;
    // Already there from the second template on.
    await upstream.rest('PUT', `/${bucket}`, 's3', scope, location);
    const answer = await upstream.rest('PUT', `/${bucket}/${key}`, 's3', scope, body);
    if (answer.status !== 200) {
      throw new CodedError('TAP4306', `the derived template ${key} can't be put into S3: status ${answer.status}`);
    }
    return `${upstream.origin}/${bucket}/${key}`;
  }

  /** Asks the emulator itself which types it doesn't know: it refuses a template that names one. */
  private async unknownTypes(template: Template, scope: Scope): Promise<ReadonlySet<string>> {
    const types = new Set(Object.values(template.Resources).map((resource) => resource.Type));
    const unasked = [...types].filter((type) => !type.startsWith('Custom::') && !this.types.has(type));
    if (unasked.length > 0) {
      const probe = { Resources: Object.fromEntries(unasked.map((Type, index) => [`R${index}`, { Type }])) };
      const answer = await this.options.upstream.query('cloudformation', scope, {
        Action: 'ValidateTemplate',
        Version: '2010-05-15',
        TemplateBody: JSON.stringify(probe),
      });
      const listed = /Unrecognized resource types: \[([^\]]*)\]/.exec(answer.body.toString())?.[1] ?? '';
      const unknown = new Set(listed.split(', '));
      for (const type of unasked) this.types.set(type, !unknown.has(type));
    }
    return new Set([...types].filter((type) => this.types.get(type) === false));
  }

  private async foreignOutputs(template: Template, scope: Scope): Promise<ReadonlyMap<string, string>> {
    const values = new Map<string, string>();
    for (const asked of foreignOutputs(template, scope)) {
      const parameters = { Action: 'DescribeStacks', Version: '2010-05-15', StackName: asked.stack };
      const answer = await this.options.upstream.query('cloudformation', asked, parameters);
      for (const member of answer.body.toString().split('<OutputKey>').slice(1)) {
        const [, output, value] = /^([^<]*)<\/OutputKey>[\s\S]*?<OutputValue>([^<]*)<\/OutputValue>/.exec(member) ?? [];
        if (output !== undefined && value !== undefined)
          values.set(outputKey({ ...asked, output }), unescapeXml(value));
      }
      if (!values.has(outputKey(asked))) {
        const { stack, output, account, region } = asked;
        const where = `stack ${stack} in ${account}, ${region}`;
        throw new CodedError('TAP4307', `${where} has no output ${output}, which another stack asks for`);
      }
    }
    return values;
  }

  private async keep(name: string, text: string, derived: Template, changes: readonly TemplateChange[]): Promise<void> {
    await mkdir(this.options.dir, { recursive: true });
    const file = (kind: string): string => join(this.options.dir, `${name}.${kind}.json`);
    await Promise.all([
      writeFile(file('original'), text),
      writeFile(file('derived'), `${JSON.stringify(derived, null, 1)}\n`),
      writeFile(file('difference'), `${JSON.stringify(changes, null, 1)}\n`),
    ]);
  }
}

/** Values of the form whose names fit. */
function membersOf(form: URLSearchParams, name: RegExp): string[] {
  return [...form].flatMap(([key, value]) => (name.test(key) ? [value] : []));
}

/** A request may name a stack by its id. */
function stackName(given: string): string {
  return given.startsWith('arn:') ? (given.split('/')[1] ?? given) : given;
}

function outputKey({ account, region, stack, output }: ForeignOutput): string {
  return [account, region, stack, output].join('/');
}
