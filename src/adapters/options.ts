// The command line as data: parsing, --help, the README's table and its test all read these lists.

export type Command = 'plan' | 'merge' | 'explain' | 'windows' | 'gate' | 'config check' | 'doctor';

export interface CommandRow {
  readonly name: string;
  readonly takes?: string;
  readonly says: string;
  /** What to use meanwhile; its presence says that this version lacks the command. */
  readonly instead?: string;
}

export interface OptionRow {
  /** Without the dashes. */
  readonly name: string;
  /** What stands for its value in the help; a switch has none. */
  readonly value?: string;
  readonly repeatable?: true;
  readonly choices?: readonly string[];
  readonly commands: readonly Command[];
  readonly says: string;
  /** What to use meanwhile; its presence says that this version lacks the option. */
  readonly instead?: string;
}

/** Every command of the contract. */
export const commands: readonly CommandRow[] = [
  { name: 'plan', says: 'read a change, print the plan' },
  { name: 'merge', takes: 'FILE…', says: 'several plan.json as one plan, a project each' },
  {
    name: 'explain',
    takes: '[RULE|SERVICE|CHOICE]',
    says: 'a rule, a service, or a choice between service endpoint and private endpoint (all: decisions)',
  },
  { name: 'windows', says: 'what the calendar in the config says, and the next openings' },
  { name: 'gate', says: 'may a stage of a plan run now: exits 0 if so, 1 if not' },
  { name: 'config check', says: 'validate the config file, print the effective one' },
  { name: 'doctor', says: 'what each feature needs, and what of it is here' },
  { name: 'verify', says: 'check a gate against Azure', instead: 'run the commands of its gate' },
];

/** The formats of every answer. */
export const pageFormats = ['text', 'markdown', 'json', 'html'] as const;

/** The formats that this version writes of a plan. */
export const formats = [...pageFormats, 'sarif', 'ics', 'mermaid', 'ticket'] as const;

export type PageFormat = (typeof pageFormats)[number];

export type Format = (typeof formats)[number];

export function isPageFormat(format: string): format is PageFormat {
  return pageFormats.some((name) => name === format);
}

/** Which format an output file's extension asks for. */
export const extensions: Readonly<Record<string, Format>> = {
  '.txt': 'text',
  '.md': 'markdown',
  '.json': 'json',
  '.html': 'html',
  '.sarif': 'sarif',
  '.ics': 'ics',
  '.mmd': 'mermaid',
  '.ticket': 'ticket',
};

/** The values of --fail-on, mildest first. */
export const failOns = ['safe', 'window', 'incomplete', 'split', 'blocked', 'never'] as const;

/** The values of --redact, each of which hides what those before it hide too. */
export const redactions = ['none', 'ids', 'ips', 'names'] as const;

const all: readonly Command[] = [
  'plan',
  'merge',
  'explain',
  'windows',
  'gate',
  'config check',
  'doctor',
];
const files = 'use --terraform-plan with the plan of the change';

/** Every option of the contract, in the order of the help. */
export const options: readonly OptionRow[] = [
  {
    name: 'terraform-plan',
    value: 'GLOB',
    repeatable: true,
    commands: ['plan'],
    says: 'a plan as "terraform show -json" prints it; - is standard input, gzip is unpacked',
  },
  {
    name: 'live',
    commands: ['plan'],
    says: 'read from Azure, with GET requests only, what the change touches and the plan does not show',
  },
  {
    name: 'config',
    value: 'FILE',
    commands: ['plan', 'merge', 'windows', 'gate', 'config check', 'doctor'],
    says: 'the config file (default: .github/endpoint-planner.yml, .yaml or .json)',
  },
  {
    name: 'now',
    value: 'INSTANT',
    commands: ['plan', 'merge', 'gate'],
    says: 'plan as of this instant, such as 2026-12-01T09:00:00Z (default: the clock)',
  },
  {
    name: 'format',
    value: 'FORMAT',
    choices: formats,
    commands: ['plan', 'merge', 'explain', 'windows', 'gate'],
    says: 'how to print the result: text, markdown, json or html, a plan also as sarif, ics, mermaid or ticket (default: text)',
  },
  {
    name: 'output',
    value: 'FILE',
    repeatable: true,
    commands: ['plan', 'merge'],
    says: 'write the plan to a file too; .json, .md, .html, .sarif, .txt, .ics, .mmd or .ticket chooses the format',
  },
  {
    name: 'fail-on',
    value: 'VERDICT',
    choices: failOns,
    commands: ['plan', 'merge'],
    says: 'the mildest verdict that exits 1: safe, window, incomplete, split, blocked or never (default: split)',
  },
  {
    name: 'limit',
    value: 'BYTES',
    commands: ['plan', 'merge'],
    says: 'the most that the markdown may hold; detail is lowered, nothing is cut off',
  },
  {
    name: 'redact',
    value: 'WHAT',
    choices: redactions,
    commands: ['plan', 'merge'],
    says: 'put other words for IDs, for addresses too, or for names too: none, ids, ips or names (default: none)',
  },
  {
    name: 'why',
    value: 'RESOURCE',
    commands: ['plan'],
    says: 'show how the flows of this resource were routed',
  },
  {
    name: 'at',
    value: 'INSTANT',
    commands: ['windows'],
    says: 'ask of this instant (default: the clock)',
  },
  {
    name: 'plan',
    value: 'FILE',
    commands: ['gate'],
    says: 'the plan as JSON, as plan wrote it; - is standard input',
  },
  { name: 'stage', value: 'N', commands: ['gate'], says: 'the stage that wants to run' },
  {
    name: 'hash',
    value: 'HASH',
    commands: ['gate'],
    says: 'the hash of the plan that was approved, or its first 12 characters or more',
  },
  {
    name: 'override-reason',
    value: 'TEXT',
    commands: ['gate'],
    says: 'let the stage run outside its window; the reason is printed',
  },
  { name: 'quiet', commands: all, says: 'no progress and no notices' },
  { name: 'no-color', commands: all, says: 'no colour, as with NO_COLOR in the environment' },
  { name: 'debug', commands: all, says: 'show where in the program an error came from' },
  { name: 'help', commands: all, says: 'show this' },
  { name: 'version', commands: all, says: 'show the version' },
  {
    name: 'what-if',
    value: 'GLOB',
    repeatable: true,
    commands: ['plan'],
    says: 'a what-if result',
    instead: files,
  },
  { name: 'base', value: 'REF|DIR', commands: ['plan'], says: 'files before', instead: files },
  { name: 'head', value: 'REF|DIR', commands: ['plan'], says: 'files after', instead: files },
  {
    name: 'path',
    value: 'GLOB',
    repeatable: true,
    commands: ['plan'],
    says: 'which files',
    instead: files,
  },
  {
    name: 'subscription',
    value: 'ID',
    repeatable: true,
    commands: ['plan'],
    says: 'which',
    instead: files,
  },
  {
    name: 'resource-group',
    value: 'NAME',
    repeatable: true,
    commands: ['plan'],
    says: 'which',
    instead: files,
  },
  { name: 'goal', value: 'GOAL', commands: ['plan'], says: 'plan a move', instead: files },
  {
    name: 'target',
    value: 'ID|GLOB',
    repeatable: true,
    commands: ['plan'],
    says: 'what to move',
    instead: files,
  },
];
