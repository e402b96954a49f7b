import { isRecord } from '../base/record';
import type {
  ChangeSetRequest,
  Claim,
  Claims,
  ExportChange,
  LiveResource,
  Properties,
  ResourceChange,
  ServiceState,
  TypeChanges,
} from '../state-refusals/change';
import { restoreTypes } from './templates/stand-in-types';
import { untagLiterals } from './templates/tagged-literals';

/** Path at which the emulator asks before it changes something. */
export const changePath = '/_rehearsal/change';

/** The change that the emulator asks about, with original types and properties; undefined if it is none. */
export function askedChange(
  json: unknown,
): ResourceChange | ExportChange | ChangeSetRequest | TypeChanges | Claims | undefined {
  if (!isRecord(json)) return undefined;
  const { step, account, region, stack } = texts(json, ['step', 'account', 'region', 'stack']);
  const at = { account, region, stack };
  switch (step) {
    case 'export': {
      const [before, after, exportedBy] = [json.before, json.after, json.exportedBy].map((value) =>
        typeof value === 'string' ? value : undefined,
      );
      const importedBy = list(json.importedBy).map(String);
      return { step, ...at, ...texts(json, ['name']), before, after, importedBy, exportedBy };
    }
    case 'change set': {
      const { creates } = json;
      return {
        step,
        ...at,
        ...texts(json, ['id', 'status', 'role']),
        creates: creates === true,
        roles: record(json.roles),
      };
    }
    case 'types': {
      const kinds = Object.entries(record(json.kinds)).map(([id, types]) => [id, list(types).map(String)] as const);
      return { step, ...at, kinds: Object.fromEntries(kinds) };
    }
    case 'names': {
      const standing = list(json.standing).map((one) => ({
        ...claim(one),
        ...texts(record(one), ['account', 'region', 'stack']),
      }));
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
  const { type, properties } = record(value);
  return { ...texts(record(value), ['region', 'stack', 'logicalId', 'physicalId']), ...original(type, properties) };
}

function claim(value: unknown): Claim {
  return { ...texts(record(value), ['logicalId', 'type']), properties: record(record(value).properties) };
}

function serviceState(value: unknown): ServiceState {
  const { protected: isProtected, objects, roles, keys } = record(value);
  return {
    protected: typeof isProtected === 'boolean' ? isProtected : undefined,
    objects: typeof objects === 'number' ? objects : undefined,
    roles: record(roles),
    keys: Object.fromEntries(Object.entries(record(keys)).map(([key, state]) => [key, String(state)])),
  };
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

/** What a stand-in stands for; anything else is itself. */
function original(type: unknown, properties: unknown): { readonly type: string; readonly properties: Properties } {
  const given = record(properties);
  return {
    type: restoreTypes(String(type)),
    properties: 'StandInFor' in given ? record(untagLiterals(given.Original)) : given,
  };
}

function texts<Name extends string>(of: Record<string, unknown>, names: readonly Name[]): Record<Name, string> {
  return Object.fromEntries(names.map((name) => [name, String(of[name] ?? '')])) as Record<Name, string>;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
