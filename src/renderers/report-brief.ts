import type { PlanHazard, Severity } from '../core/plan.ts';
import { type Block, code, type Document, list, type Part, paragraph } from './document.ts';
import { shorten } from './visible.ts';
import {
  count,
  dotted,
  elsewhere,
  name,
  place,
  ruleName,
  tail,
  thousands,
  type Voice,
} from './voice.ts';

// Hazards in few words: what a report tells of them when it has no room for sentences.

/** A hazard and its place in the plan, from 1: the number by which a smaller report names it. */
export interface Numbered {
  readonly number: number;
  readonly hazard: PlanHazard;
}

export const severities: readonly Severity[] = ['outage', 'risk', 'notice'];

/** `2 outages, 1 risk, 3 notices (1 waived)`. */
export function tally(all: readonly PlanHazard[]): string {
  const counts = severities
    .map((severity) => ({
      severity,
      number: all.filter((one) => one.severity === severity).length,
    }))
    .filter(({ number }) => number > 0)
    .map(({ severity, number }) => count(number, severity));
  const waived = all.filter((one) => one.waived !== undefined).length;
  return `${counts.join(', ')}${waived === 0 ? '' : ` (${thousands(waived)} waived)`}`;
}

/** Hazards by the rule that found them, in the order in which the rules first appear. */
export function byRule(rows: readonly Numbered[]): readonly (readonly Numbered[])[] {
  const groups = new Map<string, Numbered[]>();
  for (const row of rows) {
    const group = groups.get(row.hazard.rule);
    if (group === undefined) groups.set(row.hazard.rule, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/** The stage and the lines of the change that a hazard belongs to. */
export function where({ stage, origin }: PlanHazard, voice: Voice): readonly Part[] {
  return [stage === undefined ? '' : `stage ${thousands(stage)}`, place(voice, origin)];
}

/** A line each, under their rules. */
export function lines(rows: readonly Numbered[], voice: Voice): Document {
  return byRule(rows).flatMap((group): readonly Block[] => [
    paragraph(groupTitle(group, voice), ':'),
    list(
      group.map(({ hazard }) => [
        dotted([[identity(hazard, voice), accepted(hazard)], ...where(hazard, voice)]),
      ]),
    ),
  ]);
}

function groupTitle(group: readonly Numbered[], voice: Voice): Part {
  const hazard = group[0]?.hazard;
  if (hazard === undefined) return '';
  return [ruleName(voice, hazard.rule), ': ', count(group.length, hazard.severity)];
}

function identity({ flow, origin }: PlanHazard, voice: Voice): Part {
  const most = voice.detail.names;
  if (flow !== undefined) {
    return name(voice, `${shorten(flow.clientName, most)}→${shorten(flow.targetName, most)}`);
  }
  return name(voice, tail(origin.address || origin.file));
}

function accepted({ waived }: PlanHazard): string {
  return waived === undefined ? '' : ' (waived)';
}

function perRule(
  rows: readonly Numbered[],
  voice: Voice,
  tell: (group: readonly Numbered[], voice: Voice) => Part,
): Document {
  if (rows.length === 0) return [];
  return [list(byRule(rows).map((group) => [groupTitle(group, voice), ': ', tell(group, voice)]))];
}

/** By name, under their rules. */
export function byName(outages: readonly Numbered[], voice: Voice): Document {
  return perRule(outages, voice, names);
}

function names(group: readonly Numbered[], voice: Voice): Part {
  return group.map(
    ({ hazard }, index): Part => [
      index === 0 ? '' : ', ',
      identity(hazard, voice),
      accepted(hazard),
    ],
  );
}

/** `3–7, 9`: neighbours as one range. */
function numbers(group: readonly Numbered[]): Part {
  const ranges: { from: number; to: number }[] = [];
  for (const { number } of group) {
    const last = ranges.at(-1);
    if (last?.to === number - 1) last.to = number;
    else ranges.push({ from: number, to: number });
  }
  return ranges.map(({ from, to }) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}

/** By number, under their rules. */
export function byNumber(outages: readonly Numbered[], voice: Voice): Document {
  if (outages.length === 0) return [];
  const places = ['The numbers are places in ', code('hazards'), ' of plan.json, from 1'];
  return [
    ...perRule(outages, voice, numbers),
    paragraph(places, '; ', elsewhere(voice), ' tell each in full.'),
  ];
}

const mostRules = 40;

/** The rules and how often each is broken: bounded, and still every outage is counted. */
export function rules(outages: readonly Numbered[], voice: Voice): Document {
  if (outages.length === 0) return [];
  const groups = byRule(outages).toSorted((a, b) => b.length - a.length);
  const rest = groups.slice(mostRules);
  const more = rest.reduce((sum, group) => sum + group.length, 0);
  return [
    list([
      ...groups.slice(0, mostRules).map((group) => groupTitle(group, voice)),
      ...(more === 0 ? [] : [`${count(rest.length, 'more rule')}: ${count(more, 'outage')}`]),
    ]),
    paragraph(`All ${thousands(outages.length)}, one by one: see `, elsewhere(voice), '.'),
  ];
}

/** How many there are, and where. */
export function counted(rows: readonly Numbered[], voice: Voice): Document {
  if (rows.length === 0) return [];
  const told = tally(rows.map(({ hazard }) => hazard));
  return [paragraph(`${told}: see `, elsewhere(voice), '.')];
}
