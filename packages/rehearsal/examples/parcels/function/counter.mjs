import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const { BUS: EventBusName, QUEUE: QueueUrl } = process.env;
const bus = new EventBridgeClient();
const queue = new SQSClient();

/** Sends what is put, and gives back what has arrived, after 20 seconds at most. */
export async function handler({ requestContext, body, isBase64Encoded }) {
  if (requestContext.http.method !== 'PUT') return collect();
  const parcel = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  const entry = { EventBusName, Source: 'parcels', DetailType: 'sent', Detail: JSON.stringify({ parcel }) };
  const { FailedEntryCount } = await bus.send(new PutEventsCommand({ Entries: [entry] }));
  return { statusCode: FailedEntryCount === 0 ? 204 : 502 };
}

async function collect() {
  const { Messages = [] } = await queue.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 20 }));
  const [message] = Messages;
  if (message === undefined) return { statusCode: 404 };
  await queue.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
  return { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: JSON.parse(message.Body).parcel };
}
