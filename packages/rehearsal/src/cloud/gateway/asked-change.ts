import type {
  Claim,
  Claims,
  ExportChange,
  LiveResource,
  Properties,
  ResourceChange,
  ServiceState,
} from '../state-refusals/change';
import { restoreTypes } from './templates/stand-in-types';
import { isRecord, untagLiterals } from './templates/tagged-literals';

/** Path at which the emulator asks before it changes something. */
export const changePath = '/_rehearsal/change';

/** The change that the emulator asks about, with original types and properties; undefined if it is none. */
export function askedChange(json: unknown): ResourceChange | ExportChange | Claims | undefined {
  if (!isRecord(json)) return undefined;
  const { step, account, region, stack } = texts(json, ['step', 'account', 'region', 'stack']);
  const at = { account, region, stack };
  switch (step) {
    case 'export': {
      const { name, before } = texts(json, ['name', 'before']);
      const after = typeof json.after === 'string' ? json.after : undefined;
      return { step, ...at, name, before, after, importedBy: list(json.importedBy).map(String) };
    }
    case 'names': {
      const standing = list(json.standing).map((one) => {
        const record = isRecord(one) ? one : {};
        return { ...claim(record), ...texts(record, ['account', 'region', 'stack']) };
      });
      return { step, ...at, claims: list(json.claims).map(claim), standing };
    }
    case 'create':
    case 'update':
    case 'delete': {
      const beside = list(json.beside).map(liveResource);
      const { properties: before } = original(json.type, json.before);
      const { type, properties: after } = original(json.type, json.after);
      const { logicalId, physicalId } = texts(json, ['logicalId', 'physicalId']);
      return { step, ...at, type, logicalId, physicalId, before, after, beside, service: serviceState(json.service) };
    }
    default:
      return undefined;
  }
}

function liveResource(value: unknown): LiveResource {
  const record = isRecord(value) ? value : {};
  return {
    ...texts(record, ['stack', 'logicalId', 'physicalId']),
    ...original(record.type, record.properties),
  };
}

function claim(value: unknown): Claim {
  const record = isRecord(value) ? value : {};
  return { ...texts(record, ['logicalId', 'type']), properties: isRecord(record.properties) ? record.properties : {} };
}

function serviceState(value: unknown): ServiceState {
  const { protected: isProtected, objects } = isRecord(value) ? value : {};
  return {
    protected: typeof isProtected === 'boolean' ? isProtected : undefined,
    objects: typeof objects === 'number' ? objects : undefined,
  };
}

/** What a stand-in stands for; anything else is itself. */
function original(type: unknown, properties: unknown): { readonly type: string; readonly properties: Properties } {
  const given = isRecord(properties) ? properties : {};
  const untagged = 'StandInFor' in given ? untagLiterals(given.Original) : given;
  return { type: restoreTypes(String(type)), properties: isRecord(untagged) ? untagged : {} };
}

function texts<Name extends string>(record: Record<string, unknown>, names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, String(record[name] ?? '')])) as Record<Name, string>;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
