import type { Edit } from './edit.ts';
import { placeOf } from './edit.ts';
import type { Collection, Id, NetworkModel, Provenance } from './model.ts';
import type { Gap, Noise, Origin, PlanInput } from './plan.ts';
import type { Write } from './write.ts';

/** A place of Azure that several resources of the input write after the change, each in words of its own. */
export interface Contest {
  readonly collection: Collection;
  readonly id: Id;
  readonly field: string;
  /** Those that write all of it first. */
  readonly by: readonly Origin[];
  /** False: a part of what they write is not shown. */
  readonly sure: boolean;
}

/** A change as the readers tell it: the network before and after, and who writes what in which order. */
export interface Change {
  readonly before: NetworkModel;
  readonly after: NetworkModel;
  /** Records that leave and come back. */
  readonly replaced: ReadonlySet<Id>;
  readonly writes: readonly Write[];
  readonly provenance: { readonly before: Provenance; readonly after: Provenance };
  readonly inputs: readonly PlanInput[];
  readonly gaps: readonly Gap[];
  readonly noise: readonly Noise[];
  /** What the input says it did not show of networks: any makes the answer incomplete. */
  readonly omitted: readonly { readonly origin: Origin; readonly missing: string }[];
  readonly versions: readonly {
    readonly what: string;
    readonly before?: string;
    /** The version before follows from what the upgrade does, and is not shown. */
    readonly inferred?: true;
    readonly after?: string;
  }[];
  /** Only where the change alters what one of them says. */
  readonly contests?: readonly Contest[];
}

/** Where an edit, or a record given as `collection|id`, was read: the most exact place that is known. */
export function originIn(change: Change, what: Edit | string): Origin {
  const parts = (typeof what === 'string' ? what : placeOf(what)).split('|');
  const places = parts.map((_, n) => parts.slice(0, parts.length - n).join('|'));
  for (const place of places) {
    const found = change.provenance.after[place] ?? change.provenance.before[place];
    if (found !== undefined) return found;
  }
  return { file: change.inputs[0]?.path ?? '', address: parts[1] ?? '' };
}
