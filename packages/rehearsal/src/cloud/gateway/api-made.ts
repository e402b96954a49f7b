import type { Scope, Upstream } from '../base/upstream';
import { dataMakers } from './makers/data';
import { edgeMakers } from './makers/edge';
import type { Made, Maker, Makers, Properties } from './makers/maker';
import { networkMakers } from './makers/network';
import { ServiceCalls } from './service-calls';

/**
 * Types that the emulator's CloudFormation doesn't know although its services do. The gateway makes them with the services'
 * own calls, so that whoever asks those services sees them.
 */
const makers: Makers = { ...networkMakers, ...dataMakers, ...edgeMakers };

export function isApiMade(type: string): boolean {
  return type in makers;
}

/** Makes resources of the types that only the emulator's services know. */
export class ApiMade {
  constructor(private readonly upstream: Upstream) {}

  /** @throws TAP4313 with the service's own words if it refuses */
  create(type: string, properties: Properties, name: string, scope: Scope): Promise<Made> {
    return makerOf(type).create(new ServiceCalls(this.upstream, scope), properties, name);
  }

  overwrites(type: string): boolean {
    return makerOf(type).overwrites ?? false;
  }

  /** What is gone already is no error. */
  async delete(type: string, physicalId: string, properties: Properties, scope: Scope): Promise<void> {
    await makerOf(type)
      .delete(new ServiceCalls(this.upstream, scope), physicalId, properties)
      .catch(() => undefined);
  }
}

function makerOf(type: string): Maker {
  const maker = makers[type];
  if (maker === undefined) throw new Error(`no service call makes ${type}`);
  return maker;
}
