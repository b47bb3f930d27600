/** Every text inside a value: the IDs, names and addresses that it mentions. */
export function mentions(value: unknown): string[] {
  if (typeof value === 'string') return [value.replace(/^endpoint:/, '')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(mentions);
}
