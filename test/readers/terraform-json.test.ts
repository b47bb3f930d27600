import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  eachElement,
  eachMember,
  Malformed,
  names,
  pick,
  stringAt,
  valueEnd,
} from '../../src/readers/json/scan.ts';
import { syntaxFault } from '../../src/readers/json/syntax.ts';

const encode = (text: string) => new Uint8Array(Buffer.from(text));
/** JSON texts with strings that try to look like structure, compact or spread over lines. */
const json = fc
  .tuple(
    fc.jsonValue({
      maxDepth: 6,
      stringUnit: fc.constantFrom('"', '\\', '{', ']', ',', ':', 'a', 'é', '\n'),
    }),
    fc.constantFrom(undefined, 2, '\t'),
  )
  .map(([value, space]) => JSON.stringify(value, null, space));

describe('the scanner', () => {
  test('finds where any value ends', () => {
    fc.assert(
      fc.property(json, fc.constantFrom(',', '}', ' ]', '\n'), (text, rest) => {
        expect(valueEnd(encode(text + rest), 0)).toBe(Buffer.byteLength(text));
      }),
    );
  });

  test('finds where long strings end, whatever backslashes are in them', () => {
    fc.assert(
      fc.property(fc.nat(80), fc.array(fc.constantFrom('\\', '"', 'a')), (length, tail) => {
        const text = JSON.stringify('x'.repeat(length) + tail.join(''));
        expect(valueEnd(encode(`${text},`), 0)).toBe(text.length);
        expect(stringAt(encode(text), 0)).toBe(JSON.parse(text));
      }),
    );
  });

  test('visits the members and elements that JSON.parse sees', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (object) => {
        const bytes = encode(JSON.stringify(object, null, 1));
        const seen: [string, unknown][] = [];
        const end = eachMember(bytes, 0, (key, at) => {
          const valueEndsAt = valueEnd(bytes, at);
          seen.push([key, JSON.parse(Buffer.from(bytes.subarray(at, valueEndsAt)).toString())]);
          return valueEndsAt;
        });
        expect(end).toBe(bytes.length);
        expect(seen).toEqual(Object.entries(JSON.parse(JSON.stringify(object)) as object));
      }),
    );
    const bytes = encode('[ 1 , [2], "]" ]');
    const starts: number[] = [];
    eachElement(bytes, 0, (at) => {
      starts.push(at);
      return valueEnd(bytes, at);
    });
    expect(starts).toEqual([2, 6, 11]);
  });

  test('picks members by name, wherever they stand', () => {
    const wanted = names('type', 'address');
    const starts: number[] = [];
    for (const text of [
      '{"address":1,"type":2,"c":{}}',
      '{"c":{"type":0},"type":2,"address":1 }',
      '{}',
    ]) {
      const bytes = encode(`${text},`);
      expect(pick(bytes, 0, wanted, starts)).toBe(text.length);
      expect(starts.map((at) => (at < 0 ? undefined : text[at]))).toEqual(
        text === '{}' ? [undefined, undefined] : ['2', '1'],
      );
    }
  });

  test.each(['{"a":1', '{"a" 1}', '{a:1}', '{"a":1]', '{"a":1,}', '{"a', '{"a":}'])(
    'stumbles over %s',
    (text) => {
      const bytes = encode(text);
      expect(() => eachMember(bytes, 0, (_, at) => valueEnd(bytes, at))).toThrow(Malformed);
    },
  );
});

describe('the judge of syntax', () => {
  test('finds nothing wrong with JSON', () => {
    fc.assert(
      fc.property(json, (text) => {
        expect(syntaxFault(encode(text), 0)).toBeUndefined();
      }),
    );
  });

  test('agrees with JSON.parse on what is not JSON', () => {
    const damaged = fc
      .tuple(
        json,
        fc.nat(),
        fc.constantFrom('', '"', '{', '}', ',', ':', '\\', '0', '-', 'e', '\u0001'),
      )
      .map(
        ([text, at, by]) =>
          text.slice(0, at % (text.length + 1)) + by + text.slice((at % (text.length + 1)) + 1),
      );
    fc.assert(
      fc.property(damaged, (text) => {
        // Only one value is judged; what follows is the next document's affair.
        const bytes = encode(`[${text}]`);
        const fault = syntaxFault(bytes, 0);
        const judged = bytes.subarray(0, fault === undefined ? valueEnd(bytes, 0) : bytes.length);
        expect(parses(Buffer.from(judged).toString())).toBe(fault === undefined);
      }),
      { numRuns: 2_000 },
    );
  });

  test('a text cut short is truncated at its end', () => {
    fc.assert(
      fc.property(json, fc.nat(), (text, at) => {
        const bytes = encode(`[${text}]`);
        const cut = 1 + (at % (bytes.length - 1));
        expect(syntaxFault(bytes.subarray(0, cut), 0)).toEqual({ at: cut, truncated: true });
      }),
    );
  });

  test.each([
    ['{"a":tru}', 8],
    ['[1,]', 3],
    ['[01]', 2],
    ['[1.]', 3],
    ['["\\x"]', 2],
    ['["\\u12g4"]', 6],
    ['{"a":1}}', undefined],
    ['[1}', 2],
    ['{"a":1 "b":2}', 7],
  ])('%s goes wrong at %s', (text, at) => {
    expect(syntaxFault(encode(text), 0)?.at).toBe(at);
  });

  function parses(text: string): boolean {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  }
});
