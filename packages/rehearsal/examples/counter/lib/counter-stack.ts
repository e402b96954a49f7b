import { join } from 'node:path';
import { CfnOutput, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb';
import { Code, FunctionUrlAuthType, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';

/** A table, and a function with an address of its own that counts in it. */
export class CounterStack extends Stack {
  readonly address: CfnOutput;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const table = new Table(this, 'Counts', {
      partitionKey: { name: 'name', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const handler = new LambdaFunction(this, 'Count', {
      runtime: Runtime.NODEJS_22_X,
      handler: 'count.handler',
      code: Code.fromAsset(join(__dirname, '..', 'function')),
      environment: { TABLE: table.tableName },
    });
    table.grantReadWriteData(handler);
    const { url } = handler.addFunctionUrl({ authType: FunctionUrlAuthType.NONE });
    this.address = new CfnOutput(this, 'Address', { value: url });
  }
}
