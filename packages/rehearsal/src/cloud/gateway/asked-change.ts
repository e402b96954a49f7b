import type { ExportChange, LiveResource, Properties, ResourceChange } from '../state-refusals/change';
import { restoreTypes } from './templates/stand-in-types';
import { isRecord, untagLiterals } from './templates/tagged-literals';

/** Path at which the emulator asks before it changes something. */
export const changePath = '/_rehearsal/change';

/** The change that the emulator asks about, with original types and properties; undefined if it is none. */
export function askedChange(json: unknown): ResourceChange | ExportChange | undefined {
  if (!isRecord(json)) return undefined;
  const { step, account, region, stack } = texts(json, ['step', 'account', 'region', 'stack']);
  const at = { account, region, stack };
  switch (step) {
    case 'export': {
      const { name, before } = texts(json, ['name', 'before']);
      const after = typeof json.after === 'string' ? json.after : undefined;
      return { step, ...at, name, before, after, importedBy: list(json.importedBy).map(String) };
    }
    case 'create':
    case 'update':
    case 'delete': {
      const beside = list(json.beside).map(liveResource);
      const { properties: before } = original(json.type, json.before);
      const { type, properties: after } = original(json.type, json.after);
      const { logicalId, physicalId } = texts(json, ['logicalId', 'physicalId']);
      return { step, ...at, type, logicalId, physicalId, before, after, beside };
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
