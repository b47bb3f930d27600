import { extname } from 'node:path';
import { type Problem, problem } from '../core/problem.ts';
import { instant } from './clock.ts';
import { hashMend, isHash } from './hash.ts';
import { extensions, type OptionRow } from './options.ts';

/** What is wrong with the value of an option. */
export function valueFault(row: OptionRow, value: string): Problem | undefined {
  if (row.choices !== undefined && !row.choices.includes(value)) {
    return usage(`--${row.name} is "${value}".`, `It can be ${list(row.choices)}.`);
  }
  if (row.name === 'limit' && !/^[1-9]\d{0,8}$/.test(value)) {
    return usage(`--limit is "${value}".`, 'Give a number of bytes, such as 60000.');
  }
  if (row.name === 'stage' && !/^[1-9]\d{0,4}$/.test(value)) {
    return usage(`--stage is "${value}".`, 'Give the number of a stage, such as 2.');
  }
  if (row.name === 'hash' && !isHash(value)) return usage(`--hash is "${value}".`, hashMend);
  if (row.name === 'output') return outputFault(value);
  if (row.name !== 'now' && row.name !== 'at') return undefined;
  const at = instant(value);
  return typeof at === 'string' ? undefined : at;
}

function outputFault(path: string): Problem | undefined {
  const extension = extname(path).toLowerCase();
  if (extensions[extension] !== undefined) return undefined;
  const known = list(Object.keys(extensions));
  return usage(`The extension of "${path}" names no format.`, `It can be ${known}.`);
}

/** A mistake in the command line. */
export function usage(says: string, mend: string): Problem {
  return problem('usage', says, mend);
}

/** `a, b or c`. */
export function list(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' or ');
}
