import type {
  ConnectionReset,
  Interruption,
  Plan,
  PlanProject,
  PlanStage,
  Range,
  Verdict,
} from './plan.ts';

interface Facts {
  readonly verdict: Verdict;
  readonly stages: readonly PlanStage[];
  readonly interruptions: readonly Interruption[];
  readonly deniedMinutes: Range;
  readonly resets: readonly ConnectionReset[];
  /** What Azure would refuse, and why: the gravest. */
  readonly refused?: string;
  /** What stops although no route shows it: the gravest. */
  readonly unseen?: string;
  readonly omitted: number;
}

/** The one sentence: what one apply does to whom, against what the stages do. */
export function headline(facts: Facts): string {
  switch (facts.verdict) {
    case 'clear':
      return 'No flow changes its way, its name, its source address or its connections.';
    case 'safe':
      return 'Flows change their way, and none is interrupted.';
    case 'window':
      return `Apply it in a maintenance window: ${inStages(facts)}.`;
    case 'incomplete':
      return 'The input does not show enough to say that nothing stops; what is missing is listed with the commands that show it.';
    case 'split':
      if (facts.unseen !== undefined && !facts.interruptions.some(stops))
        return `As one apply flows may stop: ${facts.unseen}`;
      return `As one apply: ${asOne(facts)}; in ${count(facts.stages.length, 'stage')}: ${inStages(facts)}.`;
    case 'blocked':
      return blocked(facts);
  }
}

function blocked(facts: Facts): string {
  const lost = facts.interruptions.filter((each) => stops(each) && each.minutes.max === null);
  const first = lost.find((each) => !each.assumed) ?? lost[0];
  if (first === undefined) {
    return facts.refused === undefined
      ? 'Azure would refuse the change.'
      : `Azure would refuse the change: ${facts.refused}`;
  }
  const others = new Set(lost.map((each) => `${each.flow.client} ${each.flow.target}`)).size - 1;
  const more = others > 0 ? ` (and ${count(others, 'more flow')})` : '';
  return `${subject(first).replace(/^the /, 'The ')} loses ${first.flow.targetName} for good${more}: after the change it has no way there.`;
}

function asOne({ interruptions }: Facts): string {
  const all = interruptions.filter(stops);
  const sure = all.filter((each) => !each.assumed);
  const denied = sure.length > 0 ? sure : all;
  const worst = denied.reduce<Interruption | undefined>(
    (most, each) => (most === undefined || longest(each) > longest(most) ? each : most),
    undefined,
  );
  if (worst === undefined) return 'flows may stop';
  const { flow, minutes, effect, assumed } = worst;
  const what =
    effect === 'denied'
      ? `${assumed ? 'may be' : 'is'} denied on ${flow.targetName}`
      : `${assumed ? 'may not' : 'cannot'} resolve ${flow.targetName}`;
  const long =
    minutes.max === null ? 'until somebody acts' : `for up to ${count(minutes.max, 'minute')}`;
  return `${subject(worst)} ${what} ${long}`;
}

/** The client as a sentence names it. */
function subject({ flow }: Interruption): string {
  const common = flow.clientName === 'pipeline' || flow.clientName === 'internet';
  return common ? `the ${flow.clientName}` : flow.clientName;
}

function inStages({ stages, resets }: Facts): string {
  const denials = stages.flatMap((stage) =>
    stage.steps.flatMap((step) => step.interruptions.filter(stops)),
  );
  const closed =
    resets.length === 0 ? 'no connection reset' : count(resets.length, 'connection reset');
  const first = denials.find((each) => !each.assumed) ?? denials[0];
  const names = stages.flatMap((stage) =>
    stage.steps.flatMap((step) =>
      step.interruptions.filter((each) => each.effect === 'name-changes'),
    ),
  );
  const answers = names.length > 0 ? ', names change their answer' : '';
  if (first === undefined) return `${closed}${answers}, nothing denied`;
  const long = first.minutes.max === null ? '' : ` for up to ${count(first.minutes.max, 'minute')}`;
  if (first.assumed)
    return `${closed}${answers}, and ${subject(first)} may be without ${first.flow.targetName}${long}: the input does not show enough`;
  return `${closed}${answers}, and ${subject(first)} is without ${first.flow.targetName}${long}, which no order avoids`;
}

function stops(each: Interruption): boolean {
  return each.effect === 'denied' || each.effect === 'name-unresolved';
}

function longest(each: Interruption): number {
  return each.minutes.max ?? Number.POSITIVE_INFINITY;
}

function count(n: number, noun: string): string {
  const words = ['no', 'one', 'two', 'three', 'four', 'five'];
  return `${noun === 'minute' ? n : (words[n] ?? n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** Why a window is needed, or why none is. */
export function windowReason(
  required: boolean,
  stages: readonly PlanStage[],
  resets: readonly ConnectionReset[],
): string {
  if (!required) {
    const stopped = stages.some((stage) =>
      stage.steps.some((step) => step.interruptions.some(stops)),
    );
    return stopped
      ? 'What stops does not come back by itself: no window helps.'
      : 'Nothing that somebody would feel happens.';
  }
  const subnets = [...new Set(resets.map((each) => each.subnetName))];
  const told = [
    subnets.length > 0
      ? `open connections of ${subnets.join(', ')} close in ${listed(resets.map((each) => each.stage))}`
      : '',
    ...(['name-changes', 'denied', 'name-unresolved'] as const).map((effect) => {
      const where = stages.filter((stage) =>
        stage.steps.some((step) => step.interruptions.some((each) => each.effect === effect)),
      );
      return where.length === 0
        ? ''
        : `${reasons[effect]} in ${listed(where.map((each) => each.number))}`;
    }),
  ].filter((each) => each !== '');
  const [first = 'flows change their way', ...rest] = told;
  return `${[first[0]?.toUpperCase() + first.slice(1), ...rest].join('; ')}.`;
}

const reasons = {
  'name-changes': 'names change their answer',
  denied: 'traffic is denied',
  'name-unresolved': 'names do not resolve',
};

function listed(numbers: readonly number[]): string {
  const each = [...new Set(numbers)].sort((a, b) => a - b);
  return `${each.length === 1 ? 'stage' : 'stages'} ${each.join(', ')}`;
}

/** Of several projects that are planned as one change. */
export function togetherHeadline(
  projects: number,
  { verdict, headline: one }: Pick<Plan, 'verdict' | 'headline'>,
) {
  const all = count(projects, 'project');
  if (verdict === 'clear') return `Of ${all} none changes a flow.`;
  return `${all.charAt(0).toUpperCase()}${all.slice(1)} as one change. ${one}`;
}

/** Of several projects of which some do not show enough to be planned together. */
export function blindHeadline(projects: number): string {
  return `Of ${count(projects, 'project')} what one does to another is not seen: some plans do not show what they were made from.`;
}

/** Of several projects: how many, and what the gravest of them says. */
export function mergedHeadline(projects: readonly PlanProject[], verdict: Verdict): string {
  const all = `${count(projects.length, 'project')}`;
  const gravest = projects.find((each) => each.verdict === verdict);
  if (verdict === 'clear') return `Of ${all} none changes a flow.`;
  if (gravest === undefined)
    return `Of ${all} some tell different ways of one flow: plan them in one run.`;
  const alike = projects.filter((each) => each.verdict === verdict).length - 1;
  const more = alike === 0 ? '' : ` (${count(alike, 'other')} likewise)`;
  return `Of ${all} ${gravest.name} is the gravest${more}: ${gravest.headline}`;
}
