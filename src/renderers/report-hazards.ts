import type { Plan, PlanHazard, Severity } from '../core/plan.ts';
import {
  type Block,
  code,
  type Document,
  fold,
  heading,
  lineBreak,
  list,
  type Part,
  paragraph,
  strong,
} from './document.ts';
import { shorten } from './visible.ts';
import {
  count,
  dotted,
  elsewhere,
  name,
  place,
  ruleName,
  says,
  sourceName,
  tail,
  thousands,
  type Voice,
} from './voice.ts';

/** A hazard and its place in the plan, from 1: the number by which a smaller report names it. */
interface Numbered {
  readonly number: number;
  readonly hazard: PlanHazard;
}

const severities: readonly Severity[] = ['outage', 'risk', 'notice'];

/** Worst first. However little is told, every outage is in it: by itself, its name, its number or its rule's count. */
export function hazards(plan: Plan, voice: Voice): Document {
  if (plan.hazards.length === 0) return [];
  const all = plan.hazards.map((hazard, index) => ({ number: index + 1, hazard }));
  return [fold(`Hazards: ${tally(plan.hazards)}`, told(all, voice))];
}

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

function told(all: readonly Numbered[], voice: Voice): Document {
  const outages = of(all, 'outage');
  const risks = of(all, 'risk');
  const notices = of(all, 'notice');
  switch (voice.detail.hazards) {
    case 'full':
      return severities.flatMap((severity) => inFull(of(all, severity), voice));
    case 'grouped':
      return severities.flatMap((severity) =>
        byRule(of(all, severity)).flatMap((group) => grouped(group, voice)),
      );
    case 'lines':
      return [...lines(outages, voice), ...lines(risks, voice), ...counted(notices, voice)];
    case 'outages':
      return [...lines(outages, voice), ...counted([...risks, ...notices], voice)];
    case 'names':
      return [...perRule(outages, voice, names), ...counted([...risks, ...notices], voice)];
    case 'numbers':
      return [
        ...perRule(outages, voice, numbers),
        ...key(outages, voice),
        ...counted([...risks, ...notices], voice),
      ];
    case 'rules':
      return [...rules(outages, voice), ...counted([...risks, ...notices], voice)];
  }
}

function of(all: readonly Numbered[], severity: Severity): readonly Numbered[] {
  return all.filter(({ hazard }) => hazard.severity === severity);
}

const titles = { outage: 'Outages', risk: 'Risks', notice: 'Notices' } as const;

/** Those that count, then those that somebody has accepted. */
function inFull(rows: readonly Numbered[], voice: Voice): Document {
  const [first] = rows;
  if (first === undefined) return [];
  const open = rows.filter(({ hazard }) => hazard.waived === undefined);
  const waived = rows.filter(({ hazard }) => hazard.waived !== undefined);
  return [
    heading(4, titles[first.hazard.severity]),
    list([...open, ...waived].map((row) => whole(row, voice))),
  ];
}

function whole({ number, hazard }: Numbered, voice: Voice): Part {
  return [
    strong(`${thousands(number)} · `, says(voice, hazard.says)),
    hazard.remedy === '' ? '' : [lineBreak, says(voice, hazard.remedy)],
    lineBreak,
    dotted([
      ['Rule ', ruleName(voice, hazard.rule)],
      hazard.confidence,
      ...where(hazard, voice),
      sourceName(voice, hazard.source),
    ]),
    waiver(hazard, voice),
  ];
}

function where({ stage, origin }: PlanHazard, voice: Voice): readonly Part[] {
  return [stage === undefined ? '' : `stage ${thousands(stage)}`, place(voice, origin)];
}

function waiver({ waived }: PlanHazard, voice: Voice): Part {
  if (waived === undefined) return '';
  const { reason, owner, expires } = waived;
  return [
    lineBreak,
    strong('Waived'),
    ' until ',
    says(voice, expires),
    ' by ',
    name(voice, owner),
    ': ',
    says(voice, reason),
  ];
}

function byRule(rows: readonly Numbered[]): readonly (readonly Numbered[])[] {
  const groups = new Map<string, Numbered[]>();
  for (const row of rows) {
    const group = groups.get(row.hazard.rule);
    if (group === undefined) groups.set(row.hazard.rule, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

/** What a rule says to do is said once. */
function grouped(rows: readonly Numbered[], voice: Voice): Document {
  const [first] = rows;
  if (first === undefined) return [];
  const { rule, severity, remedy } = first.hazard;
  return [
    paragraph(
      strong(count(rows.length, severity)),
      ' by rule ',
      ruleName(voice, rule),
      '. ',
      says(voice, remedy),
    ),
    list(
      rows.map(({ hazard }) => [
        says(voice, hazard.says),
        lineBreak,
        dotted([hazard.confidence, ...where(hazard, voice)]),
        waiver(hazard, voice),
      ]),
    ),
  ];
}

/** A line each, under their rules. */
function lines(rows: readonly Numbered[], voice: Voice): Document {
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

function key(outages: readonly Numbered[], voice: Voice): Document {
  if (outages.length === 0) return [];
  const places = ['The numbers are places in ', code('hazards'), ' of plan.json, from 1'];
  return [paragraph(places, '; ', elsewhere(voice), ' tell each in full.')];
}

const mostRules = 40;

function rules(outages: readonly Numbered[], voice: Voice): Document {
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

function counted(rows: readonly Numbered[], voice: Voice): Document {
  if (rows.length === 0) return [];
  const told = tally(rows.map(({ hazard }) => hazard));
  return [paragraph(`${told}: see `, elsewhere(voice), '.')];
}
