import type { IResolveContext } from 'aws-cdk-lib/core';
import { CanonicalDocument } from './canonical';
import type { DocumentRoute, DocumentSettings } from './document-route';
import { parsePointer, setAtPointer } from './json-pointer';
import { renderPathItems } from './path-items';
import { renderSecuritySchemes } from './security';
import { renderValidators } from './validators';

/**
 * The OpenAPI document of a REST API: everything that its import makes. Rendered when asked for, once for each change.
 */
export class ApiDocument {
  private readonly routes: DocumentRoute[] = [];
  private readonly overrides: { readonly parts: string[]; readonly value: unknown }[] = [];
  private canonical?: CanonicalDocument;
  private hidden = false;

  constructor(private readonly settings: DocumentSettings) {}

  public get routeCount(): number {
    return this.routes.length;
  }

  /** Authorizers that API Gateway makes of the document. */
  public get authorizerCount(): number {
    const schemes = Object.values(renderSecuritySchemes(this.routes)) as Record<string, unknown>[];
    return schemes.filter((scheme) => scheme['x-amazon-apigateway-authorizer'] !== undefined).length;
  }

  /** What the document refers to outside of itself. */
  public get sharedTexts(): readonly string[] {
    return this.settings.corsTemplates?.texts ?? [];
  }

  public addRoute(route: DocumentRoute): void {
    this.routes.push(route);
    this.canonical = undefined;
  }

  public addOverride(pointer: string, value: unknown): void {
    this.overrides.push({ parts: parsePointer(pointer), value });
    this.canonical = undefined;
  }

  public render(): object {
    return this.obtain().refresh();
  }

  /**
   * What the API's resource has as its body. While CDK looks for references, these are all that it has to go through.
   */
  public produceBody(context: IResolveContext): unknown {
    if (this.hidden) return undefined;
    return context.preparing ? this.obtain().references() : this.render();
  }

  /** Calls a function that resolves the API's resource and wants everything but the body. */
  public withoutBody<T>(use: () => T): T {
    this.hidden = true;
    try {
      return use();
    } finally {
      this.hidden = false;
    }
  }

  private obtain(): CanonicalDocument {
    this.canonical ??= this.applyOverrides(new CanonicalDocument(this.renderAll()));
    return this.canonical;
  }

  private renderAll(): object {
    const { name, description, version, extensions, models } = this.settings;
    const securitySchemes = renderSecuritySchemes(this.routes);
    const schemas = models.render();
    return {
      openapi: '3.0.1',
      info: { title: name, version, description },
      ...extensions,
      'x-amazon-apigateway-request-validators': renderValidators(this.routes.map(({ contract }) => contract)),
      paths: renderPathItems(this.routes, this.settings),
      components: {
        ...(Object.keys(securitySchemes).length > 0 && { securitySchemes }),
        ...(schemas && { schemas }),
      },
    };
  }

  private applyOverrides(document: CanonicalDocument): CanonicalDocument {
    if (this.overrides.length === 0) return document;
    for (const { parts, value } of this.overrides) setAtPointer(document.root, parts, value);
    return new CanonicalDocument(document.root);
  }
}
