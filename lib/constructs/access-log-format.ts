import { AccessLogField, AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';

/**
 * One line of JSON for each request to the API: who asked for what, who answered, and how long each took.
 *
 * The key is told by its id, never by its value. `integration...` is what the load balancer answered, empty (`-`) where API
 * Gateway answered by itself; `error...` and `waf...` say why it did. AWS asks for at least one of the two request ids: the
 * first is the caller's to choose, the second is API Gateway's own.
 *
 * Firehose puts what it gets side by side, so the line's end is part of the format
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html); without it an object is one endless line.
 *
 * Every value is written as text, because a variable without value becomes `-`, which is no number.
 *
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-access-logging.html
 */
export const accessLogFormat = AccessLogFormat.custom(
  `${JSON.stringify({
    requestId: AccessLogField.contextRequestId(),
    extendedRequestId: AccessLogField.contextExtendedRequestId(),
    requestTime: AccessLogField.contextRequestTime(),
    ip: AccessLogField.contextIdentitySourceIp(),
    userAgent: AccessLogField.contextIdentityUserAgent(),
    apiKeyId: AccessLogField.contextIdentityApiKeyId(),
    httpMethod: AccessLogField.contextHttpMethod(),
    path: AccessLogField.contextPath(),
    resourcePath: AccessLogField.contextResourcePath(),
    protocol: AccessLogField.contextProtocol(),
    status: AccessLogField.contextStatus(),
    responseLength: AccessLogField.contextResponseLength(),
    responseLatencyMs: AccessLogField.contextResponseLatency(),
    // The CDK has only the variable that tells Lambda's own status.
    integrationStatus: '$context.integration.status',
    integrationLatencyMs: AccessLogField.contextIntegrationLatency(),
    integrationError: AccessLogField.contextIntegrationErrorMessage(),
    errorMessage: AccessLogField.contextErrorMessage(),
    errorType: AccessLogField.contextErrorResponseType(),
    wafStatus: AccessLogField.contextWafStatus(),
    wafAnswer: AccessLogField.contextWafResponseCode(),
    wafError: AccessLogField.contextWafError(),
  })}\n`,
);
