import type { Backing } from '../base/contracts';
import { Ledger } from '../base/ledger';
import { PipelineHistory } from '../base/pipeline-history';
import { Publications } from '../base/publications';
import type { Quotas } from '../base/quotas';
import { Upstream } from '../base/upstream';
import type { Registry } from '../resources/registry';
import { StateRefusals } from '../state-refusals/state-refusals';
import { ApiMade } from './api-made';
import { BucketDeployment } from './bucket-deployment';
import { CallFaults } from './call-faults';
import { CallQuotas, callQuotas } from './call-quotas';
import { Callers } from './callers';
import type { CustomResourceAnswer, CustomResourceEvent } from './custom-resource';
import { Gateway } from './gateway';
import { answerInternal } from './internal-routes';
import { Relay } from './relay';
import { RosterHandler } from './roster-handler';
import { ServiceModels } from './service-models';
import { StandIns } from './stand-ins';
import { TemplatePassage } from './template-passage';

export interface GatewaySettings {
  readonly emulatorPort: number;
  /** Folder of AWS's service models. */
  readonly modelsDir: string;
  /** Folder for original and derived templates. */
  readonly templatesDir: string;
  readonly defaultAccount: string;
  readonly defaultRegion: string;
  readonly clockFactor: number;
  /** @default - loads last as long as their profiles say */
  readonly loadSeconds?: number | undefined;
  readonly registry: Registry;
  /** What stands behind the stacks; made after the gateway, because it calls it. */
  backing(): Backing;
  readonly quotas?: Quotas | undefined;
  /** Takes what AWS may refuse, or does otherwise, about a change that is let through. */
  tellOfChange(message: string): void;
  /** Aborted when the cloud is being stopped. */
  readonly stopping: AbortSignal;
}

/** The gateway and the parts of it that others look into. */
export interface GatewayAssembly {
  readonly gateway: Gateway;
  readonly upstream: Upstream;
  readonly callers: Callers;
  readonly ledger: Ledger;
  readonly faults: CallFaults;
  readonly standIns: StandIns;
  readonly history: PipelineHistory;
  readonly publications: Publications;
}

/** Puts the gateway together; it does not listen yet. */
export function assembleGateway(settings: GatewaySettings): GatewayAssembly {
  const { emulatorPort, registry, stopping, clockFactor, loadSeconds } = settings;
  const callers = new Callers();
  const ledger = new Ledger();
  const history = new PipelineHistory();
  const publications = new Publications();
  // Callers meet quotas in real time.
  const clock = { now: () => performance.now() };
  const faults = new CallFaults(clock);
  const upstream = new Upstream(emulatorPort);
  const standIns = new StandIns(new ApiMade(upstream));
  const buckets = new BucketDeployment(upstream);
  const stateRefusals = new StateRefusals((message) => settings.tellOfChange(message), settings.quotas);
  const roster = new RosterHandler(registry, () => settings.backing(), stopping);
  const handle = async (event: CustomResourceEvent): Promise<CustomResourceAnswer> => {
    switch (event.ResourceProperties.StandInFor) {
      case undefined:
        return roster.handle(event);
      case 'Custom::CDKBucketDeployment':
        return buckets.handle(event);
      case 'Custom::S3AutoDeleteObjects':
        return buckets.autoDelete(event);
      default:
        return standIns.handle(event);
    }
  };
  const relay: Relay = new Relay(upstream, () => gateway.endpoint, handle);
  const templates = new TemplatePassage({
    upstream,
    dir: settings.templatesDir,
    relayArn: (scope) => relay.functionArn(scope),
    functionEndpoint: (scope, stack, logicalId) => {
      const { account, region } = scope;
      const { accessKey } = callers.issue({ account, region, name: `function ${stack}/${logicalId}` });
      return `${gateway.endpoint}/_caller/${accessKey}`;
    },
  });
  const gateway: Gateway = new Gateway({
    upstream,
    emulatorPort,
    callers,
    models: new ServiceModels(settings.modelsDir),
    ledger,
    faults,
    quotas: new CallQuotas(callQuotas, clock),
    standIns,
    history,
    publications,
    templates,
    alarmMetrics: (at, name) => settings.backing().alarmMetrics(at, name),
    taskLog: (at, group) => settings.backing().taskLog(at, group),
    defaultAccount: settings.defaultAccount,
    defaultRegion: settings.defaultRegion,
    internal: (request, response, path) => {
      const parts = { clockFactor, loadSeconds, backing: () => settings.backing(), relay: () => relay, stateRefusals };
      return answerInternal(parts, request, response, path);
    },
  });
  return { gateway, upstream, callers, ledger, faults, standIns, history, publications };
}
