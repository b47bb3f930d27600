import type { Minutes } from '../core/config.ts';

const units: Readonly<Record<string, Minutes>> = { m: 1, h: 60, d: 1440 };

/** `4h` → 240; the schema has seen to the form. */
export function minutesOf(duration: string): Minutes {
  return Number(duration.slice(0, -1)) * (units[duration.slice(-1)] ?? 1);
}
