import type { Check } from '../core/plan.ts';
import { codeBlock, type Document, list, paragraph } from './document.ts';
import { says, typed, type Voice } from './voice.ts';

/** What to run and what it should answer; a command that shows several things is run once. */
export function checks(all: readonly Check[], voice: Voice): Document {
  const first = all.filter((one, n) => all.findIndex((other) => isSame(one, other)) === n);
  return first.flatMap((check) => {
    const group = all.filter((other) => isSame(check, other));
    return [
      paragraph('Check', check.from === '' ? '' : [' from ', says(voice, check.from)], ':'),
      codeBlock('sh', [typed(voice, check.run)]),
      ...answers([...new Set(group.map(({ expect }) => expect))], voice),
    ];
  });
}

function isSame(one: Check, other: Check): boolean {
  return one.from === other.from && one.run === other.run;
}

function answers(expected: readonly string[], voice: Voice): Document {
  const [only = '', ...others] = expected;
  if (others.length === 0) return [paragraph('Expect: ', says(voice, only))];
  return [paragraph('Expect:'), list(expected.map((one) => says(voice, one)))];
}
