import { describe, expect, test } from 'vitest';
import { planOf } from '../../src/core/assemble.ts';
import type { Finding, HazardRule, Scene } from '../../src/core/hazard.ts';
import { unknown } from '../../src/core/known.ts';
import type { NetworkModel, Target } from '../../src/core/model.ts';
import type { Plan } from '../../src/core/plan.ts';
import { change, knowledge, settings } from '../laws/models.ts';
import { kinds, network, subnet, target, vnet } from './network.ts';

// What the input does not show of a fact that the change touches may be any of a few things. A hazard in one of them is told, with
// what is supposed, and with no more confidence than wherever it is found.

const hidden = unknown('store1 is not in the input');

/** A store whose IP rules the change narrows. */
function pair(own: Partial<Target>, then: Partial<Target> = own): [NetworkModel, NetworkModel] {
  const side = (each: Partial<Target>, rules: readonly string[]) =>
    network({
      vnets: [vnet('v1')],
      subnets: [subnet('v1/app')],
      targets: [
        target('store1', kinds.store, {
          ...each,
          ipRules: Object.fromEntries(rules.map((range) => [range, { range }])),
        }),
      ],
    });
  return [side(own, ['203.0.113.7', '203.0.113.8']), side(then, ['203.0.113.7'])];
}

function rule(
  speaks: (store: Target, scene: Scene) => boolean | 'possible',
  verdict: HazardRule['verdict'] = 'informs',
): HazardRule {
  return {
    id: 'made-up',
    title: 'Made up',
    statement: '',
    remedy: 'Look.',
    source: '',
    confidence: 'certain',
    verdict,
    find: (scene): Finding[] => {
      const store = scene.after.targets.store1;
      const said = store === undefined ? false : speaks(store, scene);
      if (store === undefined || said === false) return [];
      return [
        {
          says: 'It is shut.',
          origin: scene.originOf(`targets|${store.id}`),
          subjects: [store.id],
          ...(said === 'possible' ? { confidence: said } : {}),
        },
      ];
    },
  };
}

function planned([before, after]: readonly [NetworkModel, NetworkModel], only: HazardRule): Plan {
  return planOf(change(before, after), { ...knowledge, rules: [only] }, settings).plan;
}

const told = ({ hazards }: Plan) => hazards.map(({ confidence, says }) => `${confidence}: ${says}`);

const denies = ({ defaultAction }: Target) => defaultAction === 'Deny';

describe('a fact that the input does not show', () => {
  test('is told with what it may be, where that would be a hazard', () => {
    const plan = planned(pair({ defaultAction: hidden }), rule(denies));
    expect(told(plan)).toEqual([
      'possible: If the default action of store1 is Deny, which the input does not show: It is shut.',
    ]);
  });

  test('is a gap, with the way to find out', () => {
    const { gaps } = planned(pair({ defaultAction: hidden }), rule(denies));
    expect(gaps.map(({ missing }) => missing)).toEqual(['store1 is not in the input']);
    expect(gaps[0]?.howToFind).not.toBe('');
  });

  test('is no hazard and no gap where it would be none, whatever it is', () => {
    const open = planned(
      pair({ networkRulesEnabled: hidden, defaultAction: 'Allow' }),
      rule(denies),
    );
    expect(told(open)).toEqual([]);
    expect(open.gaps).toEqual([]);
  });

  test('is asked for on the side that does not show it', () => {
    const late = planned(pair({ defaultAction: 'Allow' }, { defaultAction: hidden }), rule(denies));
    expect(told(late)).toEqual([
      'possible: If the default action of store1 is Deny after the change, which the input does not show: It is shut.',
    ]);
  });

  test('is supposed together with another', () => {
    const both = rule(
      ({ defaultAction, networkRulesEnabled }) =>
        defaultAction === 'Deny' && networkRulesEnabled === false,
    );
    const plan = planned(
      pair({ defaultAction: hidden, networkRulesEnabled: unknown('the filter of store1') }),
      both,
    );
    expect(told(plan)).toEqual([
      'possible: If the default action of store1 is Deny, and the virtual network rules of store1 are off, which the input does not show: It is shut.',
    ]);
  });

  test('is none of the change’s business where nothing rests on it', () => {
    const [before, after] = pair({ defaultAction: 'Allow' });
    const beside = target('store2', kinds.store, { defaultAction: hidden });
    const add = (model: NetworkModel) => ({
      ...model,
      targets: { ...model.targets, store2: beside },
    });
    const any = rule((_, { after: { targets } }) => targets.store2?.defaultAction === 'Deny');
    expect(told(planned([add(before), add(after)], any))).toEqual([]);
  });
});

describe('a hazard that is found without the fact', () => {
  const open = pair({ defaultAction: hidden });

  test('stays certain where it is found whatever the fact is', () => {
    expect(
      told(
        planned(
          open,
          rule(() => true),
        ),
      ),
    ).toEqual(['certain: It is shut.']);
  });

  test('is likely where the fact may take it away', () => {
    const unless = rule(({ defaultAction }) => defaultAction !== 'Allow');
    expect(told(planned(open, unless))).toEqual(['likely: It is shut.']);
  });

  test('is no surer than where the fact is shown', () => {
    const doubted = rule(({ defaultAction }) => (defaultAction === 'Deny' ? 'possible' : true));
    expect(told(planned(open, doubted))).toEqual(['possible: It is shut.']);
  });

  test('is as sure as ever where the fact is shown', () => {
    const shown = planned(pair({ defaultAction: 'Deny' }), rule(denies));
    expect(told(shown)).toEqual(['certain: It is shut.']);
  });
});

describe('a change that Azure would refuse if a fact were so', () => {
  const refuses = rule(denies, 'refused');

  test('is incomplete while the fact is not shown', () => {
    expect(planned(pair({ defaultAction: 'Deny' }), refuses).verdict).toBe('blocked');
    expect(planned(pair({ defaultAction: 'Allow' }), refuses).verdict).not.toBe('blocked');
    const open = { networkRulesEnabled: true, defaultAction: hidden };
    const quiet = rule(() => false, 'refused');
    expect(planned(pair(open), refuses).verdict).toBe('incomplete');
    expect(planned(pair(open), quiet).verdict).not.toBe('incomplete');
  });

  test('is incomplete, and a gap says why, where it is a hazard anyway', () => {
    const always = rule(() => 'possible', 'informs');
    const refused: HazardRule = {
      ...always,
      find: (scene) => [
        ...always.find(scene),
        ...refuses.find(scene).map((each) => ({ ...each, verdict: 'refused' as const })),
      ],
    };
    const plan = planned(pair({ defaultAction: hidden }), refused);
    expect(plan.verdict).toBe('incomplete');
    expect(plan.gaps.map(({ missing }) => missing)).toEqual(['store1 is not in the input']);
  });

  test('is refused whatever else is not shown', () => {
    expect(
      planned(
        pair({ defaultAction: hidden }),
        rule(() => true, 'refused'),
      ).verdict,
    ).toBe('blocked');
  });
});

describe('a list that is shown in part', () => {
  const rules = (store: Target) => Object.keys(store.networkRules);
  const rested: Target['networkRules'] = { 'v1/app': { ignoreMissing: false } };
  const rest: Target['networkRules'] = { '*': unknown('the rules of store1') };

  test('holds what the other side shows, or nothing else', () => {
    const named = rule((store) => rules(store).includes('v1/app'));
    expect(told(planned(pair({ networkRules: rested }, { networkRules: rest }), named))).toEqual([
      'possible: If store1 has the same virtual network rules before and after the change, which the input does not show: It is shut.',
    ]);
    const bare = rule((store) => rules(store).length === 0);
    expect(told(planned(pair({ networkRules: rested }, { networkRules: rest }), bare))).toEqual([
      'possible: If store1 has no other virtual network rules after the change, which the input does not show: It is shut.',
    ]);
  });

  test('is left alone where neither side shows it whole', () => {
    const bare = rule((store) => rules(store).length === 0);
    expect(told(planned(pair({ networkRules: rest }), bare))).toEqual([]);
  });
});

describe('more hidden facts than are tried out', () => {
  /** Stores whose IP rules the change narrows, each in a region that nobody shows: that of the network, or another. */
  const stores = (count: number): [NetworkModel, NetworkModel] => {
    const side = (rules: readonly string[]) =>
      network({
        vnets: [vnet('v1')],
        targets: Array.from({ length: count }, (_, n) =>
          target(`store${n}`, kinds.store, {
            location: unknown(`the region of store${n}`),
            ipRules: Object.fromEntries(rules.map((range) => [range, { range }])),
          }),
        ),
      });
    return [side(['203.0.113.7', '203.0.113.8']), side(['203.0.113.7'])];
  };
  const untried = (count: number) =>
    planned(
      stores(count),
      rule(() => false),
    ).gaps.filter(({ missing }) => missing.includes('touches too much to try it out'));

  test('are named, those alone that were left out', () => {
    const [gap, ...others] = untried(20);
    expect(gap?.affects).toHaveLength(4);
    expect(gap?.howToFind).toContain('--live');
    expect(others).toEqual([]);
  });

  test('are no matter where all were tried', () => expect(untried(16)).toEqual([]));
});
