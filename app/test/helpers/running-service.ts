import { type Service, type ServiceName, startService } from '../../src/service';
import { Client } from './client';
import type { DatabaseServer } from './database-server';
import { Output } from './output';
import { createMigratedSchema, type ShopSchema } from './shop-schema';

/** A service over a schema of its own; filled before the first test of the describe block, torn down after the last. */
export interface RunningService {
  schema: ShopSchema;
  service: Service;
  client: Client;
  output: Output;
}

/** Registers the set-up in the describe block that calls it. */
export function useService(name: ServiceName, server: () => DatabaseServer): RunningService {
  const running = {} as RunningService;
  beforeAll(async () => {
    running.schema = await createMigratedSchema(server());
    running.output = new Output();
    running.service = await startService(name, running.schema.service, running.output);
    running.client = new Client(running.service);
  });
  afterAll(async () => {
    await running.service.stop();
    await running.schema.drop();
  });
  return running;
}
