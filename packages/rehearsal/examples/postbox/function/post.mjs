import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const client = new SQSClient();

export async function handler({ body, isBase64Encoded }) {
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  await client.send(new SendMessageCommand({ QueueUrl: process.env.QUEUE, MessageBody: text }));
  return { statusCode: 202 };
}
