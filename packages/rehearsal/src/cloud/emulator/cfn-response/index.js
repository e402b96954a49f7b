const http = require('node:http');
const https = require('node:https');

exports.SUCCESS = 'SUCCESS';
exports.FAILED = 'FAILED';

/**
 * Answers the request of a custom resource, and ends the function. What it answers is what CloudFormation's own module does.
 *
 * @param {{ ResponseURL: string, StackId: string, RequestId: string, LogicalResourceId: string }} event
 * @param {{ logStreamName: string, awsRequestId: string, done: () => void }} context
 * @param {string} responseStatus
 * @param {unknown} [responseData]
 * @param {string} [physicalResourceId]
 * @param {boolean} [noEcho]
 */
exports.send = (event, context, responseStatus, responseData, physicalResourceId, noEcho) => {
  const { ResponseURL, StackId, RequestId, LogicalResourceId } = event;
  const body = JSON.stringify({
    Status: responseStatus,
    Reason: `The function's log stream says more: ${context.logStreamName}`,
    PhysicalResourceId: physicalResourceId || context.logStreamName || context.awsRequestId,
    StackId,
    RequestId,
    LogicalResourceId,
    NoEcho: noEcho || false,
    Data: responseData,
  });
  const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
  const { request } = ResponseURL.startsWith('https:') ? https : http;
  const answer = request(ResponseURL, { method: 'PUT', headers }, (response) => {
    response.resume();
    context.done();
  });
  answer.on('error', (error) => {
    console.log(`cfn-response could not be sent: ${error.message}`);
    context.done();
  });
  answer.end(body);
};
