import { describe, expect, test } from 'vitest';
import { defaults } from '../../../src/core/config.ts';
import type { TooLong } from '../../../src/core/window.ts';
import { workOut } from '../../../src/core/workings.ts';
import { windowNeverFits } from '../../../src/knowledge/hazards/window-never-fits.ts';
import { knowledgeOf } from '../../../src/knowledge/index.ts';
import { change, net, on, subnet, vnet } from './scene.ts';

const knowledge = { ...knowledgeOf(defaults), rules: [] };
const world = { vnets: [vnet('vnet-a')] };
const { scene } = workOut(
  change(
    net(world, { subnets: [subnet('snet-app')] }),
    net(world, { subnets: [subnet('snet-app', { endpoints: on('Microsoft.Sql') })] }),
  ),
  knowledge,
  defaults,
);

const says = (...tooLong: readonly TooLong[]) =>
  windowNeverFits.find({ ...scene, tooLong }).map((each) => each.says);

describe('window-never-fits', () => {
  test('names the stage, what it needs and the longest opening', () => {
    expect(says({ stages: [2], needed: 125, longest: 60 })).toEqual([
      'Stage 2 needs 2 h 5 min, the way back included, and the longest opening of the calendar in the next two years lasts 60 minutes.',
    ]);
  });

  test('names stages that only go together, and a calendar without an opening', () => {
    expect(says({ stages: [2, 3], needed: 30, longest: 0 })).toEqual([
      'Stages 2 to 3, which only go together, need 30 minutes, the way back included, and the calendar has no opening in the next two years.',
    ]);
  });

  test('says where a stage waits for people', () => {
    expect(says({ stages: [1], needed: Number.POSITIVE_INFINITY, longest: 60 })).toEqual([
      'Stage 1 waits for people while somebody feels it, so no opening is known to hold it.',
    ]);
  });

  test('says nothing when every stage fits, nor before the windows are sought', () => {
    expect(says()).toEqual([]);
    expect(windowNeverFits.find(scene)).toEqual([]);
  });
});
