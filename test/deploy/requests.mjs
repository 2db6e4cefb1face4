// Signed HTTP requests to a deployed API and to the local gateway, and what of the two answers is compared.
import { request as httpRequest } from 'node:http';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { REGION } from './cdk.mjs';

/** One answer: status, headers by lower-case name, body. */
export async function send({ baseUrl, host, credentials }, { method, path, body, headers = {}, unsigned = false }) {
  const url = new URL(baseUrl + path);
  const message = {
    method,
    protocol: 'http:',
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: { host: host ?? url.host, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  };
  const signer = new SignatureV4({ service: 'execute-api', region: REGION, credentials, sha256: Sha256 });
  const signed = unsigned ? message : await signer.sign(message);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { host: url.hostname, port: url.port, method, path: url.pathname + url.search, headers: signed.headers },
      (response) => {
        const chunks = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    outgoing.on('error', reject);
    outgoing.setTimeout(30_000, () => outgoing.destroy(new Error(`no answer to ${method} ${path}`)));
    outgoing.end(message.body);
  });
}

/** Headers that a client acts upon; the rest are ids, dates and those of a connection. */
const COMPARED = [
  'content-type',
  'access-control-allow-origin',
  'access-control-allow-methods',
  'access-control-allow-headers',
  'access-control-allow-credentials',
  'vary',
  'x-amzn-errortype',
];

/** What differs between two answers, as sentences; `known` names differences that are the emulator's own. */
export function differences(name, deployed, local, known = []) {
  const found = [];
  const compare = (part, a, b) => {
    if (a !== b) found.push({ name, part, deployed: a, local: b, reason: known.find((k) => k.part === part)?.reason });
  };
  compare('status', deployed.status, local.status);
  for (const header of COMPARED) compare(header, deployed.headers[header], local.headers[header]);
  compare('body', masked(deployed.body), masked(local.body));
  return found;
}

/** Ids and times differ in every call. */
const masked = (body) =>
  body
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uuid>')
    .replace(/\d{4}-\d{2}-\d{2}T[\d:.]+Z/g, '<time>');
