import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyAll } from '../../src/core/edit.ts';
import { nameOf, route } from '../../src/core/route.ts';
import { groundOf } from '../../src/core/scene.ts';
import { tracksOf, tracksWith } from '../../src/core/survey.ts';
import { sampled, type Track } from '../../src/core/track.ts';
import { isUndecided, view, zoneNamesIn } from '../../src/core/world.ts';
import { changeOf, type Recipe, recipes, runs } from './models.ts';

// What is remembered of flows and of states is what would be found out anew.

const patient = 300_000;

function holds(count: number, changes: number, broken: (recipe: Recipe) => readonly string[]) {
  fc.assert(
    fc.property(recipes(changes, 1), (recipe) => {
      expect(broken(recipe)).toEqual([]);
    }),
    runs(count),
  );
}

test(
  'the tracks of edits that were added later are those of all of them at once',
  () =>
    // Of many sorts of edits not all pairs are looked at, and those added later may be.
    holds(200, 4, (recipe) => {
      const { before } = changeOf(recipe);
      const { edits, flows, tracks } = groundOf(changeOf(recipe));
      const some = recipe.order[0]?.after ?? 0;
      const first = edits.slice(0, edits.length === 0 ? 0 : some % edits.length);
      const grown = tracksWith(before, flows, tracksOf(before, flows, first), edits);
      return different(told(grown), told(tracks));
    }),
  patient,
);

test(
  'a flow stands in a state as it would in its model, looked at for the first time',
  () =>
    holds(200, 8, (recipe) => {
      const { before } = changeOf(recipe);
      const { edits, tracks } = groundOf(changeOf(recipe));
      const zoneNames = zoneNamesIn([before, applyAll(before, edits)]);
      return tracks.flatMap((track) =>
        track.worlds.flatMap((world) =>
          sampled(track).flatMap((state) => {
            const at = view(track.model(state), world, new Set(), zoneNames);
            const fresh = route(at, track.flow);
            // Between two ends that work, what nobody can tell counts as stopped.
            if (isUndecided(fresh)) return [];
            const found = { route: fresh, name: nameOf(at, track.flow) };
            return different([found], [track.standing(state, world)]);
          }),
        ),
      );
    }),
  patient,
);

function told(tracks: readonly Track[]) {
  return tracks.map((track) => ({
    flow: track.flow.id,
    edits: track.edits,
    worlds: track.worlds,
    stands: sampled(track).map((state) => track.standing(state, track.worlds[0] ?? {})),
  }));
}

function different(found: readonly unknown[], wanted: readonly unknown[]): string[] {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  return one === other ? [] : [`${one} is not ${other}`];
}
