import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planOf } from '../../src/core/assemble.ts';
import type { Change } from '../../src/core/change.ts';
import { invert } from '../../src/core/edit.ts';
import { blocks } from '../../src/core/lines.ts';
import type { Plan, Range, Reason, Share } from '../../src/core/plan.ts';
import { changeOf, knowledge, recipes, runs, settings } from './models.ts';

// Nothing is a bare number: each length of a plan says why and whence, and what it is made of adds up to it.

/** Every length that a plan publishes, by its place, with its shares. Of a range in one apply the shares are two ends. */
function lengths({ stages, connectionResets, maintenanceWindow }: Plan) {
  const found: (readonly [place: string, Range, readonly Share[] | undefined])[] = [];
  for (const { number, minutes, basis, rollback, steps } of stages) {
    found.push([`stage ${number}`, minutes, basis?.shares]);
    if (rollback !== undefined)
      found.push([`way back of ${number}`, rollback.minutes, rollback.basis.shares ?? []]);
    for (const step of steps)
      for (const one of step.interruptions)
        found.push([`${one.effect} of ${step.id}`, one.minutes, one.basis]);
  }
  for (const row of connectionResets) found.push([`reset ${row.step}`, row.minutes, row.basis]);
  const within = maintenanceWindow.basis?.shares?.filter(({ of }) => of !== 'soak');
  if (maintenanceWindow.required) found.push(['window', maintenanceWindow.minutes, within]);
  return found;
}

function sum(shares: readonly Share[]): Range {
  return shares.reduce<Range>(
    (all, { minutes: { min, max } }) => ({
      min: all.min + min,
      max: all.max === null || max === null ? null : all.max + max,
    }),
    { min: 0, max: 0 },
  );
}

const isBare = ({ because, source }: Reason) => because.trim() === '' || source.trim() === '';

function holds(count: number, broken: (change: Change, plan: Plan) => readonly string[]) {
  fc.assert(
    fc.property(recipes(6), (recipe) => {
      const change = changeOf(recipe);
      expect(broken(change, planOf(change, knowledge, settings).plan)).toEqual([]);
    }),
    runs(count),
  );
}

describe('every length', () => {
  test('of stages, ways back, interruptions, resets and the window is the sum of its shares', () => {
    holds(120, (_, plan) =>
      lengths(plan).flatMap(([place, minutes, shares]) =>
        shares !== undefined && JSON.stringify(sum(shares)) === JSON.stringify(minutes)
          ? []
          : [`${place}: ${JSON.stringify(minutes)} of ${JSON.stringify(shares)}`],
      ),
    );
  }, 120_000);

  test('says why and whence, those of steps and of one apply too', () => {
    holds(120, (_, plan) => {
      const told = [
        ...lengths(plan).map(([place, , shares]) => [place, shares ?? []] as const),
        ...plan.stages.flatMap(({ steps }) =>
          steps.map(({ id, basis }) => [`step ${id}`, basis ?? []] as const),
        ),
        ...plan.asWritten.interruptions.map(
          (one) => [`${one.effect} as written`, one.basis ?? []] as const,
        ),
      ];
      // What takes no time at all, such as going back where nothing can be undone, has no part to give a reason for.
      return told.flatMap(([place, reasons]) =>
        (reasons.length === 0 && !place.startsWith('way back')) || reasons.some(isBare)
          ? [place]
          : [],
      );
    });
  }, 120_000);

  test('of a denial in one apply lies between the two ends that it tells', () => {
    holds(80, (_, plan) =>
      plan.asWritten.interruptions.flatMap(({ effect, minutes, basis = [] }) => {
        const [harm, cure] = basis;
        if (harm === undefined || cure === undefined) return [];
        const longest = Math.max(1, (cure.minutes.max ?? 0) - harm.minutes.min);
        return minutes.max === longest ? [] : [`${effect}: ${minutes.max}, not ${longest}`];
      }),
    );
  }, 120_000);
});

test('a denial that outlasts its stage lasts through the gate of each stage on the way', () => {
  holds(250, (_, plan) => {
    const writing = plan.stages.filter(({ phase }) => phase !== 'verify');
    const placeOf = (id: string) =>
      writing.findIndex(({ steps }) => steps.some((step) => step.id === id));
    return writing
      .flatMap(({ steps }) => steps.flatMap(({ interruptions }) => interruptions))
      .filter(({ effect }) => effect === 'denied' || effect === 'name-unresolved')
      .flatMap(({ causedBy, restoredBy, basis = [] }) => {
        const gates = restoredBy === '' ? 0 : placeOf(restoredBy) - placeOf(causedBy);
        const told = basis.filter(({ of }) => of === 'checks').length;
        return told === gates ? [] : [`${causedBy} to ${restoredBy}: ${told} of ${gates} gates`];
      });
  });
}, 120_000);

test('the way back undoes what the stage has made, the last first, each by its own inverse', () => {
  holds(100, (change, plan) => {
    const { workings } = planOf(change, knowledge, settings);
    const lines = blocks(change, workings.plan, knowledge).flatMap((block) => block.lines);
    return plan.stages.flatMap(({ number, steps, rollback }) => {
      if (rollback === undefined) return [];
      const made = lines.filter(({ stage }) => stage === number);
      const before = made.findIndex(({ id }) => id === rollback.lastSafeMoment.before);
      const undone = before < 0 ? made : made.slice(0, before);
      const settling = Math.max(
        0,
        ...undone.flatMap(({ edits }) =>
          edits.map((edit) => knowledge.delays(invert(edit), change.before).settle.max ?? 0),
        ),
      );
      const right =
        JSON.stringify(rollback.steps) === JSON.stringify(undone.map(({ id }) => id).reverse()) &&
        rollback.basis.settling.max === settling &&
        rollback.steps.every((id) => steps.some((step) => step.id === id));
      return right ? [] : [`stage ${number}: ${JSON.stringify(rollback)}`];
    });
  });
}, 120_000);
