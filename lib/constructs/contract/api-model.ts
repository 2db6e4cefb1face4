/**
 * A JSON Schema under a name, for several routes to share. Inside its schema other models may stand as they are.
 *
 * @example
 * const order = new ApiModel('Order', {
 *   type: 'object',
 *   required: ['item'],
 *   properties: { item: { type: 'string' }, quantity: { type: 'integer', minimum: 1 } },
 * });
 * api.addRoute('POST /orders', { entry: 'lambda/orders/create.ts', requestBody: order });
 */
export class ApiModel {
  /** Name of the model, of letters and digits. */
  public readonly name: string;

  /** The schema as it was given. */
  public readonly schema: any;

  constructor(name: string, schema: any) {
    if (!/^[A-Za-z0-9]+$/.test(name)) throw new Error(`a model's name must be letters and digits, got "${name}"`);
    this.name = name;
    this.schema = schema;
  }
}
