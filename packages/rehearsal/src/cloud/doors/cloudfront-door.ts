import type { Difference } from '../../events/events';
import { type Owned, read } from '../deployed/deployed-stacks';
import { type Answer, type Exchange, json } from '../http/exchange';
import { type Listening, listen } from '../http/listen';
import { Distribution, type DistributionServices } from './distribution';
import type { Door, DoorRequest } from './door';
import { runLimitMs } from './edge-function';

export interface CloudFrontServices extends DistributionServices {
  /** Whether a record of the environment leads from a name to a host. */
  leadsTo(name: string, host: string): boolean;
  record(request: DoorRequest): void;
}

const always: readonly Difference[] = [
  { onAws: 'CloudFront answers over TLS at its edge', here: 'plain HTTP on 127.0.0.1' },
  { onAws: 'CloudFront caches by its cache policies', here: 'nothing is cached' },
];
const notGuarded: Difference = { onAws: 'the web ACL sees each request', here: 'it is not applied' };
const withoutLambda: Difference = { onAws: 'Lambda@Edge functions see each request', here: 'none is called' };
const inNode: Difference = {
  onAws: 'CloudFront functions have a JavaScript and a time limit of their own',
  here: `they run in Node, in a thread of their own, for at most ${runLimitMs / 1000} s`,
};

/** In what this is not what the distribution asks for. */
function askedFor(resource: Owned): readonly Difference[] {
  const config = read(resource).object('DistributionConfig');
  const behaviours = [config.object('DefaultCacheBehavior'), ...config.objects('CacheBehaviors')];
  return [
    ...(config.optionalText('WebACLId') ? [notGuarded] : []),
    ...(behaviours.some((one) => one.objects('LambdaFunctionAssociations').length > 0) ? [withoutLambda] : []),
    ...(behaviours.some((one) => one.objects('FunctionAssociations').length > 0) ? [inNode] : []),
  ];
}

/** A name that no record of the templates leads here. */
function takenAsMade(alias: string): Difference {
  return { onAws: `${alias} needs a DNS record that no stack makes`, here: 'it is taken as made' };
}

/** A distribution on a port of this machine. */
export class CloudFrontDoor implements Door {
  private constructor(
    private distribution: Distribution,
    private readonly host: string,
    private readonly services: CloudFrontServices,
    private readonly listening: Listening,
  ) {}

  /** @throws TAP4401 if the distribution can't be read, TAP4407 if there is no port */
  static async open(resource: Owned, host: string, services: CloudFrontServices): Promise<CloudFrontDoor> {
    const distribution = new Distribution(resource, host, services);
    const listening = await listen((exchange) => door.handle(exchange));
    const door = new CloudFrontDoor(distribution, host, services, listening);
    return door;
  }

  /** @throws TAP4401 if the distribution can't be read; the door then stays as it is */
  update(resource: Owned): void {
    this.distribution = new Distribution(resource, this.host, this.services);
  }

  get environment(): string {
    return this.resource.environment;
  }

  get resource(): Owned {
    return this.distribution.resource;
  }

  get hosts(): readonly string[] {
    return [this.host, ...this.distribution.aliases];
  }

  get url(): string {
    return this.listening.url;
  }

  get differences(): readonly Difference[] {
    const nowhere = this.distribution.aliases.filter((alias) => !this.services.leadsTo(alias, this.host));
    return [...always, ...askedFor(this.resource), ...nowhere.map(takenAsMade)];
  }

  close(): Promise<void> {
    return this.listening.close();
  }

  private async handle(exchange: Exchange): Promise<Answer> {
    const startedAt = performance.now();
    const answer = await this.distribution
      .answer(exchange)
      .catch(() => json(502, { message: 'the origin could not be reached' }));
    this.services.record({
      door: { environment: this.environment, resource: this.resource },
      status: answer.status,
      seconds: (performance.now() - startedAt) / 1000,
    });
    return answer;
  }
}
