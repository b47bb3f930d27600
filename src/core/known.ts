/** Not knowing is a value with a reason: the sentence says what the input does not show. */
export interface Unknown {
  readonly unknown: string;
}

/** A value, or the reason why we do not have it. */
export type Known<T> = T | Unknown;

export function unknown(why: string): Unknown {
  return { unknown: why };
}

export function isUnknown(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null && 'unknown' in value;
}

export function isKnown<T>(value: Known<T>): value is Exclude<T, Unknown> {
  return !isUnknown(value);
}

/** Applies `change` to a known value; an unknown one stays unknown for its own reason. */
export function map<T, U>(value: Known<T>, change: (value: T) => Known<U>): Known<U> {
  return isUnknown(value) ? value : change(value);
}
