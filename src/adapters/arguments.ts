import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import type { FailOn, Redaction } from '../core/config.ts';
import { type Problem, problem } from '../core/problem.ts';
import { instant } from './clock.ts';
import { closest } from './closest.ts';
import { list, usage, valueFault } from './option-value.ts';
import {
  type Command,
  commands,
  extensions,
  type Format,
  failOns,
  formats,
  isPageFormat,
  options,
  pageFormats,
  redactions,
} from './options.ts';

/** A file that the plan is written to, and how. */
export interface OutputRequest {
  readonly path: string;
  readonly format: Format;
}

/** What the command line asks for. */
export interface Request {
  readonly command: Command | 'help' | 'version';
  /** What stands without dashes after the command. */
  readonly operands: readonly string[];
  readonly terraformPlans: readonly string[];
  readonly outputs: readonly OutputRequest[];
  readonly format: Format;
  readonly config?: string;
  /** Instant in UTC. */
  readonly now?: string;
  readonly failOn?: FailOn;
  readonly redact?: Redaction;
  readonly limitBytes?: number;
  /** Instant in UTC. */
  readonly at?: string;
  /** The plan as JSON. */
  readonly plan?: string;
  readonly stage?: number;
  readonly hash?: string;
  readonly overrideReason?: string;
  readonly why?: string;
  readonly live: boolean;
  readonly quiet: boolean;
  readonly noColor: boolean;
  readonly debug: boolean;
}

/** Every value that was given to each option, in order; a switch has `''`. */
type Given = ReadonlyMap<string, readonly string[]>;

/** The command line without the program's name, read; or the first thing that is wrong with it. */
export function readArguments(argv: readonly string[]): Request | Problem {
  const { tokens } = parseArgs({
    args: [...argv],
    options: Object.fromEntries(
      options.map(({ name, value }) => [
        name,
        { type: value === undefined ? 'boolean' : 'string' },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const words = tokens.flatMap((token) => (token.kind === 'positional' ? [token.value] : []));
  const given = new Map<string, readonly string[]>();
  const faults: Problem[] = [];
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const fault = optionFault(token, given);
    if (fault !== undefined) faults.push(fault);
    given.set(token.name, [...(given.get(token.name) ?? []), token.value ?? '']);
  }
  if (given.has('help') || given.has('h')) return request('help', [], given);
  if (given.has('version')) return request('version', [], given);
  const command = commandOf(words);
  if ('code' in command) return command.code === 'later' ? command : (faults[0] ?? command);
  return (
    faults[0] ??
    misplaced(command.name, given) ??
    lacking(command.name, given) ??
    request(command.name, command.rest, given)
  );
}

interface OptionToken {
  readonly name: string;
  readonly rawName: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

function optionFault(token: OptionToken, before: Given): Problem | undefined {
  const row = options.find(({ name }) => name === token.name);
  if (row === undefined || !token.rawName.startsWith('--')) return unknownOption(token);
  if (row.instead !== undefined) return later(`--${row.name}`, row.instead);
  if (row.value === undefined && token.value !== undefined) {
    return usage(`--${row.name} takes no value.`, `Write --${row.name} alone.`);
  }
  const isOption =
    token.inlineValue !== true && token.value?.startsWith('-') === true && token.value !== '-';
  if (row.value !== undefined && (token.value === undefined || token.value === '' || isOption)) {
    return usage(`--${row.name} has no value.`, `Write --${row.name} ${row.value}.`);
  }
  if (row.repeatable !== true && row.value !== undefined && before.has(row.name)) {
    return usage(`--${row.name} is given twice.`, 'Keep one.');
  }
  return valueFault(row, token.value ?? '');
}

function unknownOption({ rawName }: OptionToken): Problem {
  const known = options.filter(({ instead }) => instead === undefined).map(({ name }) => name);
  const near = closest(rawName.replace(/^-+/, ''), known);
  const mend = near === undefined ? 'See --help.' : `Did you mean --${near}?`;
  return usage(`There is no option ${rawName}.`, mend);
}

function commandOf(
  words: readonly string[],
): { readonly name: Command; readonly rest: readonly string[] } | Problem {
  const [first, second] = words;
  if (first === undefined) return usage('No command is given.', 'Write plan, or see --help.');
  const row = commands.find(({ name }) => name === first || name === `${first} ${second}`);
  if (row?.instead !== undefined) return later(`The command ${row.name}`, row.instead);
  if (row !== undefined && isAvailable(row.name)) {
    const rest = words.slice(row.name.split(' ').length);
    return superfluous(row.name, rest) ?? { name: row.name, rest };
  }
  const near = closest(
    first,
    commands.map(({ name }) => name),
  );
  const mend = near === undefined ? 'See --help.' : `Did you mean ${near}?`;
  return usage(`There is no command "${words.slice(0, 2).join(' ')}".`, mend);
}

function superfluous(command: Command, rest: readonly string[]): Problem | undefined {
  const [first, second] = rest;
  if (command === 'plan' && first !== undefined) {
    return usage(`plan takes no "${first}".`, `Did you mean --terraform-plan ${first}?`);
  }
  if (command === 'merge') {
    if (first !== undefined) return undefined;
    return usage('merge has no FILE.', 'Write merge prod/plan.json dev/plan.json.');
  }
  const stray = command === 'explain' ? second : first;
  return stray === undefined
    ? undefined
    : usage(`${command} takes no "${stray}".`, 'Leave it out.');
}

function isAvailable(name: string): name is Command {
  return commands.some((row) => row.name === name && row.instead === undefined);
}

function misplaced(command: Command, given: Given): Problem | undefined {
  const stray = options.find((row) => given.has(row.name) && !row.commands.includes(command));
  if (stray === undefined) return undefined;
  return usage(
    `${command} takes no --${stray.name}.`,
    `Leave it out, or use ${stray.commands[0]}.`,
  );
}

/** What a command cannot do without, and what it cannot print. */
function lacking(command: Command, given: Given): Problem | undefined {
  const format = given.get('format')?.at(-1) ?? 'text';
  if (command !== 'plan' && command !== 'merge' && !isPageFormat(format)) {
    return usage(`${command} cannot be printed as ${format}.`, `It can be ${list(pageFormats)}.`);
  }
  const missing =
    command === 'gate' ? ['plan', 'stage'].find((name) => !given.has(name)) : undefined;
  const row = options.find(({ name }) => name === missing);
  if (row === undefined) return undefined;
  return usage(`${command} needs --${row.name}.`, `Write --${row.name} ${row.value}.`);
}

function request(command: Request['command'], operands: readonly string[], given: Given): Request {
  const last = (name: string) => given.get(name)?.at(-1);
  const [config, now, limit, why] = [last('config'), last('now'), last('limit'), last('why')];
  const failOn = failOns.find((name) => name === last('fail-on'));
  const redact = redactions.find((name) => name === last('redact'));
  const at = now === undefined ? undefined : instant(now);
  const asked = last('at') === undefined ? undefined : instant(last('at') ?? '');
  const [plan, stage, hash, overrideReason] = [
    last('plan'),
    last('stage'),
    last('hash'),
    last('override-reason'),
  ];
  return {
    command,
    operands,
    terraformPlans: given.get('terraform-plan') ?? [],
    outputs: (given.get('output') ?? []).map((path) => ({
      path,
      format: extensions[extname(path).toLowerCase()] ?? 'text',
    })),
    format: formats.find((name) => name === last('format')) ?? 'text',
    ...(config === undefined ? {} : { config }),
    ...(typeof at === 'string' ? { now: at } : {}),
    ...(failOn === undefined ? {} : { failOn }),
    ...(redact === undefined ? {} : { redact }),
    ...(limit === undefined ? {} : { limitBytes: Number(limit) }),
    ...(why === undefined ? {} : { why }),
    ...(typeof asked === 'string' ? { at: asked } : {}),
    ...(plan === undefined ? {} : { plan }),
    ...(stage === undefined ? {} : { stage: Number(stage) }),
    ...(hash === undefined ? {} : { hash: hash.toLowerCase() }),
    ...(overrideReason === undefined ? {} : { overrideReason }),
    live: given.has('live'),
    quiet: given.has('quiet'),
    noColor: given.has('no-color'),
    debug: given.has('debug'),
  };
}

function later(what: string, instead: string): Problem {
  return problem('later', `${what} is not available in this version;`, `${instead}.`);
}
