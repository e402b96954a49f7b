import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

const client = new DynamoDBClient();

export async function handler() {
  const { Attributes } = await client.send(
    new UpdateItemCommand({
      TableName: process.env.TABLE,
      Key: { name: { S: 'visits' } },
      UpdateExpression: 'ADD visits :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return { statusCode: 200, headers: { 'content-type': 'text/plain' }, body: Attributes.visits.N };
}
