import { describe, expect, test } from 'vitest';
import { compare, sum } from '../../src/core/cost.ts';
import { costOf, order, rankOf } from '../../src/core/order.ts';
import { edits, ordering, otherWay, shut, track, unresolved, way } from './tracks.ts';

const { opens, closes, links } = edits;
const cost = (deniedMinutes: number, disruptions: number) => ({ deniedMinutes, disruptions });

// The second edit shuts out whoever the first has not let in.
const admitted = track([0, 1], (made) => (made(1) && !made(0) ? shut : way));

describe('the cost of an order', () => {
  const minutes = (unit: number) => [3, 5][unit] ?? 0;
  const two = ordering([opens(), closes()], [admitted], { minutes });

  test('counts the minutes of every unit beside which a flow is denied', () => {
    expect(costOf(two, [0, 1])).toEqual(cost(0, 0));
    expect(costOf(two, [1, 0])).toEqual(cost(8, 0));
  });

  test('counts a name that does not resolve alike, and that it changes and changes back', () => {
    const unnamed = track([0, 1], (made) => (made(1) && !made(0) ? [unresolved, 'none'] : way));
    expect(costOf({ ...two, tracks: [unnamed] }, [1, 0])).toEqual(cost(8, 2));
  });

  test('is no less for a name that changes while its flow is shut out', () => {
    const moved = track([0, 1], (made) => (made(0) ? [otherWay, 'pe'] : made(1) ? shut : way), {
      evidence: 'possible',
    });
    const either = { ...two, tracks: [moved] };
    expect(costOf(either, [1, 0])).toEqual(costOf(either, [0, 1]));
    expect(order(either)).toEqual([[0, 1]]);
  });

  test('is nothing for flows that are only possible', () => {
    const maybe = track([0, 1], (made) => (made(1) && !made(0) ? shut : way), {
      evidence: 'possible',
    });
    expect(costOf({ ...two, tracks: [maybe] }, [1, 0])).toEqual(cost(0, 0));
    const seen = { ...maybe, flow: { ...maybe.flow, evidence: 'observed' as const } };
    expect(costOf({ ...two, tracks: [seen] }, [1, 0])).toEqual(cost(8, 0));
  });

  test('is nothing for flows without a way to begin with', () => {
    const late = track([0, 1], (made) => (made(0) ? way : shut));
    expect(costOf({ ...two, tracks: [late] }, [1, 0])).toEqual(cost(0, 0));
  });

  test('is nothing for a loss that is intended', () => {
    expect(costOf({ ...two, intended: () => true }, [1, 0])).toEqual(cost(0, 0));
  });

  test('adds up over flows', () => {
    expect(costOf({ ...two, tracks: [admitted, admitted] }, [1, 0])).toEqual(cost(16, 0));
  });

  test('counts names that change', () => {
    const moved = track([0, 1], (made) => (made(0) ? [otherWay, 'pe'] : way));
    expect(costOf({ ...two, tracks: [moved] }, [1, 0])).toEqual(cost(0, 1));
  });

  test('counts connections that close', () => {
    const on = {
      kind: 'service-endpoint' as const,
      id: 'client',
      key: 'F',
      after: { service: 'F', scope: 'everywhere' as const },
    };
    const anything = track([0], () => way, { target: '*', family: 'F' });
    expect(costOf(ordering([on], [anything]), [0])).toEqual(cost(0, 1));
  });

  test('is that of the worst answer to what is not shown', () => {
    const worlds = [{ q: 'no' }, { q: 'yes' }];
    const maybe = track(
      [0, 1],
      (made, { q }) => (q === 'yes' && made(1) && !made(0) ? shut : way),
      { worlds },
    );
    expect(costOf({ ...two, tracks: [maybe] }, [1, 0])).toEqual(cost(8, 0));
  });

  test('leaves aside answers in which the flow is lost anyway, where it is not in all', () => {
    const worlds = [{ q: 'lost' }, { q: 'kept' }];
    const maybe = track([0, 1], (made, { q }) => (q === 'lost' && made(1) ? shut : way), {
      worlds,
    });
    expect(costOf({ ...two, tracks: [maybe] }, [1, 0])).toEqual(cost(0, 0));
    const lost = track([0, 1], (made) => (made(1) ? shut : way), { worlds });
    expect(costOf({ ...two, tracks: [lost] }, [1, 0])).toEqual(cost(8, 0));
  });

  test('counts denied minutes before anything else', () => {
    expect(compare(cost(1, 0), cost(0, 9))).toBeGreaterThan(0);
    expect(compare(cost(1, 1), cost(1, 2))).toBeLessThan(0);
    expect(compare(cost(1, 1), cost(1, 1))).toBe(0);
    expect(sum(cost(1, 2), cost(3, 4))).toEqual(cost(4, 6));
  });
});

describe('the order of units', () => {
  test('is the one that denies least', () => {
    expect(order(ordering([opens(), closes()], [admitted]))).toEqual([[0, 1]]);
    const reversed = track([0, 1], (made) => (made(0) && !made(1) ? shut : way));
    expect(order(ordering([closes(), opens()], [reversed]))).toEqual([[1, 0]]);
  });

  test('is so against the rank of the kinds of edit', () => {
    const against = track([0, 1], (made) => (made(0) && !made(1) ? shut : way));
    expect(order(ordering([opens(), closes()], [against]))).toEqual([[1, 0]]);
  });

  test('goes by rank where nobody minds, and by number where that is the same', () => {
    const calm = track([0, 1, 2], () => way);
    expect(order(ordering([closes(), opens(1), opens(2)], [calm]))).toEqual([[1, 2, 0]]);
  });

  test('takes a bridge back before anything that does not need it', () => {
    const calm = track([0, 1, 2], () => way);
    const bridge = ordering([closes(), opens(1), opens(2)], [calm], {
      takesBack: (unit) => unit === 0,
      pairs: [[1, 0]],
    });
    expect(order(bridge)).toEqual([[1, 0, 2]]);
  });

  test('goes by the highest rank of a unit', () => {
    const calm = track([0, 1, 2], () => way);
    const units = [{ edits: [0, 1] }, { edits: [2] }];
    expect(order(ordering([opens(1), closes(), opens(2)], [calm], { units }))).toEqual([[1, 0]]);
    expect(rankOf({ edits: [opens(1), closes()], units }, 0)).toBe(80);
  });

  test('keeps what must precede, whatever it costs', () => {
    expect(order(ordering([opens(), closes()], [admitted], { pairs: [[1, 0]] }))).toEqual([[1, 0]]);
  });

  test('breaks a circle, and leaves nobody out', () => {
    const pairs = [
      [0, 1],
      [1, 0],
    ] as const;
    expect(order(ordering([opens(), closes()], [admitted], { pairs }))).toEqual([[0, 1]]);
  });

  test('takes fewer names that change among orders that deny alike', () => {
    // Made first, the second edit moves the name twice.
    const names = track([0, 1], (made) => [way, made(1) && !made(0) ? 'elsewhere' : 'public']);
    expect(order(ordering([closes(), opens()], [names]))).toEqual([[0, 1]]);
  });

  test('keeps apart what shares no flow, and together what does or must precede', () => {
    const four = [opens(0), opens(1), opens(2), opens(3)];
    expect(order(ordering(four, []))).toEqual([[0], [1], [2], [3]]);
    expect(order(ordering(four, [track([1, 3], () => way)]))).toEqual([[0], [1, 3], [2]]);
    expect(order(ordering(four, [track([1, 3], () => way)], { pairs: [[3, 0]] }))).toEqual([
      [1, 3, 0],
      [2],
    ]);
    expect(order(ordering(four, [track([0, 2], () => way), track([1, 2], () => way)]))).toEqual([
      [0, 1, 2],
      [3],
    ]);
    expect(order(ordering([], []))).toEqual([]);
  });

  describe('of more units than can be tried', () => {
    const count = 14;
    const all = Array.from({ length: count }, (_, n) => (n % 2 === 0 ? closes() : opens(n)));
    const chain = Array.from({ length: count - 1 }, (_, n) => [n, n + 1] as const);

    test('still denies nobody whom each flow’s own best order keeps', () => {
      // Each flow needs its opening, an odd unit, before its closing, the even one before.
      const pairwise = Array.from({ length: count / 2 }, (_, n) =>
        track([2 * n, 2 * n + 1], (made) => (made(2 * n) && !made(2 * n + 1) ? shut : way)),
      );
      const joined = track(
        all.map((_, n) => n),
        () => way,
        { evidence: 'possible' },
      );
      const many = ordering(all, [...pairwise, joined]);
      const [sequence = []] = order(many);
      expect([...sequence].sort((a, b) => a - b)).toEqual(all.map((_, n) => n));
      expect(costOf(many, sequence)).toEqual(cost(0, 0));
    });

    test('goes by rank where nobody minds', () => {
      const joined = track(
        all.map((_, n) => n),
        () => way,
      );
      expect(order(ordering(all, [joined]))).toEqual([
        [1, 3, 5, 7, 9, 11, 13, 0, 2, 4, 6, 8, 10, 12],
      ]);
    });

    test('keeps what must precede', () => {
      expect(order(ordering(all, [], { pairs: chain }))).toEqual([all.map((_, n) => n)]);
    });

    test('puts off a denial that it can see coming', () => {
      const joined = track(
        all.map((_, n) => n),
        (made) => (all.some((_, n) => n % 2 === 1 && !made(n)) && made(0) ? shut : way),
      );
      const many = ordering(
        all.map((_, n) => opens(n)),
        [joined],
      );
      const [sequence = []] = order(many);
      expect(sequence.at(-1)).toBe(0);
    });

    test('looks ahead for each flow on its own', () => {
      // Going to 0 first costs nothing at once, and three minutes later on.
      const trap = track([0, 1, 2], (made) => (made(0) && made(1) && !made(2) ? shut : way));
      const others = track(
        all.map((_, n) => n),
        () => way,
        { evidence: 'possible' },
      );
      const many = ordering(
        all.map((_, n) => opens(n)),
        [trap, others],
        { pairs: [[1, 2]] },
      );
      const [sequence = []] = order(many);
      expect(costOf(many, sequence)).toEqual(cost(0, 0));
      expect(sequence.indexOf(0)).toBeGreaterThan(sequence.indexOf(1));
    });
  });

  test('of eleven units is tried whole, of twelve no more: both are right', () => {
    for (const count of [11, 12]) {
      const all = Array.from({ length: count }, (_, n) => links(n));
      // The highest unit must come first, the next second, …
      const strictly = track(
        all.map((_, n) => n),
        (made) => (all.some((_, n) => made(n) && n + 1 < count && !made(n + 1)) ? shut : way),
      );
      const found = ordering(all, [strictly]);
      const [sequence = []] = order(found);
      expect(costOf(found, sequence)).toEqual(cost(0, 0));
    }
  });
});
