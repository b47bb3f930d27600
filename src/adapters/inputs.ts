import type { Config, FailOn } from '../core/config.ts';
import type { Severity } from '../core/plan.ts';
import { type Problem, problem } from '../core/problem.ts';
import { closest } from './closest.ts';
import { type GateInputs, gateInputNames, readGateInputs } from './gate-inputs.ts';
import { severities } from './occasion.ts';
import { failOns, redactions } from './options.ts';

/** How the comment is kept. */
export const commentModes = [
  'update',
  'hide-and-new',
  'new',
  'new-on-verdict-change',
  'never',
] as const;
/** What a comment is written for. */
export const commentOccasions = ['findings', 'changes', 'always', 'never'] as const;

/** What the action does: makes a plan, joins several into one, or tells a pull request of one that somebody else made. */
export type Mode = 'plan' | 'merge' | 'comment';

/** What the workflow asks of the action. Empty inputs are as absent ones. */
export interface Inputs {
  readonly mode: Mode;
  /** What merge and comment read. */
  readonly planFiles: readonly string[];
  readonly terraformPlans: readonly string[];
  readonly workingDirectory: string;
  readonly config?: string;
  readonly failOn?: FailOn;
  /** Whether Azure may be read to fill gaps, and as whom. */
  readonly live: boolean;
  readonly tenantId?: string;
  readonly clientId?: string;
  readonly onError: 'fail' | 'warn';
  readonly commentMode: (typeof commentModes)[number];
  readonly commentOn: (typeof commentOccasions)[number];
  /** The mildest hazard that is a finding. */
  readonly commentSeverity: Severity;
  readonly commentKey?: string;
  readonly prNumber?: number;
  readonly annotations: boolean;
  readonly jobSummary: boolean;
  readonly checkRun: boolean;
  readonly labels: boolean;
  /** What a label begins with that accepts the plan whose hash follows. */
  readonly acceptLabel?: string;
  readonly redact?: Config['redact'];
  readonly jsonFile?: string;
  readonly markdownFile?: string;
  readonly htmlFile?: string;
  readonly sarifFile?: string;
  readonly icsFile?: string;
  /** Absent: plan. */
  readonly gate?: GateInputs;
  readonly allowPullRequestTarget: boolean;
  readonly token: string;
  /** The matrix of the job as JSON, which tells its legs apart. */
  readonly matrix: string;
}

type Read = (name: string) => string;

/** What an input may be; the first is what an empty one means. */
const choices: Readonly<Record<string, readonly string[]>> = {
  live: ['none', 'read'],
  'on-error': ['fail', 'warn'],
  'comment-mode': commentModes,
  'comment-on': commentOccasions,
  'comment-severity': ['risk', 'outage', 'notice'],
  annotations: ['true', 'false'],
  'job-summary': ['true', 'false'],
  'check-run': ['false', 'true'],
  labels: ['false', 'true'],
  'allow-pull-request-target': ['false', 'true'],
};

/** What this version lacks: an input, which of its values are fine all the same, and what to do meanwhile. */
const later: readonly {
  readonly name: string;
  readonly fine: readonly string[];
  readonly instead: string;
}[] = [
  { name: 'mode', fine: ['plan', 'merge', 'comment', 'gate'], instead: 'use mode: gate' },
  { name: 'goal', fine: ['review'], instead: 'give terraform-plan' },
  ...['what-if', 'paths', 'base', 'head', 'targets'].map((name) => ({
    name,
    fine: [],
    instead: 'give terraform-plan',
  })),
  ...['subscription-ids', 'resource-groups'].map((name) => ({
    name,
    fine: [],
    instead: 'leave it out',
  })),
];

/** The inputs that `read` gives by name, or everything that is wrong with them. */
export function readInputs(read: Read): Inputs | { readonly problems: readonly Problem[] } {
  const gate = read('mode') === 'gate' ? readGateInputs(read) : undefined;
  const problems = [
    ...laterFaults(read),
    ...choiceFaults(read),
    ...otherFaults(read),
    ...(gate !== undefined && 'problems' in gate ? gate.problems : []),
  ];
  if (problems.length > 0) return { problems };
  const chosen = (name: string) => read(name) || choices[name]?.[0];
  const failOn = failOns.find((name) => name === read('fail-on'));
  const mode = modeOf(read);
  const redact = redactions.find((name) => name === read('redact'));
  return {
    mode,
    planFiles: mode === 'plan' ? [] : lines(read('plan-files')),
    terraformPlans: lines(read('terraform-plan')),
    workingDirectory: read('working-directory') || '.',
    ...given('config', read('config')),
    ...(failOn === undefined ? {} : { failOn }),
    live: chosen('live') === 'read',
    ...given('tenantId', read('tenant-id')),
    ...given('clientId', read('client-id')),
    onError: chosen('on-error') === 'warn' ? 'warn' : 'fail',
    commentMode: commentModes.find((name) => name === chosen('comment-mode')) ?? 'update',
    commentOn: commentOccasions.find((name) => name === chosen('comment-on')) ?? 'findings',
    commentSeverity: severities.find((name) => name === chosen('comment-severity')) ?? 'risk',
    ...given('commentKey', read('comment-key')),
    ...given('acceptLabel', read('accept-label').trim()),
    ...(read('pr-number') === '' ? {} : { prNumber: Number(read('pr-number')) }),
    annotations: chosen('annotations') === 'true',
    jobSummary: chosen('job-summary') === 'true',
    ...given('jsonFile', read('json-file')),
    ...given('markdownFile', read('markdown-file')),
    ...given('htmlFile', read('html-file')),
    checkRun: chosen('check-run') === 'true',
    labels: chosen('labels') === 'true',
    ...(redact === undefined ? {} : { redact }),
    ...given('sarifFile', read('sarif-file')),
    ...given('icsFile', read('ics-file')),
    ...(gate === undefined || 'problems' in gate ? {} : { gate }),
    allowPullRequestTarget: chosen('allow-pull-request-target') === 'true',
    token: read('github-token'),
    // Outside a matrix `toJSON(matrix)` is null.
    matrix: read('matrix') === 'null' ? '' : read('matrix'),
  };
}

function modeOf(read: Read): Mode {
  const mode = read('mode');
  return mode === 'merge' || mode === 'comment' ? mode : 'plan';
}

function laterFaults(read: Read): readonly Problem[] {
  const missing = later.filter(({ name, fine }) => read(name) !== '' && !fine.includes(read(name)));
  return missing.map(({ name, instead }) => {
    const value = lines(read(name)).join(' ');
    return problem('later', `${name}: ${value} is not available in this version;`, `${instead}.`);
  });
}

function choiceFaults(read: Read): readonly Problem[] {
  const all: typeof choices = { ...choices, 'fail-on': failOns, redact: redactions };
  return Object.entries(all).flatMap(([name, allowed]) => {
    const value = read(name);
    if (value === '' || allowed.includes(value)) return [];
    const near = closest(value, allowed);
    const mend = near === undefined ? `It can be ${allowed.join(', ')}.` : `Did you mean ${near}?`;
    return [problem('input', `The input ${name} is "${value}".`, mend)];
  });
}

function otherFaults(read: Read): readonly Problem[] {
  const number = read('pr-number');
  const gates = read('mode') === 'gate';
  const joins = modeOf(read) !== 'plan';
  const stray = gates
    ? []
    : gateInputNames.filter(
        (name) => read(name).trim() !== '' && !(joins && name === 'plan-files'),
      );
  const source = joins ? 'plan-files' : 'terraform-plan';
  const needsInput = !gates && lines(read(source)).length === 0 && !laterFaults(read).length;
  return [
    ...(/^([1-9]\d{0,9})?$/.test(number)
      ? []
      : [problem('input', `The input pr-number is "${number}".`, 'Give a number, such as 42.')]),
    ...(joins && lines(read('terraform-plan')).length > 0
      ? [
          problem(
            'input',
            `The input terraform-plan is not for mode: ${modeOf(read)}.`,
            'Use mode: plan, which reads many plans at once.',
          ),
        ]
      : []),
    ...(read('accept-label').trim().length <= longestLabel - 13
      ? []
      : [
          problem(
            'input',
            `The input accept-label has ${read('accept-label').trim().length} characters.`,
            'Give 37 at most: a label has 50, and the hash follows.',
          ),
        ]),
    ...stray.map((name) =>
      problem('input', `The input ${name} is only for ${modesOf(name)}.`, 'Leave it out.'),
    ),
    ...(needsInput
      ? [problem('input', 'There is nothing to read.', `Give the input ${source}.`)]
      : []),
  ];
}

/** Characters that GitHub lets a label have. */
const longestLabel = 50;

function modesOf(name: string): string {
  return name === 'plan-files' ? 'the modes merge, comment and gate' : 'mode: gate';
}

/** One entry a line; blank lines and what follows `#` are left out. */
function lines(text: string): readonly string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/(^|\s)#.*$/, '').trim())
    .filter((line) => line !== '');
}

function given<Key extends string>(key: Key, value: string): { readonly [K in Key]?: string } {
  return value === '' ? {} : ({ [key]: value } as { readonly [K in Key]: string });
}
