import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { serviceLinkedRoles } from '../../../../scripts/doctor/looks/service-linked-roles';
import { emulated } from '../emulated';
import { devAccount } from '../subject';

const { planter, look } = emulated();

test('service-linked roles are missed until they exist (emulator)', async () => {
  const iam = new IAMClient(planter(devAccount));
  // By path, because the emulator names the roles of ECS and of its scaling alike.
  const make = (service: string) =>
    iam.send(
      new CreateRoleCommand({
        RoleName: `role-${service}`,
        Path: `/aws-service-role/${service}/`,
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
      }),
    );
  const missing = await look(serviceLinkedRoles);
  expect(missing.unseen).toEqual([]);
  const services = missing.findings.map(({ todo }) => /--aws-service-name (\S+)/.exec(todo)?.[1] ?? '');
  expect(services.length).toBeGreaterThan(1);
  const [first = '', ...others] = services;
  for (const service of others) await make(service);
  expect((await look(serviceLinkedRoles)).findings).toEqual([
    expect.objectContaining({ code: 'TAP6151', todo: expect.stringContaining(first) }),
  ]);
  await make(first);
  expect(await look(serviceLinkedRoles)).toMatchObject({ findings: [], unseen: [] });
});
