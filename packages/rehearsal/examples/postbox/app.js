const { App } = require('aws-cdk-lib');
const { DeliveryStack } = require('./lib/pipeline-stack');
const { PostboxStack } = require('./lib/postbox-stack');

const env = { account: '123456789012', region: 'eu-west-1' };
const app = new App();
const postbox = new PostboxStack(app, 'Postbox', { env });
new DeliveryStack(app, 'PostboxPipeline', { env, postbox });
