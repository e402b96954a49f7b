import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Ledger } from '../../../src/cloud/base/ledger';
import { PipelineHistory } from '../../../src/cloud/base/pipeline-history';
import { Publications } from '../../../src/cloud/base/publications';
import { Upstream } from '../../../src/cloud/base/upstream';
import { CallFaults } from '../../../src/cloud/gateway/call-faults';
import { CallQuotas, callQuotas } from '../../../src/cloud/gateway/call-quotas';
import { Callers } from '../../../src/cloud/gateway/callers';
import { Gateway } from '../../../src/cloud/gateway/gateway';
import { ServiceModels } from '../../../src/cloud/gateway/service-models';
import type { StandIns } from '../../../src/cloud/gateway/stand-ins';
import type { TemplatePassage } from '../../../src/cloud/gateway/template-passage';

/** A request as the emulator sees it. */
export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (seen: Seen, response: ServerResponse, port: number) => void;

/** A gateway in front of a server that answers what the test says. */
export interface GatewayUnderTest {
  readonly endpoint: string;
  readonly seen: Seen[];
  readonly callers: Callers;
  readonly faults: CallFaults;
  readonly ledger: Ledger;
  readonly history: PipelineHistory;
  readonly publications: Publications;
  /** What quotas of calls go by: it stands still, so that a slow machine exceeds none less. */
  readonly time: { now: () => number };
  answer: Answer;
  stop(): Promise<void>;
}

export const account = '111111111111';
export const region = 'us-east-1';

export async function gatewayUnderTest(): Promise<GatewayUnderTest> {
  const seen: Seen[] = [];
  let answer: Answer = (_, response) => response.end();
  const emulator = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body: Buffer.concat(chunks).toString() };
      seen.push(one);
      answer(one, response, port);
    });
  });
  await new Promise<void>((resolve) => {
    emulator.listen(0, '127.0.0.1', resolve);
  });
  const { port } = emulator.address() as AddressInfo;
  const upstream = new Upstream(port);
  const callers = new Callers();
  const time = { now: () => 0 };
  const faults = new CallFaults(time);
  const ledger = new Ledger();
  const history = new PipelineHistory();
  const publications = new Publications();
  const gateway = new Gateway({
    upstream,
    emulatorPort: port,
    callers,
    // No models: REST operations are then named by method and path.
    models: new ServiceModels('/nowhere'),
    ledger,
    faults,
    quotas: new CallQuotas(callQuotas, time),
    history,
    publications,
    standIns: { ofType: () => [] } as unknown as StandIns,
    templates: { derive: (form: URLSearchParams) => form, restore: (xml: string) => xml } as unknown as TemplatePassage,
    taskLog: (at, group) =>
      group === 'of-tasks' ? [{ timestamp: 1, stream: at.account, message: '{"run":"a"}' }] : undefined,
    alarmMetrics: (_, name) => (name === 'of-math' ? [{ Id: 'requests' }] : undefined),
    defaultAccount: account,
    defaultRegion: region,
    internal: async (_, response) => {
      response.writeHead(204).end();
    },
  });
  const endpoint = await gateway.listen();
  return {
    endpoint,
    seen,
    callers,
    faults,
    ledger,
    history,
    publications,
    time,
    set answer(next: Answer) {
      answer = next;
    },
    get answer() {
      return answer;
    },
    stop: async () => {
      await gateway.close();
      await upstream.close();
      await new Promise((resolve) => {
        emulator.close(resolve);
        emulator.closeAllConnections();
      });
    },
  };
}
