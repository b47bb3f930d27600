import type { EditKind } from '../../core/edit.ts';
import { isKnown } from '../../core/known.ts';
import type { Target } from '../../core/model.ts';
import type { Move } from '../move.ts';
import { nameText, parentName, placeOf, resourceOf } from '../places.ts';
import type { CheckRow, Service } from '../service.ts';
import { tell, type Values } from '../shell.ts';
import { ipRuleLists, rowFor } from './probes.ts';
import { type Shown, shown } from './shown.ts';

// What a target's own settings show once an edit has settled, by the checks of its service's row.

/** Checks of an edit of a target; none for its second door, whose rules the rows do not list. */
export function targetChecks(
  kind: EditKind,
  move: Move,
  service: Service | undefined,
): readonly Shown[] {
  const target = move.now.targets[move.id];
  if (target === undefined || target.id !== target.resource) return [];
  const values = valuesOf(move, target);
  switch (kind) {
    case 'virtual-network-rule':
      return rule(move, target, rowFor(service, 'rule'), values);
    case 'ip-rule':
      return ipRule(move, target, values);
    case 'default-action':
      return setting(
        rowFor(service, 'public-access'),
        values,
        'default action',
        target.defaultAction,
      );
    case 'public-network-access':
      return setting(
        rowFor(service, 'public-access'),
        values,
        'public network access',
        target.publicNetworkAccess,
      );
    case 'network-rules-enabled':
      return setting(
        rowFor(service, 'public-access'),
        values,
        'virtual network filter',
        target.networkRulesEnabled,
      );
    default:
      return [];
  }
}

function valuesOf({ now }: Move, target: Target): Values {
  const place = placeOf(resourceOf(now, target));
  const { group, name, subscription } = place;
  const site = target.type.endsWith('/slots') ? parentName(place) : undefined;
  return { group, subscription, name: site ?? name };
}

/** The command of a row, in the subscription of the target. */
function inSubscription(run: string): string {
  return run.startsWith('az ') ? `${run} {subscription}` : run;
}

function rule(
  { now, key }: Move,
  target: Target,
  row: CheckRow | undefined,
  values: Values,
): readonly Shown[] {
  if (row === undefined) return [];
  const subnet = nameText(now.subnets, key);
  const there = target.networkRules[key] !== undefined;
  const expect = there ? tell(row.expect, { subnet }) : `no rule for ${subnet}`;
  return [shown(inSubscription(row.run), values, expect)];
}

function ipRule({ was, id, key }: Move, target: Target, values: Values): readonly Shown[] {
  const list = ipRuleLists[target.type];
  const each = target.ipRules[key] ?? was.targets[id]?.ipRules[key];
  if (list === undefined || each === undefined || !isKnown(each)) return [];
  const expect = target.ipRules[key] === undefined ? `no ${each.range}` : each.range;
  return [shown(inSubscription(list.value), values, expect)];
}

function setting(
  row: CheckRow | undefined,
  values: Values,
  what: string,
  value: Target['defaultAction' | 'publicNetworkAccess' | 'networkRulesEnabled'],
): readonly Shown[] {
  if (row === undefined || !isKnown(value)) return [];
  const word = value === 'unset' ? 'null' : String(value);
  return [shown(inSubscription(row.run), values, `${what} ${word}`)];
}
