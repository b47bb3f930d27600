import { hashOf } from './approval.ts';
import { canonical } from './equal.ts';
import { sureness } from './flow.ts';
import { blindHeadline, mergedHeadline, windowReason } from './headline.ts';
import type {
  Gap,
  Plan,
  PlanHazard,
  PlanProject,
  PlanRoute,
  PlanTransition,
  Range,
  Share,
  Verdict,
} from './plan.ts';
import { type Part, shift } from './renumber.ts';
import { canonicalId } from './resource-id.ts';

// Several plans side by side: what each says stays as it is. Nothing is planned anew, for that needs what the plans were made
// from; where two plans say otherwise of one flow, that is a gap.

/** Mildest first. */
const gravity: readonly Verdict[] = ['clear', 'safe', 'window', 'incomplete', 'split', 'blocked'];

/** The plans of `parts` as one, project by project in their order. Names of projects must differ. */
export function merged(parts: readonly Part[], digest: (text: string) => string): Plan {
  const shifted = parts.map((part, index) => shift(part, stagesBefore(parts, index)));
  const plans = shifted.map(({ plan }) => plan);
  const { transitions, gaps } = joined(shifted);
  const verdict = gravest([
    ...plans.map((plan) => plan.verdict),
    ...(gaps.some(({ matters }) => matters) ? (['incomplete'] as const) : []),
  ]);
  const projects = shifted.map(projectOf);
  const redacted = plans.map((plan) => plan.redacted).find((what) => what !== undefined);
  const rest: Omit<Plan, 'hash'> = {
    schemaVersion: 1,
    tool: plans[0]?.tool ?? { name: 'azure-endpoint-planner', version: '' },
    inputs: plans.flatMap(({ inputs }) => inputs),
    verdict,
    headline: mergedHeadline(projects, verdict),
    asWritten: {
      verdict: gravest(plans.map(({ asWritten }) => asWritten.verdict)),
      deniedMinutes: longest(plans.map(({ asWritten }) => asWritten.deniedMinutes)),
      interruptions: distinct(plans.flatMap(({ asWritten }) => asWritten.interruptions)),
    },
    transitions,
    stages: plans.flatMap(({ stages }) => stages),
    connectionResets: plans.flatMap(({ connectionResets }) => connectionResets),
    firewallUpdates: plans.flatMap(({ firewallUpdates }) => firewallUpdates),
    dnsChanges: plans.flatMap(({ dnsChanges }) => dnsChanges),
    maintenanceWindow: windowOf(shifted),
    hazards: plans.flatMap(({ hazards }) => hazards).toSorted(worstFirst),
    gaps: [...gaps.map(({ gap }) => gap), ...plans.flatMap((plan) => plan.gaps)],
    noise: plans.flatMap(({ noise }) => noise),
    ...(plans.some(({ decisions }) => decisions !== undefined)
      ? { decisions: plans.flatMap(({ decisions = [] }) => decisions) }
      : {}),
    projects,
    ...(redacted === undefined ? {} : { redacted }),
  };
  return { ...rest, hash: hashOf(rest, digest) };
}

/**
 * A merged plan in which what projects do to each other is not seen, for those of `blind` do not show what they were made from.
 * Where anything changes at all, nobody can say that nothing stops.
 */
export function unjoined(
  plan: Plan,
  blind: readonly string[],
  digest: (text: string) => string,
): Plan {
  const { hash: _hash, ...rest } = plan;
  const names = blind.slice(0, mostNamed).join(', ');
  const more = blind.length > mostNamed ? ` and ${blind.length - mostNamed} more` : '';
  const gap: Gap = {
    origin: { file: '', address: '', project: names },
    missing: `${names}${more}: the plan does not show what it was made from (hidden by redact, too large, or of another version), so what the projects do to each other is not seen.`,
    affects: [],
    howToFind:
      'Write each plan.json with this version and without redact, or give all Terraform plans to one run of plan.',
  };
  const verdict = rest.verdict === 'clear' ? 'clear' : gravest([rest.verdict, 'incomplete']);
  const projects = rest.projects ?? [];
  const own = {
    ...rest,
    verdict,
    headline: verdict === rest.verdict ? rest.headline : blindHeadline(projects.length),
    gaps: [gap, ...rest.gaps],
  };
  return { ...own, hash: hashOf(own, digest) };
}

const mostNamed = 10;

/** A call's name for each of `paths`, as short as tells them apart: `prod` and `dev` of `plans/prod/plan.json` and its like. */
export function projectNames(paths: readonly string[]): readonly string[] {
  const split = paths.map((path) =>
    path
      .replace(/\.json$/i, '')
      .split(/[\\/]/)
      .filter((part) => part !== '' && part !== '.'),
  );
  const own = split.map((parts) => {
    const shared = (index: number) =>
      split.length > 1 && split.every((other) => other[index] === parts[index]);
    const sharedEnd = (index: number) =>
      split.length > 1 && split.every((other) => other.at(index - parts.length) === parts[index]);
    const from = parts.findIndex((_, index) => !shared(index));
    const to = parts.findLastIndex((_, index) => !sharedEnd(index));
    return from < 0 || to < from ? parts.join('/') : parts.slice(from, to + 1).join('/');
  });
  return own.map((name, index) => {
    const before = own.slice(0, index).filter((other) => other === name).length;
    return before === 0 ? name || 'plan' : `${name || 'plan'} (${before + 1})`;
  });
}

function stagesBefore(parts: readonly Part[], index: number): number {
  return parts.slice(0, index).reduce((sum, { plan }) => sum + plan.stages.length, 0);
}

function projectOf({ project, plan }: Part): PlanProject {
  return {
    name: project,
    verdict: plan.verdict,
    headline: plan.headline,
    stages: plan.stages.map(({ number }) => number),
    windowRequired: plan.maintenanceWindow.required,
    hash: plan.hash,
  };
}

interface Joined {
  readonly transitions: readonly PlanTransition[];
  readonly gaps: readonly { readonly gap: Gap; readonly matters: boolean }[];
}

/** Flows of one client to one target are one flow, whichever projects tell of it. */
function joined(parts: readonly Part[]): Joined {
  const flows = new Map<string, { readonly project: string; readonly told: PlanTransition }[]>();
  for (const part of parts) {
    const { project, plan } = part;
    for (const told of plan.transitions) {
      const key = keyOf(told, part);
      const others = flows.get(key);
      if (others === undefined) flows.set(key, [{ project, told }]);
      else others.push({ project, told });
    }
  }
  const transitions: PlanTransition[] = [];
  const gaps: { gap: Gap; matters: boolean }[] = [];
  for (const tellings of flows.values()) {
    const one = asOne(tellings.map(({ told }) => told));
    if (one === undefined) continue;
    transitions.push(one);
    if (!differ(tellings.map(({ told }) => told))) continue;
    const projects = [...new Set(tellings.map(({ project }) => project))];
    const matters = tellings.some(({ told }) => told.flow.evidence !== 'possible');
    gaps.push({ gap: disagreement(one, projects), matters });
  }
  return { transitions, gaps };
}

/**
 * ARM IDs name the same thing everywhere; an address in one configuration and a redacted name stand for something in their
 * own project only.
 */
function keyOf({ flow }: PlanTransition, { project, plan }: Part): string {
  const isShared = (id: string) => id === '*' || /^\/subscriptions\//i.test(id);
  const everywhere =
    plan.redacted === undefined &&
    flow.client !== '*' &&
    isShared(flow.client) &&
    isShared(flow.target);
  const apart = everywhere ? '' : project;
  const what = flow.target === '*' ? flow.targetName : '';
  const { client, target, subresource } = flow;
  return canonical([apart, canonicalId(client), canonicalId(target), subresource, what]);
}

/** What several plans tell of one flow; `undefined`: none does. */
function asOne(all: readonly PlanTransition[]): PlanTransition | undefined {
  const [first] = all;
  return (
    first && {
      flow: all.reduce(
        (most, each) => (sureness(each.flow) > sureness(most.flow) ? each : most),
        first,
      ).flow,
      from: agreed(all.map(({ from }) => from)) ?? first.from,
      to: agreed(all.map(({ to }) => to)) ?? first.to,
      causes: [...new Set(all.flatMap(({ causes }) => causes))],
      intended: all.every(({ intended }) => intended),
    }
  );
}

/** What is known beside what is not; of several that are known and differ, none. `undefined`: nothing is known. */
function agreed(routes: readonly PlanRoute[]): PlanRoute | undefined {
  if (differing(routes)) return { by: 'undecided', missing: ['the projects tell different ways'] };
  return routes.find(({ by }) => by !== 'undecided');
}

function differ(tellings: readonly PlanTransition[]): boolean {
  return differing(tellings.map(({ from }) => from)) || differing(tellings.map(({ to }) => to));
}

function differing(routes: readonly PlanRoute[]): boolean {
  return new Set(routes.map(({ by }) => by).filter((by) => by !== 'undecided')).size > 1;
}

function disagreement({ flow }: PlanTransition, projects: readonly string[]): Gap {
  const name = `${flow.clientName} to ${flow.targetName}`;
  return {
    origin: { file: '', address: flow.target, project: projects.join(', ') },
    missing: `${projects.join(' and ')} tell different ways of ${name}: each was planned without what the others change.`,
    affects: [name],
    howToFind: 'Give all Terraform plans to one run of plan, which plans them as one change.',
  };
}

function windowOf(parts: readonly Part[]): Plan['maintenanceWindow'] {
  const stages = parts.flatMap(({ plan }) => plan.stages);
  const resets = parts.flatMap(({ plan }) => plan.connectionResets);
  const windows = parts.map(({ plan }) => plan.maintenanceWindow);
  const needed = windows.filter(({ required }) => required);
  const zones = [
    ...new Set((needed.length === 0 ? windows : needed).map(({ timeZone }) => timeZone)),
  ];
  const [zone] = zones;
  const bases = needed.map(({ basis }) => basis).filter((basis) => basis !== undefined);
  const whole = bases.length === needed.length && bases.length > 0;
  return {
    required: needed.length > 0,
    ...(whole
      ? {
          basis: {
            work: total(bases.map(({ work }) => work)),
            rollback: total(bases.map(({ rollback }) => rollback)),
            shares: sharesOf(bases),
          },
        }
      : {}),
    minutes: total((needed.length === 0 ? windows : needed).map(({ minutes }) => minutes)),
    timeZone: zones.length === 1 && zone !== undefined ? zone : 'UTC',
    proposals: windows
      .flatMap(({ proposals }) => proposals)
      .toSorted((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0)),
    because: windowReason(needed.length > 0, stages, resets),
  };
}

/** What the projects keep free and wait for, each kind as one; the wait between windows is no sum. */
function sharesOf(bases: readonly NonNullable<Plan['maintenanceWindow']['basis']>[]): Share[] {
  const all = bases.flatMap(({ shares = [] }) => shares);
  return [...new Set(all.map(({ of }) => of))].flatMap((of) => {
    const alike = all.filter((each) => each.of === of);
    const minutes = of === 'soak' ? longest : total;
    return alike.slice(0, 1).map((one) => ({
      ...one,
      minutes: minutes(alike.map((each) => each.minutes)),
    }));
  });
}

/** Stages of one project after those of another. */
function total(ranges: readonly Range[]): Range {
  return ranges.reduce<Range>(
    (sum, { min, max }) => ({
      min: sum.min + min,
      max: sum.max === null || max === null ? null : sum.max + max,
    }),
    { min: 0, max: 0 },
  );
}

function longest(ranges: readonly Range[]): Range {
  const end = ({ max }: Range) => max ?? Number.POSITIVE_INFINITY;
  return ranges.reduce<Range>((most, each) => (end(each) > end(most) ? each : most), {
    min: 0,
    max: 0,
  });
}

function gravest(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce<Verdict>(
    (most, each) => (gravity.indexOf(each) > gravity.indexOf(most) ? each : most),
    'clear',
  );
}

function distinct<T>(rows: readonly T[]): readonly T[] {
  return [...new Map(rows.map((row) => [canonical(row), row])).values()];
}

const severities = ['outage', 'risk', 'notice'];
const confidences = ['certain', 'likely', 'possible'];

function worstFirst(a: PlanHazard, b: PlanHazard): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence) ||
    (a.stage ?? 0) - (b.stage ?? 0) ||
    (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
  );
}
