/** How a resource type is named and what its `Ref` and attributes are. */
export interface ResourceShape {
  /** Property that holds the physical name. */
  readonly name?: string;
  readonly maxLength?: number;
  readonly lowerCase?: boolean;
  readonly alphanumeric?: boolean;
  /** Names of FIFO queues and topics end with `.fifo`. */
  readonly fifo?: boolean;
  readonly fifoProperty?: string;
  /** Pattern; the physical name when left out. */
  readonly ref?: string;
  readonly arn?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  /** Attributes that are properties of the same name. */
  readonly properties?: readonly string[];
}

const LAMBDA = 'arn:{partition}:lambda:{region}:{account}';
const ELB = 'arn:{partition}:elasticloadbalancing:{region}:{account}';
const IAM = 'arn:{partition}:iam::{account}';

/**
 * In patterns: `{partition}` `{region}` `{account}` `{suffix}` `{name}` `{arn}` `{uuid}`,
 * `{function}` `{scheme}` `{elb}` of what it belongs to, `{id:10}` invented, `{Property|default}` given.
 */
export const RESOURCE_SHAPES: Readonly<Record<string, ResourceShape>> = {
  'AWS::ApiGateway::RestApi': {
    ref: '{id:10}',
    attributes: { RestApiId: '{id:10}', RootResourceId: '{id:10:root}' },
  },
  'AWS::ApiGateway::Resource': { ref: '{id:6}', attributes: { ResourceId: '{id:6}' } },
  'AWS::ApiGateway::Method': { ref: '{id:6}' },
  'AWS::ApiGateway::Authorizer': { ref: '{id:6}', attributes: { AuthorizerId: '{id:6}' } },
  'AWS::ApiGateway::RequestValidator': { ref: '{id:6}', attributes: { RequestValidatorId: '{id:6}' } },
  'AWS::ApiGateway::Model': { name: 'Name', alphanumeric: true },
  'AWS::ApiGateway::GatewayResponse': { ref: '{id:10}', attributes: { Id: '{id:10}' } },
  'AWS::ApiGateway::Deployment': { ref: '{id:6}', attributes: { DeploymentId: '{id:6}' } },
  'AWS::ApiGateway::Stage': { name: 'StageName' },
  'AWS::ApiGateway::ApiKey': { name: 'Name', ref: '{id:10}', attributes: { APIKeyId: '{id:10}' } },
  'AWS::ApiGateway::UsagePlan': { ref: '{id:6}', attributes: { Id: '{id:6}' } },
  'AWS::ApiGateway::UsagePlanKey': { ref: '{id:10}', attributes: { Id: '{id:10}' } },
  'AWS::ApiGateway::VpcLink': { ref: '{id:6}', attributes: { VpcLinkId: '{id:6}' } },
  'AWS::ApiGateway::ClientCertificate': { ref: '{id:6}', attributes: { ClientCertificateId: '{id:6}' } },
  'AWS::ApiGateway::DomainName': {
    name: 'DomainName',
    arn: 'arn:{partition}:apigateway:{region}::/domainnames/{name}',
    attributes: {
      DomainNameArn: '{arn}',
      RegionalDomainName: 'd-{id:10}.execute-api.{region}.{suffix}',
      RegionalHostedZoneId: 'Z{id:13}',
      DistributionDomainName: 'd{id:13}.cloudfront.net',
      DistributionHostedZoneId: 'Z2FDTNDATAQYW2',
    },
  },
  'AWS::ApiGatewayV2::Api': {
    ref: '{id:10}',
    attributes: { ApiId: '{id:10}', ApiEndpoint: '{scheme}://{id:10}.execute-api.{region}.{suffix}' },
  },
  'AWS::ApiGatewayV2::Integration': { ref: '{id:7}', attributes: { IntegrationId: '{id:7}' } },
  'AWS::ApiGatewayV2::IntegrationResponse': { ref: '{id:7}', attributes: { IntegrationResponseId: '{id:7}' } },
  'AWS::ApiGatewayV2::Route': { ref: '{id:7}', attributes: { RouteId: '{id:7}' } },
  'AWS::ApiGatewayV2::RouteResponse': { ref: '{id:7}', attributes: { RouteResponseId: '{id:7}' } },
  'AWS::ApiGatewayV2::Authorizer': { ref: '{id:6}', attributes: { AuthorizerId: '{id:6}' } },
  'AWS::ApiGatewayV2::Model': { ref: '{id:6}', attributes: { ModelId: '{id:6}' } },
  'AWS::ApiGatewayV2::Deployment': { ref: '{id:6}', attributes: { DeploymentId: '{id:6}' } },
  'AWS::ApiGatewayV2::Stage': { name: 'StageName' },
  'AWS::ApiGatewayV2::VpcLink': { ref: '{id:6}', attributes: { VpcLinkId: '{id:6}' } },
  'AWS::ApiGatewayV2::ApiMapping': { ref: '{id:6}', attributes: { ApiMappingId: '{id:6}' } },
  'AWS::ApiGatewayV2::DomainName': {
    name: 'DomainName',
    arn: 'arn:{partition}:apigateway:{region}::/domainnames/{name}',
    attributes: {
      DomainNameArn: '{arn}',
      RegionalDomainName: 'd-{id:10}.execute-api.{region}.{suffix}',
      RegionalHostedZoneId: 'Z{id:13}',
    },
  },
  'AWS::Lambda::Function': { name: 'FunctionName', maxLength: 64, arn: `${LAMBDA}:function:{name}` },
  'AWS::Lambda::Version': { ref: '{function}:1', attributes: { FunctionArn: '{function}:1', Version: '1' } },
  'AWS::Lambda::Alias': { ref: '{function}:{Name}', attributes: { AliasArn: '{function}:{Name}' } },
  'AWS::Lambda::LayerVersion': {
    name: 'LayerName',
    ref: '{arn}',
    arn: `${LAMBDA}:layer:{name}:1`,
    attributes: { LayerVersionArn: '{arn}' },
  },
  'AWS::Lambda::Url': { ref: '{function}', attributes: { FunctionUrl: 'https://{id:32}.lambda-url.{region}.on.aws/' } },
  'AWS::Lambda::EventSourceMapping': { ref: '{uuid}', attributes: { Id: '{uuid}' } },
  'AWS::IAM::Role': {
    name: 'RoleName',
    maxLength: 64,
    arn: `${IAM}:role{Path|/}{name}`,
    attributes: { RoleId: 'AROA{id:17}' },
  },
  'AWS::IAM::User': { name: 'UserName', maxLength: 64, arn: `${IAM}:user{Path|/}{name}` },
  'AWS::IAM::Group': { name: 'GroupName', arn: `${IAM}:group{Path|/}{name}` },
  'AWS::IAM::InstanceProfile': { name: 'InstanceProfileName', arn: `${IAM}:instance-profile{Path|/}{name}` },
  'AWS::IAM::ManagedPolicy': {
    name: 'ManagedPolicyName',
    ref: '{arn}',
    arn: `${IAM}:policy{Path|/}{name}`,
    attributes: { PolicyArn: '{arn}' },
  },
  'AWS::IAM::Policy': { name: 'PolicyName' },
  'AWS::DynamoDB::Table': {
    name: 'TableName',
    maxLength: 255,
    arn: 'arn:{partition}:dynamodb:{region}:{account}:table/{name}',
    attributes: { StreamArn: '{arn}/stream/2024-01-01T00:00:00.000', TableId: '{uuid}' },
  },
  'AWS::DynamoDB::GlobalTable': {
    name: 'TableName',
    maxLength: 255,
    arn: 'arn:{partition}:dynamodb:{region}:{account}:table/{name}',
    attributes: { StreamArn: '{arn}/stream/2024-01-01T00:00:00.000', TableId: '{uuid}' },
  },
  'AWS::SQS::Queue': {
    name: 'QueueName',
    maxLength: 80,
    fifo: true,
    ref: 'https://sqs.{region}.{suffix}/{account}/{name}',
    arn: 'arn:{partition}:sqs:{region}:{account}:{name}',
    attributes: { QueueName: '{name}', QueueUrl: 'https://sqs.{region}.{suffix}/{account}/{name}' },
  },
  'AWS::SNS::Topic': {
    name: 'TopicName',
    maxLength: 256,
    fifo: true,
    fifoProperty: 'FifoTopic',
    ref: '{arn}',
    arn: 'arn:{partition}:sns:{region}:{account}:{name}',
    attributes: { TopicArn: '{arn}', TopicName: '{name}' },
  },
  'AWS::S3::Bucket': {
    name: 'BucketName',
    maxLength: 63,
    lowerCase: true,
    arn: 'arn:{partition}:s3:::{name}',
    attributes: {
      DomainName: '{name}.s3.{suffix}',
      RegionalDomainName: '{name}.s3.{region}.{suffix}',
      DualStackDomainName: '{name}.s3.dualstack.{region}.{suffix}',
      WebsiteURL: 'http://{name}.s3-website-{region}.{suffix}',
    },
  },
  'AWS::Kinesis::Stream': { name: 'Name', arn: 'arn:{partition}:kinesis:{region}:{account}:stream/{name}' },
  'AWS::KinesisFirehose::DeliveryStream': {
    name: 'DeliveryStreamName',
    maxLength: 64,
    arn: 'arn:{partition}:firehose:{region}:{account}:deliverystream/{name}',
  },
  'AWS::StepFunctions::StateMachine': {
    name: 'StateMachineName',
    maxLength: 80,
    ref: '{arn}',
    arn: 'arn:{partition}:states:{region}:{account}:stateMachine:{name}',
    attributes: { Name: '{name}' },
  },
  'AWS::Events::EventBus': {
    name: 'Name',
    arn: 'arn:{partition}:events:{region}:{account}:event-bus/{name}',
    attributes: { Name: '{name}' },
  },
  'AWS::Events::Rule': { name: 'Name', maxLength: 64, arn: 'arn:{partition}:events:{region}:{account}:rule/{name}' },
  'AWS::Logs::LogGroup': {
    name: 'LogGroupName',
    maxLength: 512,
    arn: 'arn:{partition}:logs:{region}:{account}:log-group:{name}:*',
  },
  'AWS::Cognito::UserPool': {
    ref: '{region}_{mixed:9}',
    arn: 'arn:{partition}:cognito-idp:{region}:{account}:userpool/{region}_{mixed:9}',
    attributes: {
      UserPoolId: '{region}_{mixed:9}',
      ProviderName: 'cognito-idp.{region}.{suffix}/{region}_{mixed:9}',
      ProviderURL: 'https://cognito-idp.{region}.{suffix}/{region}_{mixed:9}',
    },
  },
  'AWS::Cognito::UserPoolClient': {
    ref: '{id:26}',
    attributes: { ClientId: '{id:26}', ClientSecret: '{id:51:secret}' },
  },
  'AWS::Cognito::UserPoolDomain': { name: 'Domain' },
  'AWS::Cognito::UserPoolResourceServer': { name: 'Identifier' },
  'AWS::Cognito::UserPoolGroup': { name: 'GroupName' },
  'AWS::Cognito::IdentityPool': { ref: '{region}:{uuid}', attributes: { Id: '{region}:{uuid}', Name: '{name}' } },
  'AWS::SSM::Parameter': { name: 'Name', properties: ['Value', 'Type'] },
  'AWS::SecretsManager::Secret': {
    name: 'Name',
    ref: '{arn}',
    arn: 'arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{mixed:6}',
    attributes: { Id: '{arn}' },
  },
  'AWS::SecretsManager::SecretTargetAttachment': { ref: '{SecretId}' },
  'AWS::KMS::Key': {
    ref: '{uuid}',
    arn: 'arn:{partition}:kms:{region}:{account}:key/{uuid}',
    attributes: { KeyId: '{uuid}' },
  },
  'AWS::KMS::Alias': { name: 'AliasName', arn: 'arn:{partition}:kms:{region}:{account}:{name}' },
  'AWS::CertificateManager::Certificate': {
    ref: '{arn}',
    arn: 'arn:{partition}:acm:{region}:{account}:certificate/{uuid}',
  },
  'AWS::WAFv2::WebACL': wafShape('webacl'),
  'AWS::WAFv2::IPSet': wafShape('ipset'),
  'AWS::WAFv2::RegexPatternSet': wafShape('regexpatternset'),
  'AWS::WAFv2::RuleGroup': wafShape('rulegroup'),
  'AWS::ElasticLoadBalancingV2::LoadBalancer': {
    name: 'Name',
    maxLength: 32,
    ref: '{arn}',
    arn: `${ELB}:loadbalancer/{elb}/{name}/{hex:16}`,
    attributes: {
      LoadBalancerArn: '{arn}',
      LoadBalancerName: '{name}',
      LoadBalancerFullName: '{elb}/{name}/{hex:16}',
      DNSName: '{name}-{hex:16}.elb.{region}.{suffix}',
      CanonicalHostedZoneID: 'Z{id:13}',
    },
  },
  'AWS::ElasticLoadBalancingV2::Listener': {
    ref: '{arn}',
    arn: `${ELB}:listener/net/{name}/{hex:16:lb}/{hex:16}`,
    attributes: { ListenerArn: '{arn}' },
  },
  'AWS::ElasticLoadBalancingV2::TargetGroup': {
    name: 'Name',
    maxLength: 32,
    ref: '{arn}',
    arn: `${ELB}:targetgroup/{name}/{hex:16}`,
    attributes: { TargetGroupArn: '{arn}', TargetGroupName: '{name}' },
  },
  'AWS::EC2::VPC': { ref: 'vpc-{hex:17}', attributes: { VpcId: 'vpc-{hex:17}' }, properties: ['CidrBlock'] },
  'AWS::EC2::Subnet': { ref: 'subnet-{hex:17}', attributes: { SubnetId: 'subnet-{hex:17}' } },
  'AWS::EC2::SecurityGroup': { ref: 'sg-{hex:17}', attributes: { GroupId: 'sg-{hex:17}' } },
  'AWS::EC2::VPCEndpoint': { ref: 'vpce-{hex:17}', attributes: { Id: 'vpce-{hex:17}' } },
  'AWS::CloudFormation::Stack': { ref: 'arn:{partition}:cloudformation:{region}:{account}:stack/{name}/{uuid}' },
};

function wafShape(kind: string): ResourceShape {
  return {
    name: 'Name',
    ref: '{name}|{uuid}|{Scope|REGIONAL}',
    arn: `arn:{partition}:wafv2:{region}:{account}:regional/${kind}/{name}/{uuid}`,
    attributes: { Id: '{uuid}' },
  };
}
