import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from './schema';

/** Files that an action left beside the report, by `Stage/Action`; relative to the report, with slashes. */
export type JobFiles = ReadonlyMap<string, readonly string[]>;

/** Finds logs and reports of the actions below `jobs/<stage>/<action>/` in the report's folder. */
export function findJobFiles(folder: string, { stages }: Pick<Report, 'stages'>): JobFiles {
  return new Map(
    stages.flatMap((stage) =>
      stage.actions.map((action) => {
        const place = ['jobs', stage.name, action.name].join('/');
        return [`${stage.name}/${action.name}`, filesBelow(folder, place)] as const;
      }),
    ),
  );
}

function filesBelow(folder: string, place: string): readonly string[] {
  try {
    return readdirSync(join(folder, place), { withFileTypes: true })
      .flatMap((entry) => {
        const path = `${place}/${entry.name}`;
        return entry.isDirectory() ? filesBelow(folder, path) : [path];
      })
      .sort();
  } catch {
    return []; // An action that is no job leaves nothing.
  }
}
