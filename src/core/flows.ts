import { declared } from './declared.ts';
import type { Edit } from './edit.ts';
import { type Flow, sureness } from './flow.ts';
import type { NetworkModel } from './model.ts';
import { possible, touchedTargets } from './possible.ts';
import { wildcards } from './wildcard.ts';

// Which flows exist, by evidence. Both sides of the change speak: a rule that is removed declared its client all the same.

/** The flows of a change, declared and observed ones first, in a defined order. */
export function flowsOf(before: NetworkModel, after: NetworkModel, edits: readonly Edit[]): Flow[] {
  const sides = [before, after];
  const found = new Map<string, Flow>();
  const add = (flow: Flow) => {
    const known = found.get(flow.id);
    const because = [...new Set([...(known?.because ?? []), ...flow.because])];
    if (known === undefined || sureness(flow) > sureness(known))
      found.set(flow.id, { ...flow, because });
    else found.set(flow.id, { ...known, because });
  };
  const targets = new Map(
    sides.flatMap((model) => Object.values(model.targets).map((each) => [each.id, each])),
  );
  const touched = touchedTargets(sides, edits);
  for (const target of targets.values()) {
    for (const flow of declared(sides, target)) add(flow);
    if (touched.has(target.id)) for (const flow of possible(sides, target)) add(flow);
  }
  for (const flow of wildcards(sides, edits)) add(flow);
  return specific([...found.values()]).sort(
    (a, b) => sureness(b) - sureness(a) || (a.id < b.id ? -1 : 1),
  );
}

/** `*` says nothing where the same client's sub-resources are known. */
function specific(flows: readonly Flow[]): Flow[] {
  const named = new Set(
    flows
      .filter((each) => each.subresource !== '*')
      .map((each) => `${each.client} ${each.target} ${each.evidence}`),
  );
  return flows.filter(
    (each) =>
      each.subresource !== '*' || !named.has(`${each.client} ${each.target} ${each.evidence}`),
  );
}
