import { readFileSync } from 'node:fs';
import { GatewayError } from '../errors';
import { DefinitionFault } from './faults';

/** Reads a JSON or YAML file. @throws DefinitionFault */
export function readDocumentFile(file: string): unknown {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (error) {
    throw new DefinitionFault(`"${file}" cannot be read: ${(error as Error).message}`, 'ASSEMBLY_INVALID');
  }
  return parseDocument(content, file);
}

/** @throws DefinitionFault */
export function parseDocument(content: string, name: string): unknown {
  try {
    return JSON.parse(content);
  } catch (error) {
    if (/^\s*[[{]/.test(content)) throw invalid(name, error);
  }
  try {
    return loadYaml().parse(content);
  } catch (error) {
    if (error instanceof GatewayError) throw error;
    throw invalid(name, error);
  }
}

function loadYaml(): typeof import('yaml') {
  try {
    return require('yaml') as typeof import('yaml');
  } catch (error) {
    throw new GatewayError('DEPENDENCY_MISSING', 'a YAML document needs the package "yaml": run `npm install yaml`', {
      cause: error,
    });
  }
}

function invalid(name: string, error: unknown): DefinitionFault {
  return new DefinitionFault(`Invalid OpenAPI input: "${name}": ${(error as Error).message.split('\n')[0]}`);
}
