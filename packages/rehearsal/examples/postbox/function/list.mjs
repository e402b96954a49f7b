import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient();

export async function handler() {
  const { Items = [] } = await client.send(new ScanCommand({ TableName: process.env.TABLE }));
  const headers = { 'content-type': 'text/plain' };
  return { statusCode: 200, headers, body: Items.map(({ text }) => text.S).join('\n') };
}
