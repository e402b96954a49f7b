import type { DeployedResource } from '../../base/contracts';
import { type Ask, type Describe, type DescribeTable, json, rest, text } from './ask';

const cloudfront = rest('cloudfront');
const apigateway = rest('apigateway');
const waf = json('wafv2', 'AWSWAF_20190729');

const byId =
  (call: string, folder: string): Describe =>
  ({ physicalId: id }) =>
    cloudfront(call, `/2020-05-31/${folder}/${id}`, id);

function ofApi(resource: DeployedResource, call: string, path: string, expected: string): Ask {
  return apigateway(call, `/restapis/${text(resource, 'RestApiId')}/${path}`, expected);
}

/** CloudFront, API Gateway, web ACLs. */
export const edge: DescribeTable = {
  'AWS::CloudFront::Distribution': byId('GetDistribution', 'distribution'),
  'AWS::CloudFront::OriginAccessControl': byId('GetOriginAccessControl', 'origin-access-control'),
  'AWS::CloudFront::VpcOrigin': byId('GetVpcOrigin', 'vpc-origin'),
  'AWS::CloudFront::CachePolicy': byId('GetCachePolicy', 'cache-policy'),
  'AWS::CloudFront::OriginRequestPolicy': byId('GetOriginRequestPolicy', 'origin-request-policy'),
  'AWS::CloudFront::ResponseHeadersPolicy': byId('GetResponseHeadersPolicy', 'response-headers-policy'),
  'AWS::CloudFront::Function': ({ physicalId: id }) => {
    const name = id.split('/').at(-1) ?? id;
    return cloudfront('DescribeFunction', `/2020-05-31/function/${name}/describe`, name);
  },
  'AWS::ApiGateway::RestApi': ({ physicalId: id }) => apigateway('GetRestApi', `/restapis/${id}`, id),
  'AWS::ApiGateway::Resource': (resource) =>
    ofApi(resource, 'GetResource', `resources/${resource.physicalId}`, resource.physicalId),
  'AWS::ApiGateway::Method': (resource) => {
    const method = text(resource, 'HttpMethod');
    return ofApi(resource, 'GetMethod', `resources/${text(resource, 'ResourceId')}/methods/${method}`, method);
  },
  'AWS::ApiGateway::Deployment': (resource) =>
    ofApi(resource, 'GetDeployment', `deployments/${resource.physicalId}`, resource.physicalId),
  'AWS::ApiGateway::Stage': (resource) =>
    ofApi(resource, 'GetStage', `stages/${text(resource, 'StageName')}`, text(resource, 'StageName')),
  'AWS::ApiGateway::RequestValidator': (resource) =>
    ofApi(resource, 'GetRequestValidator', `requestvalidators/${resource.physicalId}`, resource.physicalId),
  'AWS::ApiGateway::GatewayResponse': (resource) =>
    ofApi(
      resource,
      'GetGatewayResponse',
      `gatewayresponses/${text(resource, 'ResponseType')}`,
      text(resource, 'ResponseType'),
    ),
  'AWS::ApiGateway::Model': (resource) =>
    ofApi(resource, 'GetModel', `models/${resource.physicalId}`, resource.physicalId),
  'AWS::ApiGateway::ApiKey': ({ physicalId: id }) => apigateway('GetApiKey', `/apikeys/${id}`, id),
  'AWS::ApiGateway::UsagePlan': ({ physicalId: id }) => apigateway('GetUsagePlan', `/usageplans/${id}`, id),
  'AWS::ApiGateway::UsagePlanKey': (resource) =>
    apigateway('GetUsagePlanKeys', `/usageplans/${text(resource, 'UsagePlanId')}/keys`, text(resource, 'KeyId')),
  'AWS::ApiGateway::VpcLink': ({ physicalId: id }) => apigateway('GetVpcLink', `/vpclinks/${id}`, id),
  'AWS::ApiGatewayV2::VpcLink': ({ physicalId: id }) => apigateway('GetVpcLink', `/v2/vpclinks/${id}`, id),
  'AWS::WAFv2::WebACL': (resource) => {
    // `Ref` of a web ACL answers name|id|scope.
    const [Name, Id, Scope] = resource.physicalId.split('|');
    return waf('GetWebACL', { Name, Id, Scope }, Id ?? resource.physicalId);
  },
  'AWS::WAFv2::WebACLAssociation': (resource) =>
    waf('GetWebACLForResource', { ResourceArn: text(resource, 'ResourceArn') }, text(resource, 'WebACLArn')),
  'AWS::WAFv2::LoggingConfiguration': (resource) =>
    waf('GetLoggingConfiguration', { ResourceArn: text(resource, 'ResourceArn') }, text(resource, 'ResourceArn')),
};
