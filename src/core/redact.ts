import { hashOf } from './approval.ts';
import type { Redaction } from './config.ts';
import type { Plan } from './plan.ts';

// What must not be read outside stands under other words in the whole plan, before any format sees it: `subnet-2` wherever
// a subnet's name stood, also in sentences and commands. The words follow from the plan, so the same plan gives the same
// ones; nothing is hashed, for an address is soon guessed from its hash.

/** What hides more hides also what the milder ones hide. */
const severity: readonly Redaction[] = ['none', 'ids', 'ips', 'names'];

export interface Redacted {
  readonly plan: Plan;
  /** The same words in a line that stands beside the plan. */
  readonly line: (text: string) => string;
}

/**
 * `plan` without what is to be hidden. `known` are names that the plan mentions only in sentences. The hash is that of
 * what is left: an approval binds to what could be read.
 */
export function redacted(
  plan: Plan,
  what: Redaction,
  digest: (text: string) => string,
  known: readonly string[] = [],
): Redacted {
  if (what === 'none') return { plan, line: (text) => text };
  const { facts: _facts, ...shown } = plan;
  const line = rewriter(shown, what, known);
  const { hash: _, ...rest } = { ...(rewritten(shown, '', line) as Plan), redacted: what };
  return { plan: { ...rest, hash: hashOf(rest, digest) }, line };
}

/** Words of our own, which say what a thing is and never what it is called. */
const kept = new Set(
  `schemaVersion tool verdict kind clientKind evidence effect phase severity confidence change rule source start end timeZone by
  status id step subresource service number hash expires path file redacted decision made`
    .trim()
    .split(/\s+/),
);

function rewritten(value: unknown, key: string, line: (text: string) => string): unknown {
  if (kept.has(key)) return value;
  if (typeof value === 'string') return line(value);
  if (Array.isArray(value)) return value.map((each) => rewritten(each, key, line));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, rewritten(inner, name, line)]),
  );
}

type Rewrite = (text: string) => string;

function rewriter(plan: Plan, what: Redaction, known: readonly string[]): Rewrite {
  const texts = [...new Set(textsOf(plan, ''))];
  const level = severity.indexOf(what);
  const call = calls();
  const groups = new Map(texts.flatMap(groupsOf).map((name) => [name.toLowerCase(), 'group']));
  const named = level < severity.indexOf('names') ? [] : namesOf(plan, texts, known);
  // Longest first: `snet-app` before `snet`, whatever stands within it.
  const rewrites: readonly Rewrite[] = [
    ...(named.length === 0 ? [] : [addresses(call)]),
    guids(call),
    words(new Map([...groups, ...named]), call),
    ...(level < severity.indexOf('ips') ? [] : [ips(call)]),
  ];
  const done = new Map<string, string>();
  return (text) => {
    const found = done.get(text) ?? rewrites.reduce((told, rewrite) => rewrite(told), text);
    done.set(text, found);
    return found;
  };
}

function textsOf(value: unknown, key: string): string[] {
  if (kept.has(key)) return [];
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    textsOf(inner, Array.isArray(value) ? key : name),
  );
}

/** What a thing is called instead: a word and a number, by the order in which things are met. */
type Call = (kind: string, thing: string) => string;

function calls(): Call {
  const given = new Map<string, string>();
  const counts = new Map<string, number>();
  return (kind, thing) => {
    const known = given.get(thing.toLowerCase());
    if (known !== undefined) return known;
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    given.set(thing.toLowerCase(), `${kind}-${count}`);
    return `${kind}-${count}`;
  };
}

const guid = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const subscription = /(?<=\/subscriptions\/)[^/\s'"]+/gi;

function guids(call: Call): Rewrite {
  return (text) =>
    text
      .replace(subscription, (found) => call('id', found))
      .replace(guid, (found) => call('id', found));
}

/** Azure's own address and the whole internet are nobody's secret. */
const everybodys = new Set(['0.0.0.0', '255.255.255.255', '168.63.129.16']);
const ipv4 = /(?<![\w.])(?:\d{1,3}\.){3}(?:\d{1,3}|x)(?![\w]|\.\d)/g;
const ipv6 = /(?<![\w:])(?=[0-9a-f:]*:[0-9a-f:]*:)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi;

function ips(call: Call): Rewrite {
  const hide = (found: string) => (everybodys.has(found) ? found : call('ip', found));
  return (text) =>
    text.replace(ipv4, hide).replace(ipv6, (found) => (found === '::' ? found : hide(found)));
}

function groupsOf(text: string): string[] {
  const found = text.matchAll(
    /\/resourceGroups\/([^/\s'"]+)|(?:--resource-group|-g) '?([\w.()-]+)/gi,
  );
  return [...found].flatMap(([, inId, inCommand]) => [inId ?? '', inCommand ?? '']).filter(isName);
}

/** `module.hub["weu"].azurerm_subnet.app[0]`: the type stays. */
const address =
  /(?:module\.[\w-]+(?:\[(?:"[^"]*"|\d+)\])?\.)*(?:data\.)?\b((?:azurerm|azapi|azuread|random|time|null)_\w+)\.[\w-]+(?:\[(?:"[^"]*"|\d+)\])?/g;
const aloneModule = /\bmodule\.[\w-]+(?:\[(?:"[^"]*"|\d+)\])?/g;

function addresses(call: Call): Rewrite {
  return (text) =>
    text
      .replace(address, (whole, type: string) => `${type}.${call('address', whole)}`)
      .replace(aloneModule, (whole) => `module.${call('module', whole)}`);
}

const kinds: Readonly<Record<string, string>> = {
  virtualnetworks: 'vnet',
  subnets: 'subnet',
  privateendpoints: 'endpoint',
  networksecuritygroups: 'nsg',
  routetables: 'routes',
  natgateways: 'nat',
};

/** Names that Azure gives, and words that stand for everybody. */
const common = new Set(
  `* default internet pipeline gatewaysubnet azurefirewallsubnet azurefirewallmanagementsubnet azurebastionsubnet routeserversubnet
  public private any none resources`
    .trim()
    .split(/\s+/),
);

function isName(name: string): boolean {
  return name.length > 1 && !common.has(name.toLowerCase()) && !/^[\d.]+$/.test(name);
}

/** Below these, a name is a service's; what stands in front of it is somebody's. */
const suffix =
  /\.(?:privatelink\..+|(?:[\w-]+\.)*(?:azure\.(?:com|net|us|cn)|windows\.net|microsoft\.com|azurewebsites\.(?:net|us)|azurecr\.(?:io|us|cn)|cloudapi\.net|usgovcloudapi\.net|chinacloudapi\.cn|azmk8s\.io|azuredatabricks\.net|azure-api\.net|azurestaticapps\.net))$/i;
const isAzure = (name: string) => suffix.test(`.${name}`);

/** Every name in the plan with what it names. Where two call a thing otherwise, the first does. */
function namesOf(
  plan: Plan,
  texts: readonly string[],
  known: readonly string[],
): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  for (const text of texts) {
    const ids = text.matchAll(/\/providers\/[\w.]+((?:\/[^/\s'"]+\/[^/\s'"]+)+)/g);
    for (const [, parts = ''] of ids) {
      const pieces = parts.split('/').slice(1);
      for (let at = 0; at + 1 < pieces.length; at += 2) {
        found.push([pieces[at + 1] ?? '', kinds[(pieces[at] ?? '').toLowerCase()] ?? 'resource']);
      }
    }
    const flags = text.matchAll(
      / --(?:[\w-]*name|server|vnet|subnet|account|link|nsg|vault) '?([\w.-]+)/g,
    );
    for (const [, name = ''] of flags) found.push([name, 'resource']);
  }
  named(plan, (name, kind) => found.push([name, kind]));
  for (const name of known) found.push([name, 'resource']);
  const split = found.flatMap(([name, kind]): readonly (readonly [string, string])[] =>
    !name.includes('.')
      ? [[name, kind]]
      : isAzure(name)
        ? ownLabels(name).map((label) => [label, kind] as const)
        : [[name, name.includes('/') ? kind : 'host']],
  );
  const rows = split.filter(([name]) => isName(name));
  return [
    ...new Map(rows.toReversed().map(([name, kind]) => [name.toLowerCase(), kind])).entries(),
  ].toReversed();
}

/** What stands in front of a service's own part: `stdata` of `stdata.blob.core.windows.net`. */
function ownLabels(name: string): readonly string[] {
  const [first = ''] = name.split('.');
  return /^(?:privatelink|www|blob|file|queue|table|dfs|vault|database|vaultcore)$/i.test(first)
    ? []
    : [first];
}

/** The fields that hold nothing but a name. */
function named(value: unknown, say: (name: string, kind: string) => void): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const kind = nameFields[key];
    if (key === 'tool') continue;
    if (typeof inner !== 'string') named(inner, say);
    else if (kind !== undefined && !isWords(inner)) say(inner, kind);
    // Lists of names: who feels it, what a decision is about.
    if ((key === 'workloads' || key === 'names') && Array.isArray(inner)) {
      for (const each of inner) if (typeof each === 'string') say(each, 'workload');
    }
  }
}

/** A service, or a name told in words. */
function isWords(text: string): boolean {
  return /^Microsoft\.|\s/.test(text);
}

const nameFields: Readonly<Record<string, string>> = {
  clientName: 'client',
  targetName: 'resource',
  subnetName: 'subnet',
  vnetName: 'vnet',
  fqdn: 'host',
  zone: 'host',
  owner: 'owner',
  project: 'project',
};

/** Whole words only: `app` is not in `application`. */
function words(kindOf: ReadonlyMap<string, string>, call: Call): Rewrite {
  if (kindOf.size === 0) return (text) => text;
  const longestFirst = [...kindOf.keys()].sort((a, b) => b.length - a.length || (a < b ? -1 : 1));
  const pattern = longestFirst
    .map((name) => name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
    .join('|');
  const any = new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, 'giu');
  return (text) =>
    text.replace(any, (found) => call(kindOf.get(found.toLowerCase()) ?? 'resource', found));
}
