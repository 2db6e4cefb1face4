import type * as s3 from 'aws-cdk-lib/aws-s3';
import { RequestValue } from '../../request-value';
import { ResponseValue } from '../../response-value';
import type { IBackend } from '../backend-config';
import type { CustomResponse } from '../custom-response';
import { allow } from '../service-role';
import { ServiceBackend } from './service-backend';
import { checkOptions } from '../../shape/shape';
import { S3_OBJECT_OPTIONS } from '../../shape/service-shapes';

/** An object of a bucket. */
export interface S3ObjectOptions {
  /** Key of the object, a variable of the path, or a literal. A greedy variable may hold slashes. */
  readonly key: RequestValue;

  /**
   * What every key begins with, `public/`: nothing outside of it can be reached.
   *
   * @default - the whole bucket
   */
  readonly prefix?: string;
}

const fixed = (message: string) => ({ 'application/json': JSON.stringify({ message }) });

const ERRORS: CustomResponse[] = [
  // Without the permission to list the bucket, S3 answers 403 for a key that is not there.
  { status: 404, pattern: '40[34]', templates: fixed('Not found') },
  { status: 412, pattern: '412', templates: fixed('Precondition failed') },
  { status: 502, templates: fixed('Bad gateway') },
];

/** Which object is asked for is known at run time only. */
const explain = (arn: string) => ({
  [arn]: 'the key of the object comes with the request, below the prefix that is given',
});

const passed = (...names: string[]) => Object.fromEntries(names.map((name) => [name, ResponseValue.header(name)]));
const DESCRIBED = ['Content-Type', 'ETag', 'Last-Modified', 'Cache-Control'];

/**
 * Buckets as backends. Bodies pass untouched, up to 10 MB; those that are no text need their content types in the API's
 * `binaryMediaTypes`.
 */
export class S3Backend {
  /** Answers with an object, or 404. */
  public static getObject(bucket: s3.IBucket, options: S3ObjectOptions): IBackend {
    checkOptions('S3Backend.getObject', options, S3_OBJECT_OPTIONS);
    return new ServiceBackend(() => ({
      ...locate(bucket, options),
      method: 'GET',
      headers: { Range: RequestValue.header('Range'), 'If-None-Match': RequestValue.header('If-None-Match') },
      responses: [
        { status: 200, pattern: '200', headers: passed(...DESCRIBED) },
        { status: 206, pattern: '206', headers: passed(...DESCRIBED, 'Content-Range') },
        { status: 304, pattern: '304', headers: passed('ETag', 'Cache-Control') },
        ...ERRORS,
      ],
      statements: [allow('s3:GetObject', arnOf(bucket, options))],
      wildcards: explain(arnOf(bucket, options)),
      key: bucket.encryptionKey,
      keyActions: ['kms:Decrypt'],
    }));
  }

  /** Stores the body of the request as an object, and answers 201. */
  public static putObject(bucket: s3.IBucket, options: S3ObjectOptions): IBackend {
    checkOptions('S3Backend.putObject', options, S3_OBJECT_OPTIONS);
    return new ServiceBackend(() => ({
      ...locate(bucket, options),
      method: 'PUT',
      headers: { 'Content-Type': RequestValue.header('Content-Type') },
      responses: [
        { status: 201, pattern: '2\\d{2}', headers: passed('ETag'), templates: { 'application/json': '{}' } },
        ...ERRORS,
      ],
      statements: [allow('s3:PutObject', arnOf(bucket, options))],
      wildcards: explain(arnOf(bucket, options)),
      key: bucket.encryptionKey,
      keyActions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    }));
  }

  private constructor() {}
}

/** A path value is passed on as the caller encoded it, which no other value of a request is. */
function locate(bucket: s3.IBucket, { key, prefix = '' }: S3ObjectOptions) {
  const root = `path/${bucket.bucketName}/${encodePath(prefix)}`;
  const shared = { service: 's3', region: bucket.env.region };
  if (key._literal !== undefined) return { ...shared, target: root + encodePath(key._literal) };
  if (key._parameter?.in === 'path') return { ...shared, target: `${root}{key}`, path: { key } };
  throw new Error(`key takes a variable of the path or a literal, got ${key._name}`);
}

function arnOf(bucket: s3.IBucket, { key, prefix = '' }: S3ObjectOptions): string {
  return bucket.arnForObjects(`${prefix}${key._literal ?? '*'}`);
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
