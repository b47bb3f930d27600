import * as v from 'valibot';
import { type Facts, factsVersion, readAgain, type WrittenFacts } from './facts.ts';
import type { Json } from './resource.ts';

// Facts as they come back from a file that anybody may have written. Callers import this file lazily: it needs valibot.

const list = <T extends v.GenericSchema>(item: T) => v.pipe(v.array(item), v.readonly());

const text = v.string();
const minutes = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const reference = v.strictObject({ address: text, attribute: text });
const leaf = v.strictObject({ unknown: text, references: v.exactOptional(list(reference)) });
const known = v.union([text, leaf]);

/** Deeper than any resource of Azure; what recurses over it may do so without care. */
const deepest = 40;

const json = v.custom<Json>((value) => isJson(value, 0), 'a value of a resource');
const properties = v.custom<{ readonly [key: string]: Json }>(
  (value) => isPlain(value) && !('unknown' in value) && isJson(value, 0),
  'the values of a resource',
);

function isJson(value: unknown, depth: number): value is Json {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || depth > deepest) return false;
  if (Array.isArray(value)) return value.every((each) => isJson(each, depth + 1));
  if (Object.hasOwn(value, 'unknown')) return v.is(leaf, value);
  return Object.entries(value).every(
    ([key, inner]) => key !== '__proto__' && isJson(inner, depth + 1),
  );
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const origin = v.strictObject({
  file: text,
  address: text,
  line: v.exactOptional(minutes),
  project: v.exactOptional(text),
});

const resource = v.strictObject({
  type: text,
  dialect: v.picklist(['azurerm', 'arm']),
  address: text,
  name: text,
  action: v.picklist(['create', 'update', 'delete', 'replace', 'no-op', 'read', 'forget']),
  createBeforeDestroy: v.exactOptional(v.boolean()),
  idBefore: v.exactOptional(known),
  idAfter: v.exactOptional(known),
  before: v.exactOptional(properties),
  after: v.exactOptional(properties),
  same: v.exactOptional(v.literal(true)),
  dependsOn: v.exactOptional(list(text)),
  partial: v.exactOptional(v.literal(true)),
  data: v.exactOptional(v.boolean()),
  configured: v.exactOptional(list(text)),
  provider: text,
  providerVersion: v.exactOptional(text),
  origin: v.exactOptional(origin),
});

const reading = v.strictObject({
  kind: v.picklist(['terraform-plan', 'what-if', 'arm-template', 'bicep', 'hcl', 'live']),
  path: text,
  project: v.exactOptional(text),
  resources: list(resource),
  noise: list(v.strictObject({ origin, what: text, rule: text, source: text })),
  omitted: list(v.strictObject({ origin, missing: text })),
  versions: list(
    v.strictObject({
      what: text,
      before: v.exactOptional(text),
      inferred: v.exactOptional(v.literal(true)),
      after: v.exactOptional(text),
    }),
  ),
});

const answer = v.union([
  v.strictObject({ id: text, apiVersion: text, body: json }),
  v.strictObject({
    id: text,
    refused: v.picklist(['absent', 'unseen', 'forbidden', 'failed']),
    says: v.exactOptional(text),
  }),
]);

const names = list(text);

const calendar = v.strictObject({
  timeZone: text,
  open: list(
    v.strictObject({
      days: list(
        v.picklist(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']),
      ),
      weeks: v.exactOptional(list(v.picklist([1, 2, 3, 4, 5]))),
      from: v.pipe(text, v.regex(/^([01]\d|2[0-3]):[0-5]\d$/)),
      lasts: minutes,
    }),
  ),
  freezes: list(v.strictObject({ from: text, to: text, reason: text })),
  minimumNotice: minutes,
  overrun: v.picklist(['never', 'allow']),
});

const settings = v.strictObject({
  windows: v.exactOptional(calendar),
  bridges: v.picklist(['allow', 'never']),
  cloud: v.picklist(['public', 'usgov', 'china']),
  dns: v.strictObject({
    customServersForward: v.exactOptional(v.union([v.boolean(), names])),
    resolverVnet: v.exactOptional(text),
    policyWritesZoneGroups: v.exactOptional(v.strictObject({ delay: minutes })),
  }),
  policy: v.strictObject({
    serviceEndpoints: v.exactOptional(v.picklist(['allow', 'forbid'])),
    privateEndpoints: v.exactOptional(v.picklist(['prefer', 'require'])),
  }),
  clients: list(
    v.strictObject({
      name: text,
      kind: v.picklist(['subnet', 'internet', 'on-premises', 'pipeline', 'trusted-service']),
      ranges: names,
      nat: names,
      reaches: names,
      egress: v.exactOptional(v.union([v.literal('github-hosted'), names])),
    }),
  ),
  waivers: list(
    v.strictObject({
      rule: text,
      resource: text,
      reason: text,
      owner: text,
      expires: text,
      project: v.exactOptional(text),
    }),
  ),
});

const facts: v.GenericSchema<unknown, WrittenFacts> = v.strictObject({
  version: v.literal(factsVersion),
  settings,
  parts: v.pipe(
    list(
      v.strictObject({
        project: v.exactOptional(text),
        settings: v.exactOptional(settings),
        readings: list(reading),
        live: list(answer),
      }),
    ),
    v.minLength(1),
  ),
});

/** The facts in `written`; undefined where it is none of this version of the planner. */
export function readFacts(written: unknown): Facts | undefined {
  const read = v.safeParse(facts, written, { abortEarly: true });
  return read.success ? readAgain(read.output) : undefined;
}
