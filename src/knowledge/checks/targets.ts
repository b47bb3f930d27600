import type { EditKind } from '../../core/edit.ts';
import { isKnown } from '../../core/known.ts';
import type { Target } from '../../core/model.ts';
import { rowFor } from '../catalogue.ts';
import type { Move } from '../move.ts';
import { nameText, parentName, placeOf, resourceOf } from '../places.ts';
import type { Service } from '../service.ts';
import { flag, tell, type Values } from '../shell.ts';
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
  return makers[kind]?.({ move, target, service, values: valuesOf(move, target) }) ?? [];
}

interface Sight {
  readonly move: Move;
  readonly target: Target;
  readonly service: Service | undefined;
  readonly values: Values;
}

const makers: Readonly<Partial<Record<EditKind, (sight: Sight) => readonly Shown[]>>> = {
  'virtual-network-rule': networkRule,
  'ip-rule': ipRule,
  'default-action': setting('default action', 'defaultAction'),
  'public-network-access': setting('public network access', 'publicNetworkAccess'),
  'network-rules-enabled': setting('virtual network filter', 'networkRulesEnabled'),
};

function valuesOf({ now }: Move, target: Target): Values {
  const place = placeOf(resourceOf(now, target));
  const { group, name, subscription } = place;
  const site = target.type.endsWith('/slots') ? parentName(place) : undefined;
  const slot = flag('--slot', site === undefined ? undefined : name);
  return { group, subscription, slot, name: site ?? name };
}

/** The command of a row, for the slot and in the subscription of the target. */
function inPlace(run: string): string {
  return run.startsWith('az ') ? `${run} {slot} {subscription}` : run;
}

function networkRule({ move, target, service, values }: Sight): readonly Shown[] {
  const row = rowFor(service, 'rule');
  if (row === undefined) return [];
  const subnet = nameText(move.now.subnets, move.key);
  const there = target.networkRules[move.key] !== undefined;
  const expect = there ? tell(row.expect, { subnet }) : `no rule for ${subnet}`;
  return [shown(inPlace(row.run), values, expect)];
}

function ipRule({ move, target, service, values }: Sight): readonly Shown[] {
  const row = rowFor(service, 'ip-rule');
  const each = target.ipRules[move.key] ?? move.was.targets[move.id]?.ipRules[move.key];
  if (row === undefined || each === undefined || !isKnown(each)) return [];
  const there = target.ipRules[move.key] !== undefined;
  const expect = there ? tell(row.expect, { range: each.range }) : `no ${each.range}`;
  return [shown(inPlace(row.run), values, expect)];
}

function setting(
  what: string,
  field: 'defaultAction' | 'publicNetworkAccess' | 'networkRulesEnabled',
): (sight: Sight) => readonly Shown[] {
  return ({ target, service, values }) => {
    const row = rowFor(service, 'public-access');
    const value = target[field];
    if (row === undefined || !isKnown(value)) return [];
    const word = value === 'unset' ? 'null' : String(value);
    return [shown(inPlace(row.run), values, `${what} ${word}`)];
  };
}
