import type { Edit } from '../../src/core/edit.ts';
import type { Flow } from '../../src/core/flow.ts';
import { emptyModel } from '../../src/core/model.ts';
import type { Ordering } from '../../src/core/order.ts';
import { none, type Route } from '../../src/core/route.ts';
import type { Track } from '../../src/core/track.ts';
import type { World } from '../../src/core/world.ts';
import { named } from './network.ts';
import { call } from './questions.ts';

// Flows whose standing in every state is given, not computed: what order, stages and the replay make of it is then all there is.

export const way: Route = { by: 'internet', source: 'public' };
export const otherWay: Route = { by: 'private-endpoint', source: 'private', endpoint: 'pe' };
export const shut = none('admission', 'shut');
export const unresolved = none('name', 'NXDOMAIN');
export const open: Route = {
  by: 'undecided',
  questions: [{ key: 'q', options: ['yes', 'no'], missing: 'q' }],
};

/** How a flow stands once some edits are made: its way, and what its name answers (`public` where none is told). */
export type Stands = (
  made: (edit: number) => boolean,
  world: World,
) => Route | readonly [Route, string];

/** A track of the flow over these edits. */
export function track(
  edits: readonly number[],
  stands: Stands,
  own: Partial<Flow> & { readonly worlds?: readonly World[] } = {},
): Track {
  const { worlds = [{}], ...flow } = own;
  return {
    flow: call('client', 'target', flow),
    edits,
    worlds,
    model: () => emptyModel,
    standing: (state, world) => {
      const made = (edit: number) =>
        (state & (1n << BigInt(edits.indexOf(edit)))) !== 0n && edits.includes(edit);
      const found = stands(made, world);
      return 'by' in found ? { route: found, name: 'public' } : { route: found[0], name: found[1] };
    },
  };
}

/** What lets in, what shuts out, and what does neither, by its kind alone. */
export const edits = {
  opens: (n = 0): Edit => ({
    kind: 'ip-rule',
    id: 'target',
    key: `${n}`,
    after: { range: `${n}` },
  }),
  closes: (): Edit => ({ kind: 'default-action', id: 'target', before: 'Allow', after: 'Deny' }),
  removes: (n = 0): Edit => ({
    kind: 'ip-rule',
    id: 'target',
    key: `${n}`,
    before: { range: `${n}` },
  }),
  links: (n = 0): Edit => ({ kind: 'link', id: `link-${n}`, after: named(`link-${n}`) }),
};

/** An ordering of units of one edit each, that take a minute where nothing else is said. */
export function ordering(
  all: readonly Edit[],
  tracks: readonly Track[],
  own: Partial<Ordering> = {},
): Ordering {
  return {
    edits: all,
    units: all.map((_, n) => ({ edits: [n] })),
    pairs: [],
    tracks,
    minutes: () => 1,
    intended: () => false,
    ...own,
  };
}
