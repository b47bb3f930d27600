import type { Target } from '../../src/core/model.ts';
import { type Kind, kinds } from '../core/network.ts';

export const allKinds: readonly Kind[] = Object.values(kinds);

/** The kind that a generated target is of. */
export function kindOf(target: Target): Kind {
  const found = allKinds.find((each) => target.type === `Test/${each.name}`);
  if (found === undefined) throw new Error(`no kind for ${target.type}`);
  return found;
}
