import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DeliveryConfiguration } from '../../lib/config';

/** Writes a cloud assembly of a configuration with one empty stack of each environment, which takes no synthesis. */
export function writeSmallAssembly(folder: string, { environments }: DeliveryConfiguration): void {
  const write = (place: string, file: string, content: object) => {
    mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, place, file), JSON.stringify(content));
  };
  const stages = environments.map(({ name, account = 'unknown-account', region }) => {
    const directoryName = `assembly-${name}`;
    const properties = {
      templateFile: 'template.json',
      stackName: `${name}-Network`,
      requiresBootstrapStackVersion: 6,
    };
    const stack = { type: 'aws:cloudformation:stack', environment: `aws://${account}/${region}`, properties };
    write(directoryName, 'manifest.json', { artifacts: { Stack: stack } });
    write(directoryName, 'template.json', { Resources: {} });
    return [name, { type: 'cdk:cloud-assembly', properties: { directoryName, displayName: `PipelineStack/${name}` } }];
  });
  write('.', 'manifest.json', { artifacts: Object.fromEntries(stages) });
}
