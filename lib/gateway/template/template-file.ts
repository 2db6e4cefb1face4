import { GatewayError } from '../errors';
import { readJson } from './assembly-files';
import type { Template } from './stack';

const SECTIONS = ['Parameters', 'Mappings', 'Conditions', 'Resources', 'Outputs'];

/** Reads a template, and makes sure that its sections are what the rest takes them for. @throws GatewayError */
export function readTemplate(file: string): Template {
  const template = readJson(file);
  for (const section of SECTIONS) {
    if (template[section] !== undefined && !isObject(template[section])) throw invalid(file, `${section} is no object`);
  }
  for (const [section, parts] of Object.entries(template)) {
    if (!['Parameters', 'Resources', 'Outputs'].includes(section)) continue;
    for (const [name, part] of Object.entries(parts as object)) checkPart(file, section, name, part);
  }
  return template as Template;
}

function checkPart(file: string, section: string, name: string, part: unknown): void {
  if (name.startsWith('Fn::ForEach')) {
    throw invalid(file, `"${name}" is not expanded here, write its ${section.toLowerCase()} out`);
  }
  if (!isObject(part)) throw invalid(file, `"${name}" of ${section} is no object`);
  if (section !== 'Resources') return;
  if (typeof part.Type !== 'string') throw invalid(file, `the resource "${name}" has no Type`);
  for (const member of ['Properties', 'Metadata']) {
    if (part[member] !== undefined && !isObject(part[member]))
      throw invalid(file, `${member} of the resource "${name}" is no object`);
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(file: string, message: string): GatewayError {
  return new GatewayError('ASSEMBLY_INVALID', `"${file}" is no template: ${message}`);
}
