import type { Interruption, Origin, PlanFlow, Range, Verdict } from '../core/plan.ts';
import type { Detail } from './detail.ts';
import { code, type Inline, inline, link, type Part, plain, text } from './document.ts';
import { shorten } from './visible.ts';

// The report's small words: how it names things, counts them and says how long they last.

export interface ReportOptions {
  /** Where the pages of the rules stand, with a slash at the end: `…/docs/rules/`. */
  readonly rulesUrl?: string;
  /** The run whose summary holds everything that a smaller report leaves out. */
  readonly fullReportUrl?: string;
  /** The run with its artifacts, for a report that is itself the job summary. */
  readonly artifactsUrl?: string;
}

/** How much is said, and where the rest stands. */
export interface Voice {
  readonly detail: Detail;
  readonly options: ReportOptions;
}

/** A name as code, no longer than the detail allows. */
export function name(voice: Voice, words: string): Inline {
  return code(shorten(words, voice.detail.names));
}

/** A line to type is code, whole or not there; a sentence is a sentence. */
export function command(voice: Voice, words: string): Inline {
  return isTyped(words) ? code(typed(voice, words)) : says(voice, words);
}

export function isTyped(words: string): boolean {
  return /^(?:az|terraform|tofu|kubectl|sqlcmd|nslookup|dig|curl) /.test(words);
}

/** Half a command must not be typed: one that is too long is named, not shown. */
export function typed(voice: Voice, line: string): string {
  return line.length <= voice.detail.sentences
    ? line
    : `# ${thousands(line.length)} characters: see plan.json`;
}

/** Words of the plan in a sentence. */
export function says(voice: Voice, words: string): Inline {
  return text(shorten(words, voice.detail.sentences));
}

/** A name as code; what is told in words as words. */
export function value(voice: Voice, words: string): Inline {
  return /\s/.test(words.trim()) ? says(voice, words) : name(voice, words);
}

/** Words that may be only a part of a sentence, as one. */
export function sentenceOf(voice: Voice, words: string): Inline {
  const whole = words.trim();
  const end = /[.!?…:]$/.test(whole) ? '' : '.';
  return says(voice, capital(whole) + end);
}

/** A sentence's first word, unless it is a name, whose letters are its own: `snet-app`, `stdata01`. */
function capital(words: string): string {
  const [first = ''] = words.split(' ');
  return /^[a-z]+,?$/.test(first) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
}

/** The last parts of an ARM ID, which are what people call the thing; anything else as it is. */
export function tail(id: string): string {
  const parts = id.split('/');
  if (!/^\/subscriptions\//i.test(id) || parts.length < 3) return id;
  const own = parts.at(-1) ?? id;
  const kind = parts.at(-2)?.toLowerCase();
  return kind === 'subnets' || kind === 'virtualnetworklinks' ? `${parts.at(-3)}/${own}` : own;
}

/** The target of `flow`, or all of its kind: an endpoint acts on a service, not on one account. */
function targetName(voice: Voice, { target, targetName: short, subresource }: PlanFlow): Part {
  if (target === '*') return ['any ', value(voice, short === '*' ? subresource : short)];
  return [
    name(voice, short),
    subresource === '' || subresource === '*' ? '' : [' (', says(voice, subresource), ')'],
  ];
}

/** `snet-app` to `stdata` (blob). */
export function flowName(voice: Voice, flow: PlanFlow): Part {
  return [name(voice, flow.clientName), ' to ', targetName(voice, flow)];
}

/** `azurerm_subnet.app` in `main.tf:12`; nothing where nothing is known. */
export function place(voice: Voice, origin: Origin | undefined): Part {
  if (origin === undefined) return '';
  const line = origin.line === undefined ? '' : `:${origin.line}`;
  const file = origin.file === '' ? '' : code(`${shorten(origin.file, voice.detail.names)}${line}`);
  const address = origin.address === '' ? '' : name(voice, tail(origin.address));
  return address === '' || file === '' ? [address, file] : [address, ' in ', file];
}

/** The page of a rule. An id is kebab-case; what is not is no page of ours. */
export function rulePage(rule: string, { rulesUrl }: ReportOptions): string | undefined {
  return rulesUrl === undefined || !/^[a-z0-9-]{1,80}$/.test(rule)
    ? undefined
    : `${rulesUrl}${rule}.md`;
}

/** A rule's id, and its page where there is one. */
export function ruleName(voice: Voice, rule: string): Inline {
  const shown = name(voice, rule);
  const page = rulePage(rule, voice.options);
  return page === undefined ? shown : link(page, shown);
}

/** Sources are links only to Microsoft's documentation: a link elsewhere may call somebody. */
export function sourceName(voice: Voice, source: string): Part {
  const pages = source.split(/\s*;\s*/).filter((page) => page !== '');
  return pages.map((page, index) => [index === 0 ? '' : ', ', pageName(voice, page)]);
}

function pageName(voice: Voice, page: string): Part {
  const address = /^https:\/\/learn\.microsoft\.com\/[\w\-./]{1,200}(?=$|[\s?#])/.exec(page)?.[0];
  if (address !== undefined)
    return link(address, says(voice, address.split('/').at(-1) ?? address));
  return page.includes('://') ? name(voice, page) : says(voice, page);
}

/** `1 rule`, `2,000 rules`. */
export function count(number: number, thing: string): string {
  return `${thousands(number)} ${number === 1 ? thing : `${thing}s`}`;
}

export function thousands(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `5–15 minutes`, `up to 15 minutes`, `less than a minute`; without an end, as long as people need. */
export function duration({ min, max }: Range): string {
  if (max === null) return `${min === 0 ? '' : `${length(min)} and `}as long as people need`;
  if (max === 0) return 'less than a minute';
  if (min === 0) return `up to ${length(max)}`;
  if (min === max) return length(max);
  return max < 120 ? `${min}–${length(max)}` : `${length(min)} to ${length(max)}`;
}

/** How long an interruption lasts: `for up to 15 minutes`, `until somebody acts`. */
export function lasting(range: Range): string {
  return range.max === null ? 'until somebody acts' : `for ${duration(range)}`;
}

/** Three days: nobody counts more in hours. */
const longestInHours = 72 * 60;

function length(minutes: number): string {
  if (minutes < 120) return count(minutes, 'minute');
  const rest = minutes % 60;
  if (minutes >= longestInHours) {
    const hours = Math.floor((minutes % 1440) / 60);
    const parts = [count(Math.floor(minutes / 1440), 'day'), hours && count(hours, 'hour')];
    return [...parts, rest && count(rest, 'minute')].filter((part) => part !== 0).join(' ');
  }
  return `${count(Math.floor(minutes / 60), 'hour')}${rest === 0 ? '' : ` ${count(rest, 'minute')}`}`;
}

/** The only pictures of a report. */
export const verdicts: Readonly<Record<Verdict, { readonly mark: string; readonly word: string }>> =
  {
    clear: { mark: '✅', word: 'Clear' },
    safe: { mark: '✅', word: 'Safe' },
    window: { mark: '🟡', word: 'Needs a window' },
    incomplete: { mark: '🟡', word: 'Incomplete' },
    split: { mark: '🟠', word: 'Split' },
    blocked: { mark: '🔴', word: 'Blocked' },
  };

/** `snet-app` is denied on `stdata` (blob) for up to 16 minutes. */
export function effect(voice: Voice, { flow, effect: kind, minutes, assumed }: Interruption): Part {
  const client = name(voice, flow.clientName);
  const target = targetName(voice, flow);
  switch (kind) {
    case 'denied':
      return [client, ` ${assumed ? 'may be' : 'is'} denied on `, target, ` ${lasting(minutes)}`];
    case 'name-unresolved':
      return [
        client,
        ` ${assumed ? 'may not' : 'cannot'} resolve `,
        target,
        ` ${lasting(minutes)}`,
      ];
    case 'reset':
      return [client, ' loses its open connections to ', target, settling(minutes)];
    case 'name-changes':
      return [client, ' gets another address for ', target, settling(minutes)];
    case 'source-switch':
      return [client, ' reaches ', target, ' from another source address', settling(minutes)];
    case 'route-changes':
      return [client, ' reaches ', target, ' by another way', settling(minutes)];
  }
}

function settling(range: Range): string {
  return range.max === null || range.max === 0 ? '' : `; it settles within ${length(range.max)}`;
}

/** A denial or a name that does not resolve: new requests fail. */
export function stops({ effect: kind }: Interruption): boolean {
  return kind === 'denied' || kind === 'name-unresolved';
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerate(parts: readonly Part[]): Part {
  return parts.map((part, index): Part => {
    if (index === 0) return part;
    return [index === parts.length - 1 ? ' and ' : ', ', part];
  });
}

/** `a · b · c`, without the empty ones. */
export function dotted(facts: readonly Part[]): Part {
  return facts
    .filter((fact) => plain(inline(fact)) !== '')
    .map((fact, index) => (index === 0 ? fact : [' · ', fact]));
}

/** Where the rest of something stands that this report only counts. */
export function elsewhere(voice: Voice): Part {
  const { fullReportUrl: url, artifactsUrl } = voice.options;
  if (artifactsUrl !== undefined)
    return [link(artifactsUrl, 'the artifacts of the run'), ' (plan.json)'];
  return [url === undefined ? 'the job summary' : link(url, 'the job summary'), ' and plan.json'];
}
