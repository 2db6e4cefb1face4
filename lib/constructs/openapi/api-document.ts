import { sortKeys } from './canonical';
import type { DocumentRoute, DocumentSettings } from './document-route';
import { parsePointer, setAtPointer } from './json-pointer';
import { renderOperation } from './operation';
import { renderPathItems } from './path-items';

/** The OpenAPI document of a REST API: everything that its import makes. Rendered when asked for, once for each change. */
export class ApiDocument {
  private readonly routes: DocumentRoute[] = [];
  private readonly overrides: { readonly parts: string[]; readonly value: unknown }[] = [];
  private rendered?: object;

  constructor(private readonly settings: DocumentSettings) {}

  public get isEmpty(): boolean {
    return this.routes.length === 0;
  }

  public addRoute(route: DocumentRoute): void {
    this.routes.push(route);
    this.rendered = undefined;
  }

  public addOverride(pointer: string, value: unknown): void {
    this.overrides.push({ parts: parsePointer(pointer), value });
    this.rendered = undefined;
  }

  public render(): object {
    this.rendered ??= this.applyOverrides(sortKeys(this.renderAll()) as object);
    return this.rendered;
  }

  private renderAll(): object {
    const { name, description, version, extensions } = this.settings;
    const schemes = this.routes.flatMap(({ authorizer }) =>
      authorizer.schemeName === undefined ? [] : [[authorizer.schemeName, authorizer.scheme] as const],
    );
    return {
      openapi: '3.0.1',
      info: { title: name, version, description },
      ...extensions,
      paths: renderPathItems(this.routes, renderOperation, this.settings),
      ...(schemes.length > 0 && { components: { securitySchemes: Object.fromEntries(schemes) } }),
    };
  }

  private applyOverrides(document: object): object {
    if (this.overrides.length === 0) return document;
    for (const { parts, value } of this.overrides) setAtPointer(document, parts, value);
    return sortKeys(document) as object;
  }
}
