/** `of[key]` of a value that may be anything; undefined where there is no such thing, or null. */
export function field(of: unknown, key: string): unknown {
  return typeof of === 'object' && of !== null ? (Reflect.get(of, key) ?? undefined) : undefined;
}
