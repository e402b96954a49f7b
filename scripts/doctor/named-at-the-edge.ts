import {
  CloudFrontClient,
  DescribeFunctionCommand,
  ListOriginAccessControlsCommand,
  ListResponseHeadersPoliciesCommand,
  ListVpcOriginsCommand,
} from '@aws-sdk/client-cloudfront';
import type { AwsPlace } from './aws-place';
import { fromList, type Holder, type NamedType, oneByOne } from './named-type';

/** What CloudFront knows by name, each once in an account, by the type's name in templates. */
export const namedAtTheEdge: Readonly<Record<string, NamedType>> = {
  // Every function has this stage from the beginning:
  // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateFunction.html
  'AWS::CloudFront::Function': {
    words: 'edge functions',
    property: 'Name',
    holders: oneByOne({
      missing: ['NoSuchFunctionExists'],
      find: (aws, Name) =>
        aws.client(CloudFrontClient).send(new DescribeFunctionCommand({ Name, Stage: 'DEVELOPMENT' })),
    }),
  },
  // A second one of a name is refused, as people were told by CloudFront: https://github.com/winglang/wing/issues/3748
  'AWS::CloudFront::OriginAccessControl': {
    words: 'origin access controls',
    property: 'OriginAccessControlConfig.Name',
    holders: fromList('origin access controls', originAccessControls),
  },
  // https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateResponseHeadersPolicy.html
  'AWS::CloudFront::ResponseHeadersPolicy': {
    words: 'response headers policies',
    property: 'ResponseHeadersPolicyConfig.Name',
    holders: fromList('response headers policies', responseHeadersPolicies),
  },
  // The same in every region: https://github.com/aws/aws-cdk/issues/34799
  'AWS::CloudFront::VpcOrigin': {
    words: 'VPC origins',
    property: 'VpcOriginEndpointConfig.Name',
    holders: fromList('VPC origins', vpcOrigins),
  },
};

function originAccessControls(aws: AwsPlace): Promise<readonly Holder[]> {
  return allPages(async (Marker) => {
    const { OriginAccessControlList: page } = await aws
      .client(CloudFrontClient)
      .send(new ListOriginAccessControlsCommand({ Marker }));
    return { next: page?.NextMarker, held: page?.Items?.map(({ Id, Name = '' }) => ({ name: Name, id: Id })) };
  });
}

/** Those of the account; AWS's own are not asked for. */
function responseHeadersPolicies(aws: AwsPlace): Promise<readonly Holder[]> {
  return allPages(async (Marker) => {
    const { ResponseHeadersPolicyList: page } = await aws
      .client(CloudFrontClient)
      .send(new ListResponseHeadersPoliciesCommand({ Type: 'custom', Marker }));
    const policies = page?.Items?.flatMap(({ ResponseHeadersPolicy }) => ResponseHeadersPolicy ?? []);
    return {
      next: page?.NextMarker,
      held: policies?.map(({ Id, ResponseHeadersPolicyConfig: config }) => ({ name: config?.Name ?? '', id: Id })),
    };
  });
}

/** Those of the account; others may share theirs with it. */
function vpcOrigins(aws: AwsPlace): Promise<readonly Holder[]> {
  return allPages(async (Marker) => {
    const { VpcOriginList: page } = await aws.client(CloudFrontClient).send(new ListVpcOriginsCommand({ Marker }));
    const own = page?.Items?.filter(({ AccountId = aws.account }) => AccountId === aws.account);
    return { next: page?.NextMarker, held: own?.map(({ Id, Name = '' }) => ({ name: Name, id: Id })) };
  });
}

interface Page {
  readonly held?: readonly Holder[];
  /** Marker of the page after it. */
  readonly next?: string;
}

async function allPages(page: (marker?: string) => Promise<Page>): Promise<readonly Holder[]> {
  const all: Holder[] = [];
  let marker: string | undefined;
  do {
    const { held = [], next } = await page(marker);
    all.push(...held);
    marker = next;
  } while (marker);
  return all;
}
