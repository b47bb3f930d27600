import { later } from '../../core/later.ts';
import type { Noise } from '../../core/plan.ts';
import { services } from '../../knowledge/services/index.ts';
import { workloads } from '../../knowledge/workloads.ts';
import type { Json, Properties, Reading, ResourceChange } from '../resource.ts';
import { orderNoise } from './noise.ts';
import { isReadName } from './read-names.ts';
import { asText, isLeaf, isObject } from './select.ts';
import { interest, tellersOf } from './tellers.ts';

// A reading reduced to what is read of it: network facts and nothing else. Every network is made from condensed readings, so
// that one which has been written down and read again makes the same.

/** The reading without what nobody reads. */
export function condense(reading: Reading): Reading {
  if (reading.condensed === true) return reading;
  const written = new Set(reading.resources.filter(isWritten).map(({ address }) => address));
  return {
    ...reading,
    condensed: true,
    noise: [...reading.noise, ...reading.resources.flatMap(noiseOf)],
    versions: reading.versions.map((each) => ({ ...each, what: withoutCredentials(each.what) })),
    resources: reading.resources.map((change) => condensed(change, written)),
  };
}

/** Sources of modules may carry the password or the key to fetch them with. */
function withoutCredentials(source: string): string {
  return source.replace(/\/\/[^/@\s]*@/g, '//').replace(/\?(?!ref=[\w./-]*\)?$)[^)\s]*/g, '');
}

/** Only what is written waits, and is waited for. */
function isWritten({ action, data }: ResourceChange): boolean {
  return data !== true && action !== 'no-op' && action !== 'read' && action !== 'forget';
}

function noiseOf(change: ResourceChange): readonly Noise[] {
  return orderNoise(
    change,
    tellersOf(change.type).flatMap((teller) => teller.reads),
  );
}

function condensed(change: ResourceChange, written: ReadonlySet<string>): ResourceChange {
  const {
    before,
    after,
    dependsOn,
    replacedBy: _replacedBy,
    movedFrom: _movedFrom,
    ...rest
  } = change;
  const settings = settingsOf(change.type);
  const flags = flagsOf(change.type);
  const isTop = (key: string) =>
    change.dialect === 'arm' ? isReadName(key) : interest.keep(change.type, key);
  const shown = (side: Properties) => facts(side, { settings, flags, isTop }, '') as Properties;
  const old = before && shown(before);
  const now = after === before ? old : after && shown(after);
  return {
    ...rest,
    ...(old === undefined ? {} : { before: old }),
    ...(now === undefined ? {} : { after: now }),
    dependsOn: isWritten(change) ? dependsOn.filter((address) => written.has(address)) : [],
  };
}

interface Wanted {
  /** Paths of settings, in lower case: of what stands there only the names of services are facts. */
  readonly settings: ReadonlySet<string>;
  /** Paths inside settings, in lower case, whose value is one of a few words. */
  readonly flags: ReadonlyMap<string, readonly string[]>;
  readonly isTop: (key: string) => boolean;
}

/** `path` is the one from the top of the resource, in lower case. */
function facts(value: Json, wanted: Wanted, path: string): Json {
  if (isLeaf(value) || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => facts(each, wanted, path));
  if (!isObject(value)) return value;
  const { settings, isTop } = wanted;
  if (settings.size === 0) return namedOnly(value, path === '' ? isTop : isReadName);
  const beside = path !== '' && [...settings].some((each) => parentOf(each) === path);
  const found: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(value)) {
    const own = path === '' ? key.toLowerCase() : `${path}.${key.toLowerCase()}`;
    const isTaken = path === '' ? isTop(key) : !beside && isReadName(key);
    if (settings.has(own)) found[key] = settingsIn(inner, own, wanted.flags);
    else if (isTaken || leadsTo(settings, own)) found[key] = facts(inner, wanted, own);
  }
  return found;
}

/** As `facts`, where nothing is a setting and no path counts. */
function namedOnly(value: Json, isTaken: (key: string) => boolean): Json {
  if (typeof value !== 'object' || value === null || isLeaf(value)) return value;
  if (Array.isArray(value)) return value.map((each) => namedOnly(each, isReadName));
  const found: Record<string, Json> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (isTaken(key)) found[key] = namedOnly(inner, isReadName);
  }
  return found;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')));
}

function leadsTo(settings: ReadonlySet<string>, path: string): boolean {
  return [...settings].some((each) => each.startsWith(`${path}.`));
}

const none: ReadonlySet<string> = new Set();

const settingsByType = later(
  (): ReadonlyMap<string, ReadonlySet<string>> =>
    new Map(
      [...new Set(workloads.flatMap(({ forms }) => forms.flatMap(({ types }) => types)))].map(
        (type) => {
          const forms = workloads
            .flatMap((row) => row.forms)
            .filter((form) => form.types.includes(type));
          const paths = forms.flatMap((form) => form.settings ?? []);
          return [type.toLowerCase(), new Set(paths.map((path) => path.toLowerCase()))] as const;
        },
      ),
    ),
);

function settingsOf(type: string): ReadonlySet<string> {
  return settingsByType().get(type.toLowerCase()) ?? none;
}

const noFlags: ReadonlyMap<string, readonly string[]> = new Map();

const flagsByType = new Map<string, ReadonlyMap<string, readonly string[]>>();

function flagsOf(type: string): ReadonlyMap<string, readonly string[]> {
  const known = flagsByType.get(type) ?? flagsIn(type);
  flagsByType.set(type, known);
  return known;
}

function flagsIn(type: string): ReadonlyMap<string, readonly string[]> {
  const forms = workloads
    .flatMap((row) => row.forms)
    .filter(({ types }) => types.some((each) => each.toLowerCase() === type.toLowerCase()));
  const found = forms.flatMap(({ contentOverVnet, settings = [] }) =>
    (contentOverVnet?.paths ?? [])
      .filter((path) => settings.some((each) => path.startsWith(`${each}.`)))
      .map((path) => [path.toLowerCase(), Object.keys(contentOverVnet?.words ?? {})] as const),
  );
  return found.length === 0 ? noFlags : new Map(found);
}

/** Of settings: the flags that are read, and the services that they name. */
function settingsIn(value: Json, path: string, flags: Wanted['flags']): Json {
  const services = servicesIn(value);
  if (flags.size === 0 || isLeaf(value) || !isObject(value)) return services;
  const kept = Object.entries(value).filter(([key, inner]) =>
    flags.get(`${path}.${key.toLowerCase()}`)?.includes(asText(inner ?? '') ?? ''),
  );
  if (kept.length === 0) return services;
  return Object.fromEntries([...kept, ...services.map((each, n) => [`${n}`, each])]);
}

/** The services that settings name, a text for each; what else stands in them goes nowhere. */
function servicesIn(value: Json): readonly Json[] {
  if (isLeaf(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(servicesIn);
  if (isObject(value)) return Object.values(value).flatMap(servicesIn);
  const text = asText(value ?? '') ?? '';
  const named = [...hostsIn(text), ...mentionsIn(text)];
  return named.length === 0 ? [] : [named.join(';')];
}

function hostsIn(text: string): readonly string[] {
  const hosts = [...text.toLowerCase().matchAll(/[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+/g)];
  return hosts
    .map(([host]) => host)
    .filter((host) => suffixes().has(host) || parents(host).some((each) => suffixes().has(each)));
}

/** `a.b.c` → `b.c`, `c`. */
function parents(host: string): readonly string[] {
  const labels = host.split('.');
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'));
}

/** What the names of services end in: what follows the last gap of each template, with `privatelink` and without. */
const suffixes = later(
  (): ReadonlySet<string> =>
    new Set(
      services
        .flatMap(({ subresources }) => subresources.flatMap(({ names }) => names))
        .flatMap(({ clouds }) => Object.values(clouds.value))
        .flatMap(({ host, zone }) => [host, zone])
        .map((template) => template.replace(/^.*[}>][^.]*\.?/, '').replace(/^privatelink\./, ''))
        .map((suffix) => suffix.toLowerCase())
        .filter((suffix) => suffix.includes('.')),
    ),
);

const mentions = later(() =>
  services
    .flatMap(({ mentions: all = [] }) => all)
    .map(({ pattern, written }) => ({
      written,
      expression: new RegExp(pattern.replaceAll('{name}', '([A-Za-z0-9-]{1,90})'), 'i'),
    })),
);

function mentionsIn(text: string): readonly string[] {
  return mentions().flatMap(({ expression, written }) => {
    const name = expression.exec(text)?.[1];
    return name === undefined ? [] : [written.replace('{name}', name)];
  });
}

/** What is read of a body that Azure answered for a resource, all of it by name. */
export function condensedBody(body: Properties): Properties {
  return facts(body, { settings: none, flags: noFlags, isTop: isReadName }, '') as Properties;
}
