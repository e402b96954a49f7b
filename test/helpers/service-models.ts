import { spawn } from 'node:child_process';
import { join } from 'node:path';

const python = join(__dirname, '../../.tools/python/bin/python');

/** Asks by botocore, which reads answers as AWS's service models say, and prints what it has read or the class of the error. */
const program = `
import json, sys, botocore.session
session = botocore.session.get_session()
session.set_credentials('111111111111', 'secret')
answers = []
for service, operation, arguments in json.loads(sys.argv[2]):
    client = session.create_client(service, region_name='eu-west-1', endpoint_url=sys.argv[1])
    try:
        answer = getattr(client, operation)(**arguments)
        answer.pop('ResponseMetadata', None)
        answers.append(answer)
    except client.exceptions.ClientError as error:
        answers.append(type(error).__name__)
print(json.dumps(answers, default=str))
`;

/** One call, in botocore's words. */
export type ModelledCall = readonly [service: string, operation: string, args: object];

/**
 * What AWS's service models make of the answers of a server, by calls of the account 111111111111 in eu-west-1. Needs the
 * emulator's Python environment.
 *
 * @returns for each call what was read, or the class of the error
 */
export async function readByModels(endpoint: string, calls: readonly ModelledCall[]): Promise<readonly unknown[]> {
  const child = spawn(python, ['-c', program, endpoint, JSON.stringify(calls)], { env: { NO_PROXY: '127.0.0.1' } });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  await new Promise((resolve) => child.on('close', resolve));
  if (err !== '') throw new Error(err);
  return JSON.parse(out) as readonly unknown[];
}
