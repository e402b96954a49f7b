import { isRecord } from '../../base/record';
import { escapeXml } from '../error-answer';
import { texts } from '../service-calls';
import type { Makers } from './maker';

/** Web ACL associations, VPC origins, alarms with metric math. */
export const edgeMakers: Makers = {
  'AWS::WAFv2::WebACLAssociation': {
    create: async (call, { WebACLArn, ResourceArn }) => {
      await call.json('wafv2', 'AWSWAF_20190729.AssociateWebACL', { WebACLArn, ResourceArn });
      return { physicalId: `${String(WebACLArn)}|${String(ResourceArn)}`, attributes: {} };
    },
    delete: (call, _id, { ResourceArn }) => call.json('wafv2', 'AWSWAF_20190729.DisassociateWebACL', { ResourceArn }),
  },
  // CloudFormation in the emulator takes no metric math; the service drops it, and keeps name, threshold and actions.
  'AWS::CloudWatch::Alarm': {
    create: async (call, properties, name) => {
      const AlarmName = typeof properties.AlarmName === 'string' ? properties.AlarmName : name;
      const body = { ...properties, AlarmName, Tags: undefined };
      await call.json('monitoring', 'GraniteServiceVersion20100801.PutMetricAlarm', body);
      return { physicalId: AlarmName, attributes: { Arn: call.arn('cloudwatch', `alarm:${AlarmName}`) } };
    },
    delete: (call, name) =>
      call.json('monitoring', 'GraniteServiceVersion20100801.DeleteAlarms', { AlarmNames: [name] }),
    overwrites: true,
  },
  'AWS::CloudFront::VpcOrigin': {
    create: async (call, { VpcOriginEndpointConfig }) => {
      const config = isRecord(VpcOriginEndpointConfig) ? VpcOriginEndpointConfig : {};
      const {
        Name,
        Arn,
        HTTPPort = 80,
        HTTPSPort = 443,
        OriginProtocolPolicy = 'match-viewer',
        OriginSSLProtocols,
      } = config;
      const versions = Array.isArray(OriginSSLProtocols) ? OriginSSLProtocols.map(String) : ['TLSv1.2'];
      const answer = await call.cloudfront(
        'POST',
        'vpc-origin',
        `<CreateVpcOriginRequest xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><VpcOriginEndpointConfig>${xmlElements({ Name, Arn, HTTPPort, HTTPSPort, OriginProtocolPolicy })}<OriginSslProtocols><Quantity>${versions.length}</Quantity><Items>${versions.map((version) => `<SslProtocol>${version}</SslProtocol>`).join('')}</Items></OriginSslProtocols></VpcOriginEndpointConfig></CreateVpcOriginRequest>`,
      );
      const id = answer('Id');
      return { physicalId: id, attributes: { Id: id, Arn: answer('Arn') } };
    },
    delete: async (call, id) => {
      const { etag } = await call.cloudfront('GET', `vpc-origin/${id}`);
      return call.cloudfront('DELETE', `vpc-origin/${id}`, undefined, { 'if-match': etag });
    },
  },
};

function xmlElements(values: Record<string, unknown>): string {
  return Object.entries(texts(values))
    .map(([name, text]) => `<${name}>${escapeXml(text)}</${name}>`)
    .join('');
}
