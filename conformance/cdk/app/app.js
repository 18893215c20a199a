// A function behind a REST API, an HTTP API with authorizers, a WebSocket API and a URL, with a setting out of Parameter Store; a nested stack, and a bucket that a
// custom resource empties; the default synthesizer.
const path = require('path');
const { App, CfnOutput, NestedStack, RemovalPolicy, Stack } = require('aws-cdk-lib');
const apigateway = require('aws-cdk-lib/aws-apigateway');
const apigatewayv2 = require('aws-cdk-lib/aws-apigatewayv2');
const authorizers = require('aws-cdk-lib/aws-apigatewayv2-authorizers');
const { HttpLambdaIntegration, WebSocketLambdaIntegration } = require('aws-cdk-lib/aws-apigatewayv2-integrations');
const lambda = require('aws-cdk-lib/aws-lambda');
const logs = require('aws-cdk-lib/aws-logs');
const s3 = require('aws-cdk-lib/aws-s3');
const ssm = require('aws-cdk-lib/aws-ssm');

const app = new App();
const stack = new Stack(app, 'ConformanceCdk', {
  env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: process.env.CDK_DEFAULT_REGION },
});
const greeting = ssm.StringParameter.valueForStringParameter(stack, '/conformance/greeting');
const hello = new lambda.Function(stack, 'Hello', {
  runtime: lambda.Runtime.NODEJS_22_X,
  handler: 'index.handler',
  code: lambda.Code.fromAsset(path.join(__dirname, 'fn')),
  memorySize: Number(process.env.MEMORY ?? 128),
  environment: { GREETING: greeting },
});
const nested = new NestedStack(stack, 'Nested');
new ssm.StringParameter(nested, 'Name', { parameterName: '/conformance/function', stringValue: hello.functionName });
const bucket = new s3.Bucket(stack, 'Bucket', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
const rest = new apigateway.LambdaRestApi(stack, 'Rest', { handler: hello });
const http = new apigatewayv2.HttpApi(stack, 'Http');
http.addRoutes({ path: '/hello', integration: new HttpLambdaIntegration('Hello', hello) });
// Routes that let nobody in who brings nothing.
const guards = {
  jwt: new authorizers.HttpJwtAuthorizer('Jwt', 'https://issuer.example', { jwtAudience: ['app'] }),
  iam: new authorizers.HttpIamAuthorizer(),
  function: new authorizers.HttpLambdaAuthorizer('Function', hello, {
    responseTypes: [authorizers.HttpLambdaResponseType.SIMPLE],
  }),
};
for (const [name, authorizer] of Object.entries(guards)) {
  http.addRoutes({
    path: `/guarded/${name}`,
    methods: [apigatewayv2.HttpMethod.GET],
    integration: new HttpLambdaIntegration(`Guarded-${name}`, hello),
    authorizer,
  });
}
const socket = new apigatewayv2.WebSocketApi(stack, 'Socket', {
  connectRouteOptions: {
    integration: new WebSocketLambdaIntegration('Connect', hello),
    authorizer: new authorizers.WebSocketIamAuthorizer(),
  },
  defaultRouteOptions: { integration: new WebSocketLambdaIntegration('Message', hello), returnResponse: true },
});
const live = new apigatewayv2.WebSocketStage(stack, 'Live', { webSocketApi: socket, stageName: 'live', autoDeploy: true });
if (process.env.IMPORTED) {
  // There before the stack has it.
  new logs.LogGroup(stack, 'Imported', { logGroupName: '/conformance/imported', removalPolicy: RemovalPolicy.RETAIN })
    .node.defaultChild.overrideLogicalId('Imported');
}
const url = hello.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.NONE });
new CfnOutput(stack, 'BucketName', { value: bucket.bucketName });
new CfnOutput(stack, 'RestUrl', { value: rest.url });
new CfnOutput(stack, 'HttpUrl', { value: http.apiEndpoint + '/hello' });
new CfnOutput(stack, 'GuardedUrl', { value: http.apiEndpoint + '/guarded/' });
new CfnOutput(stack, 'SocketUrl', { value: live.url });
new CfnOutput(stack, 'FunctionUrl', { value: url.url });
