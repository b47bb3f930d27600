import type { Change } from '../../src/core/change.ts';
import { diff } from '../../src/core/diff.ts';
import { placeOf } from '../../src/core/edit.ts';
import type { NetworkModel } from '../../src/core/model.ts';

/** A change from one network to another by a write for each edit, of which nothing else is told. */
export function change(before: NetworkModel, after: NetworkModel): Change {
  return {
    before,
    after,
    replaced: new Set(),
    writes: diff(before, after).map((edit) => ({
      id: placeOf(edit),
      origin: { file: 'a file', address: placeOf(edit) },
      action: 'update',
      provides: [placeOf(edit)],
      after: [],
    })),
    provenance: { before: {}, after: {} },
    inputs: [],
    gaps: [],
    noise: [],
    omitted: [],
    versions: [],
  };
}
