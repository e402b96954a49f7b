import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  paginateListAWSDefaultServiceQuotas,
  paginateListServiceQuotas,
  type ServiceQuota,
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
        ask: async (aws) => problemsOf(need, await inForce(aws, need.quota), aws.region),
      })),
};

/** A quota as Service Quotas knows it. */
interface InForce {
  readonly value: number;
  /** Code by which more is asked for. */
  readonly code?: string;
  /** Whether Service Quotas takes a request for more. */
  readonly adjustable: boolean;
}

function problemsOf(
  { quota, first, most }: QuotaNeed,
  inForce: InForce | undefined,
  region: string,
): readonly Problem[] {
  const { name, service, waits, note } = quota;
  // Not known to Service Quotas by this name or code, which is no reason to take it for enough.
  if (inForce === undefined) throw new Error(`Service Quotas knows no quota "${name}" of ${service}`);
  const { value, code, adjustable } = inForce;
  if (most <= value || (waits && value > 0)) return [];
  const need = first === most ? `${most}` : `${first} to begin with, up to ${most}`;
  const when = first > value ? 'the first deployment needs more' : 'it is enough to begin with';
  const ask = `aws service-quotas request-service-quota-increase --region ${region} --service-code ${service} --quota-code ${code} --desired-value ${Math.ceil(most)}`;
  return [
    {
      code: 'TAP6161',
      what: `${name} is ${value}, but the stacks need ${need}${note === undefined ? '' : ` (${note})`}; ${when}`,
      todo:
        adjustable && code !== undefined
          ? `ask for more: ${ask}`
          : 'Service Quotas raises it for nobody: ask AWS Support, or configure less',
    },
  ];
}

function inForce(aws: AwsPlace, { name, service, code }: QuotaNeed['quota']): Promise<InForce | undefined> {
  return code === undefined ? byName(aws, service, name) : byCode(aws, service, code);
}

async function byCode(aws: AwsPlace, ServiceCode: string, QuotaCode: string): Promise<InForce | undefined> {
  const client = aws.client(ServiceQuotasClient, sideBySide);
  try {
    const { Quota } = await client.send(new GetServiceQuotaCommand({ ServiceCode, QuotaCode }));
    if (Quota?.Value !== undefined) return readQuota({ QuotaCode, ...Quota });
  } catch (error) {
    if (!isNamed(error, 'NoSuchResourceException')) throw error;
  }
  const { Quota } = await client.send(new GetAWSDefaultServiceQuotaCommand({ ServiceCode, QuotaCode }));
  return readQuota({ QuotaCode, ...Quota });
}

/** https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/API_ServiceQuota.html */
function readQuota({
  Value: value,
  QuotaCode: code,
  Adjustable: adjustable = true,
}: ServiceQuota): InForce | undefined {
  return value === undefined ? undefined : { value, code, adjustable };
}

/** Where AWS's pages name no code, and Service Quotas itself has to tell it: both lists of the service, once for all of its quotas. */
async function byName(aws: AwsPlace, ServiceCode: string, name: string): Promise<InForce | undefined> {
  const client = aws.client(ServiceQuotasClient, sideBySide);
  const values = await aws.once(`quotas of ${ServiceCode}`, async () => {
    const found = new Map<string, InForce>();
    for (const paginate of [paginateListAWSDefaultServiceQuotas, paginateListServiceQuotas]) {
      for await (const { Quotas = [] } of paginate({ client }, { ServiceCode })) {
        for (const quota of Quotas) {
          const known = readQuota(quota);
          if (quota.QuotaName && known !== undefined) found.set(quota.QuotaName, known);
        }
      }
    }
    return found;
  });
  return values.get(name);
}
