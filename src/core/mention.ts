import { followed } from './record-address.ts';
/** Every text inside a value: the IDs, names and addresses that it mentions. */
export function mentions(value: unknown): string[] {
  if (typeof value === 'string') return [followed(value) ?? value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(mentions);
}
