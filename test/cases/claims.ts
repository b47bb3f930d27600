import type { Plan } from '../../src/core/plan.ts';

// What a case claims of its plan, in the plan file's own words. A claim is a pattern of a row: the fields that it names must fit,
// names by their last part and without case, lists by any of their members.

type Rows =
  | 'connectionResets'
  | 'firewallUpdates'
  | 'dnsChanges'
  | 'transitions'
  | 'hazards'
  | 'gaps'
  | 'noise'
  | 'interruptions'
  | 'stagedDenials';

export type Pattern = { readonly [field: string]: unknown };

export interface Claims {
  readonly verdict: string;
  readonly asWritten?: string;
  readonly window?: boolean;
  /** Rows that must be there. */
  readonly has?: Partial<Record<Rows, readonly Pattern[]>>;
  /** Rows that must not be there; `{}` fits every row. */
  readonly hasNot?: Partial<Record<Rows, readonly Pattern[]>>;
  /** Pairs of rows: every step of the first lies in an earlier stage than every step of the second. */
  readonly order?: readonly (readonly [Selector, Selector])[];
  /** Texts that appear nowhere in any output. */
  readonly absent?: readonly string[];
}

type Selector = { readonly [R in 'connectionResets' | 'firewallUpdates' | 'dnsChanges']?: Pattern };

/** The claims that do not hold, a sentence each. */
export function broken(plan: Plan, claims: Claims): string[] {
  return [
    ...differs('verdict', plan.verdict, claims.verdict),
    ...differs(
      'asWritten.verdict',
      plan.asWritten.verdict,
      claims.asWritten ?? plan.asWritten.verdict,
    ),
    ...differs(
      'window',
      plan.maintenanceWindow.required,
      claims.window ?? plan.maintenanceWindow.required,
    ),
    ...each(claims.has).flatMap(([rows, pattern]) =>
      found(plan, rows, pattern).length > 0
        ? []
        : [`no row of ${rows} fits ${JSON.stringify(pattern)}`],
    ),
    ...each(claims.hasNot).flatMap(([rows, pattern]) =>
      found(plan, rows, pattern).map(
        (row) => `a row of ${rows} fits ${JSON.stringify(pattern)}: ${JSON.stringify(row)}`,
      ),
    ),
    ...(claims.order ?? []).flatMap(([first, second]) => unordered(plan, first, second)),
  ];
}

function differs(what: string, got: unknown, wanted: unknown): string[] {
  return got === wanted ? [] : [`${what} is ${String(got)}, not ${String(wanted)}`];
}

function each(part: Claims['has']): (readonly [Rows, Pattern])[] {
  return Object.entries(part ?? {}).flatMap(([rows, patterns]) =>
    patterns.map((pattern) => [rows as Rows, pattern] as const),
  );
}

function rowsOf(plan: Plan, rows: Rows): readonly object[] {
  switch (rows) {
    case 'interruptions':
      return plan.asWritten.interruptions;
    case 'stagedDenials':
      return plan.stages
        .flatMap((stage) => stage.steps.flatMap((step) => step.interruptions))
        .filter((row) => row.effect === 'denied' || row.effect === 'name-unresolved');
    default:
      return plan[rows];
  }
}

function found(plan: Plan, rows: Rows, pattern: Pattern): readonly object[] {
  return rowsOf(plan, rows).filter((row) => fits(row, pattern));
}

/** Whether a value has all that a pattern names. */
function fits(value: unknown, pattern: unknown): boolean {
  if (Array.isArray(pattern)) return pattern.some((one) => fits(value, one));
  if (typeof pattern === 'object' && pattern !== null) {
    const fields: Record<string, unknown> =
      typeof value === 'object' && value !== null ? { ...value } : {};
    return Object.entries(pattern).every(([field, wanted]) =>
      field === 'mentions'
        ? JSON.stringify(value).includes(String(wanted))
        : fits(fields[field], wanted),
    );
  }
  if (typeof pattern !== 'string') return value === pattern;
  const [have, wanted] = [String(value ?? '').toLowerCase(), pattern.toLowerCase()];
  return have === wanted || have.endsWith(`/${wanted}`);
}

function unordered(plan: Plan, first: Selector, second: Selector): string[] {
  const [a, b] = [stages(plan, first), stages(plan, second)];
  if (a.length > 0 && b.length > 0 && Math.max(...a) < Math.min(...b)) return [];
  return [
    `${JSON.stringify(first)} (stage ${a}) is not before ${JSON.stringify(second)} (stage ${b})`,
  ];
}

function stages(plan: Plan, selector: Selector): number[] {
  return Object.entries(selector).flatMap(([rows, pattern]) =>
    found(plan, rows as Rows, pattern ?? {}).map((row) => ('stage' in row ? Number(row.stage) : 0)),
  );
}
