import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { serviceLinkedRoles } from '../../../../scripts/doctor/looks/service-linked-roles';
import { queryAnswer } from '../../../helpers/recorded-aws';
import { devAccount, found, recording } from '../subject';

const { look, aws } = recording();

/** The services whose roles docs/deploy.md lets somebody make first. */
function documented(): readonly string[] {
  const text = readFileSync(join(__dirname, '../../../../docs/deploy.md'), 'utf8');
  const loop = /for service in ([^;]+); do/.exec(text)?.[1] ?? '';
  return [...loop.matchAll(/[\w.-]*\w/g)].map(([service]) => `${service}.amazonaws.com`);
}

/** ListRoles, one page for each of these. */
function listed(pages: readonly (readonly string[])[]) {
  return ({ input }: { readonly input: Readonly<Record<string, unknown>> }) => {
    const page = Number(input.Marker ?? 0);
    const roles = (pages[page] ?? []).map(
      (service) => `<member><Path>/aws-service-role/${service}/</Path><RoleName>r</RoleName></member>`,
    );
    const more =
      page + 1 < pages.length
        ? `<IsTruncated>true</IsTruncated><Marker>${page + 1}</Marker>`
        : '<IsTruncated>false</IsTruncated>';
    return queryAnswer('ListRoles', `<Roles>${roles.join('')}</Roles>${more}`);
  };
}

describe('service-linked roles (recorded)', () => {
  const services = documented();

  test('are in order where all exist, also on a second page', async () => {
    expect(services.length).toBe(7);
    const pages = [services.slice(0, 3), services.slice(3)];
    expect(await look(serviceLinkedRoles, listed(pages))).toMatchObject({
      findings: [],
      unseen: [],
      seen: { length: 1 },
    });
    expect(aws().calls.filter(({ input }) => input.PathPrefix === '/aws-service-role/').length).toBe(2);
  });

  test.each(documented())('miss that of %s alone, in the account of an environment', async (service) => {
    const others = services.filter((one) => one !== service);
    const examination = await look(serviceLinkedRoles, listed([others]));
    expect(found(examination)).toEqual([`TAP6151 account ${devAccount}, us-east-1`]);
    expect(examination.findings[0]?.todo).toContain(`create-service-linked-role --aws-service-name ${service}`);
  });
});
