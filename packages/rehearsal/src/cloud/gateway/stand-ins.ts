import { isDeepStrictEqual } from 'node:util';
import { isRecord } from '../base/record';
import { addressOfStackId, type StackAddress, stackKey } from '../resources/stack-key';
import { type ApiMade, isApiMade } from './api-made';
import type { CustomResourceAnswer, CustomResourceEvent } from './custom-resource';
import type { Made } from './makers/maker';
import { type StandInIdentity, standInAttribute, standInPhysicalId } from './stand-in-attributes';
import { carriedOutByGateway } from './templates/derive';
import { untagLiterals } from './templates/tagged-literals';

/** A resource of a type that the emulator doesn't know. */
export interface StandIn extends StackAddress {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId: string;
  readonly properties: Readonly<Record<string, unknown>>;
  /** 1 at creation, one more with each update. */
  readonly version: number;
  /** Milliseconds since the epoch. */
  readonly updatedAt: number;
  /** What its service answered when it was made there. */
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Keeps the stand-ins and answers their events. Those whose service the emulator has are made there; the others do nothing
 * but hold their properties.
 */
export class StandIns {
  private readonly byKey = new Map<string, StandIn>();

  constructor(private readonly apiMade: ApiMade) {}

  async handle(event: CustomResourceEvent): Promise<CustomResourceAnswer> {
    const address = addressOfStackId(event.StackId);
    const key = `${stackKey(address)}/${event.LogicalResourceId}`;
    const { StandInFor, Original, Attributes } = event.ResourceProperties;
    const type = String(StandInFor);
    const untagged = untagLiterals(Original);
    const properties = isRecord(untagged) ? untagged : {};
    const identity = { ...address, logicalId: event.LogicalResourceId, type, properties };
    const known = this.byKey.get(key);
    const made = isApiMade(type) ? await this.make(event, identity, known) : undefined;
    const physicalId = made?.physicalId ?? event.PhysicalResourceId ?? standInPhysicalId(identity);
    const version = (known?.version ?? 0) + 1;
    const attributesMade = made?.attributes ?? known?.attributes ?? {};
    if (event.RequestType !== 'Delete') {
      this.byKey.set(key, { ...identity, physicalId, version, updatedAt: Date.now(), attributes: attributesMade });
    } else if (known?.physicalId === event.PhysicalResourceId) {
      // After a replacement the deletion is of the one before, and the new one stays.
      this.byKey.delete(key);
    }
    const asked = Array.isArray(Attributes) ? Attributes.map(String) : [];
    const attributes = Object.fromEntries(
      asked.map((name) => [
        name,
        attributesMade[name] ?? (name === 'Version' ? String(version) : standInAttribute(identity, physicalId, name)),
      ]),
    );
    return { physicalId, attributes };
  }

  /** What stands in the place of a resource; undefined if the emulator's CloudFormation made it. */
  describe(resource: StackAddress & { readonly logicalId: string; readonly type: string }): string | undefined {
    if (carriedOutByGateway.has(resource.type)) return 'the gateway, which did its work';
    if (!this.byKey.has(`${stackKey(resource)}/${resource.logicalId}`)) return undefined;
    return isApiMade(resource.type) ? "the service's own calls" : 'a placeholder that holds its properties';
  }

  /** Undefined if nothing was made: at a deletion, and where an update changes nothing. */
  private async make(
    event: CustomResourceEvent,
    identity: StandInIdentity,
    known?: StandIn,
  ): Promise<Made | undefined> {
    const { type, properties } = identity;
    const { RequestType: request, PhysicalResourceId: current } = event;
    if (request === 'Delete') {
      if (current !== undefined) await this.apiMade.delete(type, current, properties, identity);
      return undefined;
    }
    if (request === 'Update' && known !== undefined && isDeepStrictEqual(known.properties, properties))
      return undefined;
    const name = standInPhysicalId(identity);
    // A name can't be taken twice, so what carries one goes before its successor is made.
    if (request === 'Update' && known !== undefined && current === name && !this.apiMade.overwrites(type)) {
      await this.apiMade.delete(type, current, known.properties, identity);
    }
    return this.apiMade.create(type, properties, name, identity);
  }

  ofType(type: string): readonly StandIn[] {
    return [...this.byKey.values()].filter((standIn) => standIn.type === type);
  }
}
