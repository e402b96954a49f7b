import { addressOfStackId, type StackAddress, stackKey } from '../resources/stack-key';
import type { CustomResourceAnswer, CustomResourceEvent } from './custom-resource';
import { standInAttribute, standInPhysicalId } from './stand-in-attributes';
import { isRecord, untagLiterals } from './templates/tagged-literals';

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
}

/** Keeps the stand-ins and answers their events: they do nothing but hold their properties. */
export class StandIns {
  private readonly byKey = new Map<string, StandIn>();

  handle(event: CustomResourceEvent): CustomResourceAnswer {
    const address = addressOfStackId(event.StackId);
    const key = `${stackKey(address)}/${event.LogicalResourceId}`;
    const { StandInFor, Original, Attributes } = event.ResourceProperties;
    const type = String(StandInFor);
    const untagged = untagLiterals(Original);
    const properties = isRecord(untagged) ? untagged : {};
    const identity = { ...address, logicalId: event.LogicalResourceId, type, properties };
    const known = this.byKey.get(key);
    const physicalId = event.PhysicalResourceId ?? standInPhysicalId(identity);
    const version = (known?.version ?? 0) + 1;
    if (event.RequestType === 'Delete') this.byKey.delete(key);
    else this.byKey.set(key, { ...identity, physicalId, version, updatedAt: Date.now() });
    const asked = Array.isArray(Attributes) ? Attributes.map(String) : [];
    const attributes = Object.fromEntries(
      asked.map((name) => [name, name === 'Version' ? String(version) : standInAttribute(identity, physicalId, name)]),
    );
    return { physicalId, attributes };
  }

  ofType(type: string): readonly StandIn[] {
    return [...this.byKey.values()].filter((standIn) => standIn.type === type);
  }
}
