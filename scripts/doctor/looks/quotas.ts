import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  paginateListAWSDefaultServiceQuotas,
  paginateListServiceQuotas,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas';
import { edgeRegion } from '../../../lib/config';
import { type QuotaNeed, quotaNeeds } from '../../build/quotas/report';
import type { AwsPlace } from '../aws-place';
import { isNamed } from '../is-named';
import type { Look, Problem } from '../look';
import { accountOf } from '../places-of';

/**
 * Service Quotas takes five of these calls a second, and five more in one burst
 * (https://docs.aws.amazon.com/servicequotas/latest/userguide/reference_limits.html): one after another is about that.
 */
const sideBySide = 1;

/**
 * Quotas in force against what the synthesized stacks need together. What else is in the account comes on top, and can't be told
 * from what is ours already.
 *
 * Service Quotas has no applied value of a quota that was never changed: then the default is in force
 * (https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ListServiceQuotas.html). Global services keep theirs in
 * us-east-1.
 */
export const quotas: Look = {
  name: 'quotas',
  actions: [
    'servicequotas:GetAWSDefaultServiceQuota',
    'servicequotas:GetServiceQuota',
    'servicequotas:ListAWSDefaultServiceQuotas',
    'servicequotas:ListServiceQuotas',
  ],
  questions: async ({ stacks }) =>
    quotaNeeds(await stacks)
      .filter(({ most }) => most > 0)
      .map((need) => ({
        what: `quota "${need.quota.name}" of ${need.quota.service}`,
        account: accountOf(need),
        region: need.region ?? edgeRegion,
        ask: async (aws) => problemsOf(need, await inForce(aws, need.quota)),
      })),
};

function problemsOf({ quota, first, most }: QuotaNeed, value: number | undefined): readonly Problem[] {
  const { name, service, code, waits, note } = quota;
  // Not known to Service Quotas by this name or code, which is no reason to take it for enough.
  if (value === undefined) throw new Error(`Service Quotas knows no quota "${name}" of ${service}`);
  if (most <= value || (waits && value > 0)) return [];
  const need = first === most ? `${most}` : `${first} to begin with, up to ${most}`;
  const when = first > value ? 'the first deployment needs more' : 'it is enough to begin with';
  const ask = `service-code ${service}${code === undefined ? '' : ` --quota-code ${code}`} --desired-value ${Math.ceil(most)}`;
  return [
    {
      code: 'TAP6161',
      what: `${name} is ${value}, but the stacks need ${need}${note === undefined ? '' : ` (${note})`}; ${when}`,
      todo: `ask for more: aws service-quotas request-service-quota-increase --${ask}`,
    },
  ];
}

function inForce(aws: AwsPlace, { name, service, code }: QuotaNeed['quota']): Promise<number | undefined> {
  return code === undefined ? byName(aws, service, name) : byCode(aws, service, code);
}

async function byCode(aws: AwsPlace, ServiceCode: string, QuotaCode: string): Promise<number | undefined> {
  const client = aws.client(ServiceQuotasClient, sideBySide);
  try {
    const { Quota } = await client.send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode }));
    if (Quota?.Value !== undefined) return Quota.Value;
  } catch (error) {
    if (!isNamed(error, 'NoSuchResourceException')) throw error;
  }
  const { Quota } = await client.send(new GetAWSDefaultServiceQuotaCommand({ ServiceCode, QuotaCode }));
  return Quota?.Value;
}

/** Where AWS's pages name no code: both lists of the service, once for all of its quotas. */
async function byName(aws: AwsPlace, ServiceCode: string, name: string): Promise<number | undefined> {
  const client = aws.client(ServiceQuotasClient, sideBySide);
  const values = await aws.once(`quotas of ${ServiceCode}`, async () => {
    const found = new Map<string, number>();
    for (const paginate of [paginateListAWSDefaultServiceQuotas, paginateListServiceQuotas]) {
      for await (const { Quotas = [] } of paginate({ client }, { ServiceCode })) {
        for (const { QuotaName, Value } of Quotas) if (QuotaName && Value !== undefined) found.set(QuotaName, Value);
      }
    }
    return found;
  });
  return values.get(name);
}
