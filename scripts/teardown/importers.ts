import { ListImportsCommand } from '@aws-sdk/client-cloudformation';
import { type AccountClients, asked, type RegionClients } from './aws';
import type { LivingStack } from './living-stacks';

/** A stack that imports an export, and thereby keeps the exporting stack from being deleted. */
export interface Import {
  readonly exporter: LivingStack;
  readonly exportName: string;
  /** Name of a stack in the exporter's account and region: exports cross neither. */
  readonly importer: string;
}

/**
 * Who imports what the stacks export, as CloudFormation has it.
 *
 * @throws CodedError TAP6002 to TAP6009 if CloudFormation refuses
 */
export async function findImports(stacks: readonly LivingStack[], clients: AccountClients): Promise<readonly Import[]> {
  const imports: Import[] = [];
  for (const exporter of stacks) {
    for (const exportName of exporter.exports) {
      for (const importer of await importersOf(exportName, clients.in(exporter.region))) {
        imports.push({ exporter, exportName, importer });
      }
    }
  }
  return imports;
}

async function importersOf(ExportName: string, clients: RegionClients): Promise<readonly string[]> {
  const importers: string[] = [];
  let NextToken: string | undefined;
  do {
    const command = new ListImportsCommand({ ExportName, NextToken });
    const page = await asked(clients, 'cloudformation:ListImports', () =>
      clients.cloudFormation.send(command).catch((error: unknown) => {
        // That nobody imports it is told as an error.
        if (error instanceof Error && /is not imported by any stack/.test(error.message)) return undefined;
        throw error;
      }),
    );
    importers.push(...(page?.Imports ?? []));
    NextToken = page?.NextToken;
  } while (NextToken !== undefined);
  return importers;
}
