import { isUtf8 } from 'node:buffer';
import type { RestIntegrationModel } from '../../model';
import { Refusal } from '../refusal';

export type ContentHandling = RestIntegrationModel['contentHandling'];

/** A body between conversion and template: text, or bytes that no template can run over. */
export type ConvertedBody = string | Buffer;

/** The request's side of the payload encoding table. @throws Refusal */
export function convertRequestBody(body: Buffer, isBinary: boolean, contentHandling: ContentHandling): ConvertedBody {
  if (isBinary) return contentHandling === 'CONVERT_TO_TEXT' ? body.toString('base64') : body;
  return contentHandling === 'CONVERT_TO_BINARY' ? decodeBase64(body) : body.toString('utf8');
}

export function bytesOf(body: ConvertedBody): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : body;
}

export function textOf(body: ConvertedBody): string {
  return typeof body === 'string' ? body : body.toString('utf8');
}

/** The response's side of the payload encoding table. @throws Refusal */
export function convertResponseBody(
  body: ConvertedBody,
  isBinary: boolean,
  acceptsBinary: boolean,
  contentHandling: ContentHandling,
): ConvertedBody {
  const toText = contentHandling === 'CONVERT_TO_TEXT' || (contentHandling === undefined && !acceptsBinary);
  if (isBinary) return toText ? bytesOf(body).toString('base64') : body;
  return toText ? textOf(body) : decodeBase64(bytesOf(body));
}

/** What is left of bytes that went through the service as text: invalid sequences become U+FFFD. */
export function passAsText(body: Buffer): Buffer {
  return isUtf8(body) ? body : Buffer.from(body.toString('utf8'));
}

/** @throws Refusal when there is a template to run and the body is binary */
export function refuseTemplateOverBinary(body: ConvertedBody): asserts body is string {
  if (typeof body === 'string') return;
  throw new Refusal('API_CONFIGURATION_ERROR', {
    reason:
      'a mapping template cannot run over a binary body: set contentHandling to CONVERT_TO_TEXT, or narrow binaryMediaTypes',
  });
}

// White space is skipped; what counts is that digits come in whole groups of four.
function decodeBase64(body: Buffer): Buffer {
  const digits = body.toString('latin1').replace(/[ \t\r\n]+/g, '');
  if (digits.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(digits)) {
    throw new Refusal('API_CONFIGURATION_ERROR', {
      reason: 'a text body had to be decoded from base64, which it is not: see contentHandling and binaryMediaTypes',
    });
  }
  return Buffer.from(digits, 'base64');
}
