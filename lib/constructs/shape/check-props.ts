import type { IConstruct } from 'constructs';
import { ConstructError } from '../construct-error';
import { type AnyShape, compareShape } from './shape';

/** Refuses props of another form, in the name of the construct that they are for. */
export function checkProps(scope: IConstruct, props: unknown, shape: AnyShape): void {
  const { unknown, broken } = compareShape(props, shape);
  if (unknown.length + broken.length > 0) throw new ConstructError(scope, [...unknown, ...broken]);
}
