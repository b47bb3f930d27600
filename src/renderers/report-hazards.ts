import type { Plan, PlanHazard, Severity } from '../core/plan.ts';
import {
  type Document,
  fold,
  heading,
  lineBreak,
  list,
  type Part,
  paragraph,
  strong,
} from './document.ts';
import {
  byName,
  byNumber,
  byRule,
  counted,
  lines,
  type Numbered,
  rules,
  severities,
  tally,
  where,
} from './report-brief.ts';
import { count, dotted, name, ruleName, says, sourceName, thousands, type Voice } from './voice.ts';

/** Worst first. However little is told, every outage is in it: by itself, its name, its number or its rule's count. */
export function hazards(plan: Plan, voice: Voice): Document {
  if (plan.hazards.length === 0) return [];
  const all = plan.hazards.map((hazard, index) => ({ number: index + 1, hazard }));
  return [fold(`Hazards: ${tally(plan.hazards)}`, told(all, voice))];
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
      return [...byName(outages, voice), ...counted([...risks, ...notices], voice)];
    case 'numbers':
      return [...byNumber(outages, voice), ...counted([...risks, ...notices], voice)];
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
