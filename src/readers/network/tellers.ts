import type { Interest } from '../resource.ts';
import { contestedIn } from './contests.ts';
import { dns } from './dns.ts';
import { egress } from './egress.ts';
import { endpoints } from './endpoints.ts';
import { policies } from './policies.ts';
import { security } from './security.ts';
import { subnets } from './subnets.ts';
import { targets } from './targets.ts';
import type { Teller } from './teller.ts';
import { dataPlane, platform } from './uses.ts';
import { vnets } from './vnets.ts';
import { workloads } from './workloads.ts';

/** Everything that is read, in reading order. */
export const tellers: readonly Teller[] = [
  ...vnets,
  subnets,
  ...security,
  ...egress,
  ...endpoints,
  ...dns,
  ...policies,
  ...targets,
  ...workloads,
  ...dataPlane,
  ...platform,
];

const byType: ReadonlyMap<string, readonly Teller[]> = index();

export function tellersOf(type: string): readonly Teller[] {
  return byType.get(type.toLowerCase()) ?? [];
}

/** Resource types that say something about the network; data sources by the type of what they read. */
export const interest = {
  wants,
  idle,
  keep,
  telling,
  contested: contestedIn,
} satisfies Interest;

function wants(type: string): boolean {
  return byType.has(type.toLowerCase());
}

function idle(type: string, present: ReadonlySet<string>): boolean {
  const others = tellersOf(type).map(({ beside }) => beside);
  if (others.length === 0 || others.includes(undefined)) return false;
  const wanted = new Set(others.flatMap((types) => types ?? []).map((each) => each.toLowerCase()));
  return ![...present].some((each) => wanted.has(each.toLowerCase()));
}

function telling(type: string): readonly string[] | undefined {
  const needs = tellersOf(type).map((teller) => teller.needs);
  return needs.includes(undefined) ? undefined : needs.flatMap((each) => each ?? []);
}

/** Attributes at the top of an azurerm resource; ARM bodies are read by path and kept whole. */
function keep(type: string, attribute: string): boolean {
  const reads = attributesOf(type);
  return reads === 'all' || reads.has(attribute);
}

// Types are few and asked of once for every attribute of every resource.
const attributes = new Map<string, ReadonlySet<string> | 'all'>();

function attributesOf(type: string): ReadonlySet<string> | 'all' {
  const known = attributes.get(type);
  if (known !== undefined) return known;
  const reads = tellersOf(type).flatMap((teller) => teller.reads);
  const found = type.includes('/') ? 'all' : new Set(['id', ...reads]);
  attributes.set(type, found);
  return found;
}

function index(): ReadonlyMap<string, readonly Teller[]> {
  const found = new Map<string, Teller[]>();
  for (const teller of tellers) {
    for (const type of teller.types) {
      const known = found.get(type.toLowerCase());
      if (known === undefined) found.set(type.toLowerCase(), [teller]);
      else known.push(teller);
    }
  }
  return found;
}
