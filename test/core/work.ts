import { planOf } from '../../src/core/assemble.ts';
import { defaults } from '../../src/core/config.ts';
import type { Plan, Range } from '../../src/core/plan.ts';
import { titleOf } from '../../src/core/words.ts';
import { type Workings, workOut } from '../../src/core/workings.ts';
import { change, knowledge, settings } from '../laws/models.ts';
import { network, type Parts } from './network.ts';

/** What may be otherwise when a change is worked out. */
interface Otherwise {
  readonly bridges?: 'allow' | 'never';
  readonly replaced?: readonly string[];
}

/** A change from one small network to another, worked out with all that is known of Azure and made-up delays. */
export function worked(before: Parts, after: Parts, otherwise: Otherwise = {}): Workings {
  return workOut(change(network(before), network(after), new Set(otherwise.replaced)), knowledge, {
    ...defaults,
    bridges: otherwise.bridges ?? 'allow',
  });
}

/** The stages in their order, a line each: `switch, felt: Turn on Test.Store on hub/app`. */
export function laidOut({ plan, scene }: Workings): string[] {
  return plan.groups.map(({ phase, disruptive, units }) => {
    const titles = units.map((unit) => {
      const edits = (plan.ordering.units[unit]?.edits ?? []).flatMap((n) => plan.edits[n] ?? []);
      const [first = -1] = plan.ordering.units[unit]?.edits ?? [];
      const role = plan.extras.get(first)?.role;
      return `${role === undefined ? '' : `(${role}) `}${titleOf(edits, scene.after, scene.before)}`;
    });
    return `${phase}${disruptive ? ', felt' : ''}: ${titles.join('; ')}`;
  });
}

/** `1–15`, or `1–` where nobody knows the end. */
export function span({ min, max }: Range): string {
  return `${min}–${max ?? ''}`;
}

/** The published plan of such a change. */
export function planned(before: Parts, after: Parts, otherwise: Otherwise = {}): Plan {
  const told = change(network(before), network(after), new Set(otherwise.replaced));
  const config = { ...defaults, bridges: otherwise.bridges ?? 'allow' };
  return planOf(told, knowledge, { ...settings, config }).plan;
}
