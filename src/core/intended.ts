import { namedBy } from './admission.ts';
import type { Edit } from './edit.ts';
import type { Flow } from './flow.ts';
import { usesOf } from './lookup.ts';
import type { NetworkModel, Target } from './model.ts';
import { isWay, type Route } from './route.ts';

/**
 * Whether the loss of a way is what the change is for: the internet before a public side that closes, a client or target that is
 * deleted, a client of which everything that named it is removed. A rule that stands but no longer counts is never intended.
 */
export function isIntended(
  flow: Flow,
  from: Route,
  to: Route,
  before: NetworkModel,
  after: NetworkModel,
  edits: readonly Edit[],
): boolean {
  if (!isWay(from) || to.by !== 'none') return false;
  if (to.because === 'absent') return true;
  const [old, now] = [before.targets[flow.target], after.targets[flow.target]];
  if (old === undefined || now === undefined) return true;
  if (flow.clientKind === 'internet' && flow.because.every((each) => each !== 'use'))
    return narrows(flow, edits);
  if (before.clients[flow.client] !== undefined || gainsEndpoint(now, before, after)) return false;
  return isNamed(flow, before, old) && !isNamed(flow, after, now);
}

/** The public side is closed or narrowed by an edit of its own, not by an endpoint that closes it by itself. */
function narrows(flow: Flow, edits: readonly Edit[]): boolean {
  return edits.some(
    (edit) =>
      edit.id === flow.target &&
      [
        'default-action',
        'public-network-access',
        'ip-rule',
        'virtual-network-rule',
        'network-rules-enabled',
        'target',
      ].includes(edit.kind),
  );
}

function gainsEndpoint(target: Target, before: NetworkModel, after: NetworkModel): boolean {
  return Object.values(after.endpoints).some(
    (each) => each.target === target.resource && before.endpoints[each.id] === undefined,
  );
}

/** Whether a rule or a setting names the client for the target. */
function isNamed(flow: Flow, model: NetworkModel, target: Target): boolean {
  const rules = Object.keys(target.networkRules);
  if (rules.some((key) => namedBy(target, key) === flow.client)) return true;
  const uses = usesOf(model, target.id).some(
    (use) => use.client === flow.client || model.workloads[use.client]?.subnet === flow.client,
  );
  if (uses) return true;
  // An IP rule names whoever leaves by its address; the flow knows that it does.
  return flow.because.includes('ip-rule') && Object.keys(target.ipRules).length > 0;
}
