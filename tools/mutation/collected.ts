import { format } from 'node:util';

// What a test file imports as `vitest` while mutants run: the same `expect`, and a `describe` and `test` that only note what
// they are given. A mutant then costs the calls of the tests that reach it, without a worker, a transform or an import.

type Hook = () => unknown;

export interface Collected {
  readonly id: string;
  readonly name: string;
  readonly file: string;
  readonly body: Hook;
  /** What its suites make ready, once for all of their tests that run. */
  readonly ready: readonly Hook[];
}

interface Suite {
  readonly names: readonly string[];
  readonly ready: Hook[];
}

const tests: Collected[] = [];
let file = '';
let suites: readonly Suite[] = [];

/** The tests of a file, with ids that stay the same as long as their names do. */
export async function collect(path: string, load: () => Promise<unknown>): Promise<Collected[]> {
  file = path;
  suites = [{ names: [], ready: [] }];
  tests.length = 0;
  await load();
  const seen = new Map<string, number>();
  return tests.map((each) => {
    const count = (seen.get(each.name) ?? 0) + 1;
    seen.set(each.name, count);
    const name = count === 1 ? each.name : `${each.name} (${count})`;
    return { ...each, name, id: `${file}#${name}` };
  });
}

function innermost(): Suite {
  const suite = suites.at(-1);
  if (suite === undefined) throw new Error('A test is told outside its file.');
  return suite;
}

function suite(name: string, body: Hook): void {
  const outer = suites;
  suites = [...outer, { names: [...innermost().names, name], ready: [] }];
  try {
    body();
  } finally {
    suites = outer;
  }
}

/** Options may stand before the body, and a time limit after it. */
function single(name: string, ...rest: readonly unknown[]): void {
  const body = rest.find((each) => typeof each === 'function') as Hook;
  const around = suites;
  tests.push({
    id: '',
    name: [...innermost().names, name].join(' > '),
    file,
    body,
    get ready() {
      return around.flatMap((each) => each.ready);
    },
  });
}

type Told = (name: string, body: (...values: readonly unknown[]) => unknown) => void;

function each(tell: (name: string, body: Hook) => void) {
  return (rows: readonly unknown[]): Told =>
    (name, body) => {
      for (const [at, row] of rows.entries()) {
        const values = Array.isArray(row) ? row : [row];
        tell(titled(name, values, at), () => body(...values));
      }
    };
}

/** `%s` and its kin take the values in turn, `$field` a field of the first. */
function titled(name: string, values: readonly unknown[], at: number): string {
  const [first] = values;
  const named = name
    .replaceAll('%#', String(at))
    .replaceAll(/\$(\w+)/g, (whole, field) =>
      first !== null && typeof first === 'object' && field in first
        ? format('%s', (first as Record<string, unknown>)[field])
        : whole,
    );
  const taken = named.match(/%[sdifjoO]/g)?.length ?? 0;
  return format(named, ...values.slice(0, taken));
}

export const describe = Object.assign(suite, {
  each: each(suite),
  skipIf: (skipped: boolean) => (skipped ? () => {} : suite),
});

export const test = Object.assign(single, {
  each: each(single),
  skipIf: (skipped: boolean) => (skipped ? () => {} : single),
});

export const beforeAll = (hook: Hook) => innermost().ready.push(hook);

export { expect } from 'vitest';
