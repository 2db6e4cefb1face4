import { resolve } from 'node:path';
import type { BundleRecipe, FunctionModel } from '../model';
import { functionNamed } from './arns';
import { placeOfCode } from './code';
import type { Evaluation, Resource } from './evaluation';
import type { LoadOptions } from './options';
import { optionalNumber, optionalRecord, optionalText, type Properties, record, text, textRecord, texts } from './read';
import type { Report } from './report';

/** Lambda functions by unqualified ARN; versions and aliases are the same function. */
export function readFunctions(
  evaluation: Evaluation,
  options: LoadOptions,
  report: Report,
): ReadonlyMap<string, FunctionModel> {
  const layers = readLayers(evaluation, options, report);
  const permissions = byFunction(evaluation, 'AWS::Lambda::Permission', report);
  const invokeConfigs = byFunction(evaluation, 'AWS::Lambda::EventInvokeConfig', report);
  const functions = new Map<string, FunctionModel>();
  for (const resource of evaluation.resources('AWS::Lambda::Function')) {
    const { path } = resource.origin;
    report.faults.attempt(path, () => {
      const arn = resource.attribute('Arn');
      const model: FunctionModel = {
        ...readFunction(resource, arn, layers, options, report),
        ...readInvokeConfig(invokeConfigs.get(arn) ?? []),
        ...readPermissions(permissions.get(arn) ?? []),
      };
      reportSurroundings(resource, report);
      functions.set(arn, model);
    });
  }
  return functions;
}

function reportSurroundings({ properties, origin }: Resource, report: Report): void {
  if (texts(optionalRecord(properties, 'VpcConfig') ?? {}, 'SubnetIds').length > 0) {
    report.add(origin.path, 'differs', 'this function runs outside its VPC here');
  }
  if (properties.FileSystemConfigs !== undefined) {
    report.add(origin.path, 'differs', 'this function runs without its file systems here');
  }
}

type Base = Omit<
  FunctionModel,
  'invokePermissions' | 'invokePrincipals' | 'maximumRetryAttempts' | 'onFailure' | 'onSuccess'
>;

function readFunction(
  resource: Resource,
  arn: string,
  layers: ReadonlyMap<string, string>,
  options: LoadOptions,
  report: Report,
): Base {
  const { properties, origin } = resource;
  const isImage = optionalText(properties, 'PackageType') === 'Image';
  const runtime = isImage ? '' : text(properties, 'Runtime');
  const place = placeOfCode(resource, record(properties, 'Code'), runtime, options);
  const unsupported =
    'unsupported' in place
      ? place.unsupported
      : runtime.startsWith('nodejs')
        ? undefined
        : `its runtime is "${runtime}", and only Node.js runs here`;
  const environment = textRecord(record(properties, 'Environment'), 'Variables');
  for (const [name, value] of Object.entries(environment)) {
    report.addUnknowns(origin.path, `environment variable ${name}`, value);
  }
  const roleArn = optionalText(properties, 'Role');
  const reservedConcurrency = optionalNumber(properties, 'ReservedConcurrentExecutions');
  const deadLetterArn = optionalText(record(properties, 'DeadLetterConfig'), 'TargetArn');
  const bundle = readBundle(resource);
  return {
    origin,
    name: resource.ref,
    arn,
    runtime,
    handler: isImage ? '' : text(properties, 'Handler'),
    ...('directory' in place && { codeDirectory: place.directory }),
    ...(unsupported !== undefined && { unsupported }),
    timeoutMs: (optionalNumber(properties, 'Timeout') ?? 3) * 1000,
    memoryMb: optionalNumber(properties, 'MemorySize') ?? 128,
    environment,
    layers: readLayerFolders(resource, layers, report),
    ...(roleArn !== undefined && { roleArn }),
    logging: readLogging(record(properties, 'LoggingConfig'), resource.ref),
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
    ...(deadLetterArn !== undefined && { deadLetterArn }),
    ...(bundle !== undefined && { bundle }),
  };
}

function readLogging(logging: Properties, name: string): FunctionModel['logging'] {
  const applicationLevel = optionalText(logging, 'ApplicationLogLevel');
  const systemLevel = optionalText(logging, 'SystemLogLevel');
  return {
    format: optionalText(logging, 'LogFormat') === 'JSON' ? 'JSON' : 'Text',
    group: optionalText(logging, 'LogGroup') ?? `/aws/lambda/${name}`,
    ...(applicationLevel !== undefined && { applicationLevel }),
    ...(systemLevel !== undefined && { systemLevel }),
  };
}

function readLayers(evaluation: Evaluation, options: LoadOptions, report: Report): ReadonlyMap<string, string> {
  const layers = new Map<string, string>();
  for (const layer of evaluation.resources('AWS::Lambda::LayerVersion')) {
    report.faults.attempt(layer.origin.path, () => {
      const place = placeOfCode(layer, record(layer.properties, 'Content'), '', options);
      if ('directory' in place) layers.set(layer.ref, place.directory);
    });
  }
  return layers;
}

function readLayerFolders(resource: Resource, layers: ReadonlyMap<string, string>, report: Report): string[] {
  const folders: string[] = [];
  for (const arn of texts(resource.properties, 'Layers')) {
    const folder = layers.get(arn);
    if (folder !== undefined) folders.push(folder);
    else
      report.add(
        resource.origin.path,
        'differs',
        `runs without the layer "${arn}", whose content is not in the assembly`,
      );
  }
  return folders;
}

function byFunction(evaluation: Evaluation, type: string, report: Report): ReadonlyMap<string, readonly Properties[]> {
  const found = new Map<string, Properties[]>();
  for (const { properties, origin, stack } of evaluation.resources(type)) {
    report.faults.attempt(origin.path, () => {
      const { arn } = functionNamed(text(properties, 'FunctionName'), stack);
      found.set(arn, [...(found.get(arn) ?? []), properties]);
    });
  }
  return found;
}

function readPermissions(
  permissions: readonly Properties[],
): Pick<FunctionModel, 'invokePermissions' | 'invokePrincipals'> {
  const found = permissions
    .filter((permission) => /^lambda:(?:\*|Invoke\*|InvokeFunction)$/i.test(optionalText(permission, 'Action') ?? ''))
    .map((permission) => {
      const sourceArn = optionalText(permission, 'SourceArn');
      return { principal: optionalText(permission, 'Principal') ?? '', ...(sourceArn !== undefined && { sourceArn }) };
    });
  return {
    invokePermissions: found.filter(({ principal }) => principal === 'apigateway.amazonaws.com'),
    invokePrincipals: found.flatMap(({ principal, sourceArn }) =>
      sourceArn === undefined && /^(?:arn:[^:]*:(?:iam|sts)::|\*$)/.test(principal) ? [principal] : [],
    ),
  };
}

function readInvokeConfig(
  configs: readonly Properties[],
): Pick<FunctionModel, 'maximumRetryAttempts' | 'onFailure' | 'onSuccess'> {
  const config = configs.find((each) => optionalText(each, 'Qualifier') === '$LATEST') ?? configs[0];
  if (config === undefined) return { maximumRetryAttempts: 2 };
  const destinations = optionalRecord(config, 'DestinationConfig') ?? {};
  const onFailure = optionalText(record(destinations, 'OnFailure'), 'Destination');
  const onSuccess = optionalText(record(destinations, 'OnSuccess'), 'Destination');
  return {
    maximumRetryAttempts: optionalNumber(config, 'MaximumRetryAttempts') ?? 2,
    ...(onFailure !== undefined && { onFailure }),
    ...(onSuccess !== undefined && { onSuccess }),
  };
}

/** `gatehouse:bundle` of the function's construct: the resource's own path, or that of the construct around it. */
function readBundle(resource: Resource): BundleRecipe | undefined {
  const { bundles } = resource.stack;
  if (bundles.size === 0) return undefined;
  for (let path = resource.origin.path; path !== ''; path = path.slice(0, Math.max(0, path.lastIndexOf('/')))) {
    if (path === resource.stack.path) return undefined;
    const data = bundles.get(path);
    if (data !== undefined) return asRecipe(data, resource.stack.directory);
  }
  return undefined;
}

function asRecipe(data: unknown, directory: string): BundleRecipe {
  const recipe = (data ?? {}) as Properties;
  const projectRoot = resolve(directory, text(recipe, 'root'));
  const plugins = optionalText(recipe, 'plugins');
  return {
    entry: text(recipe, 'entry'),
    projectRoot,
    options: record(recipe, 'options'),
    ...(plugins !== undefined && { plugins: resolve(projectRoot, plugins) }),
    outfile: text(recipe, 'outfile'),
  };
}
