import { type Edit, editPlaces } from '../core/edit.ts';
import type { Flow } from '../core/flow.ts';
import type { NetworkModel } from '../core/model.ts';
import type { Check } from '../core/plan.ts';
import type { Route } from '../core/route.ts';
import { serviceFor } from './catalogue.ts';
import { networkChecks } from './checks/network.ts';
import { privateChecks } from './checks/private.ts';
import { reach, reachAll } from './checks/reach.ts';
import { written } from './checks/shown.ts';
import { targetChecks } from './checks/targets.ts';
import { moveOf } from './move.ts';
import type { Service } from './service.ts';

// Commands that only read, and what they answer when all is well. What a service answers stands in its row.

/** Checks that `edit` has taken and settled; `model` is the network before or after it. */
export function settled(edit: Edit, model: NetworkModel): readonly Check[] {
  const move = moveOf(edit, model);
  const own = networkChecks[edit.kind] ?? privateChecks[edit.kind];
  if (own !== undefined) return written(own(move));
  if (editPlaces[edit.kind].in !== 'targets') return [];
  return written(targetChecks(edit.kind, move, serviceOf(move.now.targets[edit.id]?.type)));
}

/** Checks, where the client stands, that `flow` goes by `route`; of a refusal, that it is refused. */
export function reaches(flow: Flow, route: Route, model: NetworkModel): readonly Check[] {
  if (flow.target === '*') return written(reachAll(flow, route));
  return written(reach(flow, route, model, serviceOf(model.targets[flow.target]?.type)));
}

function serviceOf(type: string | undefined): Service | undefined {
  return type === undefined ? undefined : serviceFor(type);
}
