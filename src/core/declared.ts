import { addressed, type Caller, callersOf, flow, subnetCaller } from './caller.ts';
import { range } from './cidr.ts';
import type { Flow } from './flow.ts';
import { isKnown } from './known.ts';
import { mayConnect, usesOf } from './lookup.ts';
import type { NetworkModel, Target } from './model.ts';

/** Flows that a rule, a setting or the config declares on either side of the change. */
export function declared(sides: readonly NetworkModel[], target: Target): Flow[] {
  const parts = subresourcesOf(sides, target);
  const of = (caller: Caller, because: string, evidence: Flow['evidence'] = 'declared') =>
    parts.map((part) => flow(caller, target, part, evidence, because));
  return sides.flatMap((model) => {
    const own = model.targets[target.id];
    const network = Object.entries(own?.networkRules ?? {})
      .filter(([key, rule]) => key !== '*' && !(isKnown(rule) && rule.action === 'Deny'))
      .flatMap(([key]) => of(subnetCaller(sides, key, target), 'virtual-network-rule'));
    const ip = Object.entries(own?.ipRules ?? {})
      .filter(([, rule]) => !(isKnown(rule) && rule.action === 'Deny'))
      // Of a rule that is not shown, its key may still tell the address.
      .flatMap(([key, rule]) =>
        isKnown(rule) ? [rule.range] : range(key) === undefined ? [] : [key],
      )
      .flatMap((each) => addressed(sides, each).flatMap((caller) => of(caller, 'ip-rule')));
    const uses = usesOf(model, target.id).flatMap((use) =>
      callersOf(sides, model, use.client).flatMap((caller) =>
        use.subresource === undefined
          ? of(caller, 'use', use.evidence)
          : [flow(caller, target, use.subresource, use.evidence, 'use')],
      ),
    );
    return [...network, ...ip, ...uses];
  });
}

/** Sub-resources with a private endpoint on either side; without any, all fare alike: `*`. */
export function subresourcesOf(sides: readonly NetworkModel[], target: Target): string[] {
  const groups = sides.flatMap((model) =>
    Object.values(model.endpoints)
      .filter((each) => mayConnect(each, target))
      .flatMap((each) => each.groups.map((group) => group.toLowerCase())),
  );
  const own = Object.keys(target.subresources).filter((each) =>
    groups.includes(each.toLowerCase()),
  );
  return own.length === 0 ? ['*'] : own;
}
