import { describe, expect, test } from 'vitest';
import type { Edit } from '../../src/core/edit.ts';
import type { Ordering } from '../../src/core/order.ts';
import { groups } from '../../src/core/stage.ts';
import type { Track } from '../../src/core/track.ts';
import { edits, open, ordering, otherWay, shut, track, unresolved, way } from './tracks.ts';

const { opens, closes, removes, links } = edits;

/** A line for each group: `switch, felt: 0 1`. */
function cut(
  all: readonly Edit[],
  tracks: readonly Track[],
  sequences: readonly (readonly number[])[] = [all.map((_, n) => n)],
  own: Partial<Ordering> = {},
  opensBridge?: (edit: number) => boolean,
) {
  return groups(ordering(all, tracks, own), sequences, opensBridge).map(
    ({ phase, disruptive, units }) => `${phase}${disruptive ? ', felt' : ''}: ${units.join(' ')}`,
  );
}

describe('a unit', () => {
  const one = (
    edit: Edit,
    to: Parameters<typeof track>[1],
    own: Parameters<typeof track>[2] = {},
  ) => cut([edit], [track([0], to, own)]);

  test('that changes nothing for anybody prepares', () => {
    expect(one(opens(), () => way)).toEqual(['prepare: 0']);
    expect(cut([opens()], [])).toEqual(['prepare: 0']);
  });

  test('that opens prepares', () => {
    expect(one(opens(), (made) => (made(0) ? way : shut))).toEqual(['prepare: 0']);
  });

  test('that moves a name switches, and is felt', () => {
    expect(one(links(), (made) => (made(0) ? [otherWay, 'pe'] : way))).toEqual(['switch, felt: 0']);
  });

  test('that moves a source switches, and is not felt', () => {
    expect(
      one(opens(), (made) => (made(0) ? ({ ...way, address: '20.0.0.9' } as typeof way) : way)),
    ).toEqual(['switch: 0']);
  });

  test('that closes connections switches, and is felt', () => {
    const on: Edit = {
      kind: 'service-endpoint',
      id: 'client',
      key: 'F',
      after: { service: 'F', scope: 'everywhere' },
    };
    expect(cut([on], [track([0], () => way, { target: '*', family: 'F' })])).toEqual([
      'switch, felt: 0',
    ]);
  });

  test('that shuts somebody out retires', () => {
    expect(one(closes(), (made) => (made(0) ? shut : way))).toEqual(['retire: 0']);
    expect(one(closes(), (made) => (made(0) ? shut : way), { evidence: 'possible' })).toEqual([
      'retire: 0',
    ]);
  });

  test('that only removes retires', () => {
    expect(one(removes(), () => way)).toEqual(['retire: 0']);
    const both = cut([removes(), opens()], [track([0, 1], () => way)], [[0]], {
      units: [{ edits: [0, 1] }],
    });
    expect(both).toEqual(['prepare: 0']);
  });

  test('that takes a name away for good retires, for the time until its record is there passes', () => {
    expect(one(links(), (made) => (made(0) ? [unresolved, 'none'] : way))).toEqual(['retire: 0']);
    const back = track([0, 1], (made) =>
      made(0) && !made(1) ? [unresolved, 'none'] : made(1) ? [otherWay, 'pe'] : way,
    );
    expect(cut([links(0), links(1)], [back])).toEqual(['switch, felt: 0 1']);
  });

  test('that shuts somebody out for a while retires all the same', () => {
    const back = track([0, 1], (made) => (made(0) && !made(1) ? shut : way));
    expect(cut([closes(), opens()], [back])).toEqual(['retire, felt: 0 1']);
  });

  test('that may do so retires', () => {
    const worlds = [{ q: 'no' }, { q: 'yes' }];
    expect(
      one(closes(), (made, { q }) => (made(0) && q === 'yes' ? shut : way), { worlds }),
    ).toEqual(['retire: 0']);
  });

  test('that opens a bridge prepares, whomever it shuts out', () => {
    const shutting = track([0], (made) => (made(0) ? shut : way), { evidence: 'possible' });
    expect(cut([opens()], [shutting], [[0]], {}, (edit) => edit === 0)).toEqual(['prepare: 0']);
    expect(cut([opens()], [shutting], [[0]], {}, (edit) => edit === 1)).toEqual(['retire: 0']);
  });

  test('whose way nobody knows to be lost switches', () => {
    expect(one(opens(), (made) => (made(0) ? [open, 'undecided'] : way))).toEqual([
      'switch, felt: 0',
    ]);
  });
});

describe('a unit that closes the old way', () => {
  // The first edit moves the name; the second closes what it led to before.
  const moved = (own: Parameters<typeof track>[2] = {}) =>
    track(
      [0, 1],
      (made) => (made(0) ? [otherWay, 'pe'] : made(1) ? [shut, 'public'] : [way, 'public']),
      own,
    );

  test('retires, although new connections do not go there any more', () => {
    expect(cut([links(), closes()], [moved()])).toEqual(['switch, felt: 0', 'retire: 1']);
  });

  test('prepares where it closes for nobody', () => {
    const open_ = track([0, 1], (made) => (made(0) ? [otherWay, 'pe'] : [way, 'public']));
    expect(cut([links(), opens()], [open_])).toEqual(['switch, felt: 0 1']);
  });

  test('is one of the target, by its rules', () => {
    const elsewhere: Edit = { ...closes(), id: 'elsewhere' };
    expect(cut([links(), elsewhere], [moved()])).toEqual(['switch, felt: 0', 'switch: 1']);
    const unnamed = track([0, 1], (made) =>
      made(0) ? [otherWay, 'pe'] : made(1) ? [unresolved, 'none'] : [way, 'public'],
    );
    expect(cut([links(), closes()], [unnamed])).toEqual(['switch, felt: 0', 'switch: 1']);
  });

  test('retires also where a bridge has held the old way open since', () => {
    // 0 opens the bridge, 1 moves the name: at the start there was no way that edit 2 could close.
    const bridged = track([0, 1, 2], (made) =>
      made(1)
        ? [otherWay, 'pe']
        : !made(0)
          ? [{ ...way, via: 'x' } as typeof way, 'bridge']
          : made(2)
            ? [shut, 'public']
            : [way, 'public'],
    );
    expect(cut([opens(), links(), closes()], [bridged])).toEqual([
      'switch, felt: 0 1',
      'retire: 2',
    ]);
  });
});

describe('units come into one group', () => {
  test('while nobody is denied whatever lands first', () => {
    const calm = track([0, 1], () => way);
    expect(cut([links(0), links(1)], [calm])).toEqual(['prepare: 0 1']);
    // The second must not land before the first.
    const strict = track([0, 1], (made) => (made(1) && !made(0) ? shut : way));
    expect(cut([links(0), links(1)], [strict])).toEqual(['prepare: 0', 'prepare: 1']);
    const threes = track([0, 1, 2], (made) => (made(2) && !made(0) ? shut : way));
    expect(cut([links(0), links(1), links(2)], [threes])).toEqual(['prepare: 0 1', 'prepare: 2']);
  });

  test('whoever is only possible may wait', () => {
    const maybe = track([0, 1], (made) => (made(1) && !made(0) ? shut : way), {
      evidence: 'possible',
    });
    expect(cut([links(0), links(1)], [maybe])).toEqual(['prepare: 0 1']);
  });

  test('whoever had no way to begin with, or is meant to lose it, has none to lose', () => {
    const late = track([0, 1], (made) => (made(0) && made(1) ? way : shut));
    expect(cut([links(0), links(1)], [late])).toEqual(['prepare: 0 1']);
    const meant = track([0, 1], (made) => (made(1) && !made(0) ? shut : way));
    expect(cut([links(0), links(1)], [meant], [[0, 1]], { intended: () => true })).toEqual([
      'prepare: 0 1',
    ]);
  });

  test('of too many states none joins unseen', () => {
    const all = Array.from({ length: 11 }, (_, n) => opens(n));
    const calm = (count: number) =>
      track(
        Array.from({ length: count }, (_, n) => n),
        () => way,
      );
    expect(cut(all.slice(0, 10), [calm(10)])).toEqual(['prepare: 0 1 2 3 4 5 6 7 8 9']);
    expect(cut(all, [calm(11)])).toEqual(['prepare: 0 1 2 3 4 5 6 7 8 9', 'prepare: 10']);
  });

  test('of one phase: what prepares, what switches, what retires', () => {
    const moving = track([1], (made) => (made(1) ? [otherWay, 'pe'] : way));
    const closing = track([2], (made) => (made(2) ? shut : way), { evidence: 'possible' });
    expect(cut([opens(0), links(1), closes()], [moving, closing])).toEqual([
      'prepare: 0',
      'switch, felt: 1',
      'retire: 2',
    ]);
  });

  test('and no phase comes back', () => {
    const moving = track([0], (made) => (made(0) ? [otherWay, 'pe'] : way));
    expect(cut([links(0), opens(1)], [moving])).toEqual(['switch, felt: 0 1']);
    const closing = track([0], (made) => (made(0) ? shut : way), { evidence: 'possible' });
    expect(cut([closes(), opens(1)], [closing])).toEqual(['retire: 0 1']);
  });

  test('of what retires, what is felt stays apart from what is not', () => {
    const moved = track([1], (made) => (made(1) ? [way, 'public'] : [otherWay, 'pe']));
    expect(cut([removes(0), removes(1), removes(2)], [moved])).toEqual([
      'retire: 0',
      'retire, felt: 1',
      'retire: 2',
    ]);
  });

  test('where one in it is felt, the whole group is', () => {
    const moved = track([1], (made) => (made(1) ? [otherWay, 'pe'] : way));
    const source = track([0], (made) =>
      made(0) ? ({ ...way, address: '20.0.0.9' } as typeof way) : way,
    );
    expect(cut([opens(0), links(1)], [moved, source])).toEqual(['switch, felt: 0 1']);
  });
});

describe('a gap that no order avoids', () => {
  const gap = (own: Parameters<typeof track>[2] = {}) =>
    track([0, 1], (made) => (made(0) && !made(1) ? shut : way), own);

  test('is one group: a gate in the middle would only make it longer', () => {
    expect(cut([closes(), opens()], [gap()])).toEqual(['retire, felt: 0 1']);
  });

  test('is none for a flow that is only possible', () => {
    expect(cut([closes(), opens()], [gap({ evidence: 'possible' })])).toEqual(['retire: 0 1']);
  });

  test('is none for a flow that is lost in the end, or had no way', () => {
    const lost = track([0, 1], (made) => (made(0) ? shut : way));
    expect(cut([closes(), opens()], [lost])).toEqual(['retire: 0', 'retire: 1']);
    const late = track([0, 1], (made) => (made(1) ? way : shut));
    expect(cut([opens(0), opens(1)], [late])).toEqual(['prepare: 0 1']);
  });

  test('denies nobody else', () => {
    // Another flow needs the second edit to be there before the third.
    const other = track([1, 2], (made) => (made(2) && !made(1) ? shut : way));
    const long = track([0, 2], (made) => (made(0) && !made(2) ? shut : way));
    expect(cut([closes(), opens(1), opens(2)], [long, other])).toEqual([
      'retire, felt: 0 1',
      'retire: 2',
    ]);
  });
});

describe('what holds in one answer to what is not shown', () => {
  const worlds = [{ q: 'no' }, { q: 'yes' }];
  const maybe = (yes: Parameters<typeof track>[1], no: Parameters<typeof track>[1], all = [0, 1]) =>
    track(all, (made, world) => (world.q === 'yes' ? yes : no)(made, world), { worlds });
  const calm = () => way;

  test('keeps units apart', () => {
    const strict = maybe((made) => (made(1) && !made(0) ? shut : way), calm);
    expect(cut([links(0), links(1)], [strict])).toEqual(['prepare: 0', 'prepare: 1']);
  });

  test('is a gap', () => {
    const gap = maybe((made) => (made(0) && !made(1) ? shut : way), calm);
    expect(cut([closes(), opens()], [gap])).toEqual(['retire, felt: 0 1']);
  });

  test('closes the old way', () => {
    const moved = maybe(
      (made) => (made(0) ? [otherWay, 'pe'] : made(1) ? [shut, 'public'] : [way, 'public']),
      (made) => (made(0) ? [otherWay, 'pe'] : [way, 'public']),
    );
    expect(cut([links(), closes()], [moved])).toEqual(['switch, felt: 0', 'retire: 1']);
  });

  test('closes no way that nobody knows', () => {
    const blind = track([0, 1], (made) =>
      made(0) ? [otherWay, 'pe'] : made(1) ? [open, 'public'] : [way, 'public'],
    );
    expect(cut([links(), closes()], [blind])).toEqual(['switch, felt: 0 1']);
  });
});

describe('a unit of several edits', () => {
  const units = [{ edits: [0, 1] }, { edits: [2] }];
  test('opens a bridge when one of them does', () => {
    const shutting = track([0], (made) => (made(0) ? shut : way), { evidence: 'possible' });
    expect(
      cut(
        [opens(0), opens(1)],
        [shutting],
        [[0]],
        { units: [{ edits: [0, 1] }] },
        (edit) => edit === 1,
      ),
    ).toEqual(['prepare: 0']);
  });
  test('closes the old way when one of them does', () => {
    const moved = track([0, 1, 2], (made) =>
      made(0) ? [otherWay, 'pe'] : made(2) ? [shut, 'public'] : [way, 'public'],
    );
    const both = [{ edits: [0] }, { edits: [1, 2] }];
    expect(cut([links(0), links(1), closes()], [moved], [[0, 1]], { units: both })).toEqual([
      'switch, felt: 0',
      'retire: 1',
    ]);
  });
  test('removes only when all of them do', () => {
    expect(cut([removes(0), removes(1), opens(2)], [], [[0, 1]], { units })).toEqual([
      'retire: 0 1',
    ]);
    expect(cut([removes(0), opens(1), opens(2)], [], [[0, 1]], { units })).toEqual([
      'prepare: 0 1',
    ]);
  });
});

test('a removal that moves names is a switch, and what it leaves behind is closed after it', () => {
  const back = track([0, 1], (made) => (made(0) ? [way, 'public'] : [otherWay, 'pe']));
  expect(cut([removes(0), removes(1)], [back])).toEqual(['switch, felt: 0', 'retire: 1']);
});

describe('sequences that share no flow lie side by side', () => {
  test('phase by phase', () => {
    const pair = (a: number, b: number) =>
      track([a, b], (made) =>
        made(a) ? [otherWay, 'pe'] : made(b) ? [shut, 'public'] : [way, 'public'],
      );
    const all = [links(0), closes(), links(2), closes()];
    expect(
      cut(
        all,
        [pair(0, 1), pair(2, 3)],
        [
          [0, 1],
          [2, 3],
        ],
      ),
    ).toEqual(['switch, felt: 0 2', 'retire: 1 3']);
  });

  test('what nobody feels first, what is felt together', () => {
    const felt = (n: number) => track([n], (made) => (made(n) ? [otherWay, 'pe'] : way));
    const source = (n: number) =>
      track([n], (made) => (made(n) ? ({ ...way, address: '20.0.0.9' } as typeof way) : way));
    expect(
      cut([links(0), opens(1), links(2)], [felt(0), source(1), felt(2)], [[0], [1], [2]]),
    ).toEqual(['switch: 1', 'switch, felt: 0 2']);
  });

  test('what goes first by its kind first, where every sequence keeps its order', () => {
    expect(cut([links(0), opens(1)], [], [[0], [1]])).toEqual(['prepare: 1 0']);
    expect(cut([links(0), opens(1), opens(2)], [track([0, 1], () => way)], [[0, 1], [2]])).toEqual([
      'prepare: 0 1 2',
    ]);
  });

  test('one after the other where one is longer', () => {
    const strict = track([0, 1], (made) => (made(1) && !made(0) ? shut : way));
    expect(cut([links(0), links(1), links(2)], [strict], [[0, 1], [2]])).toEqual([
      'prepare: 0 2',
      'prepare: 1',
    ]);
  });

  test('none at all where there is nothing to do', () => {
    expect(cut([], [], [])).toEqual([]);
  });
});
