import type { Traits } from '../core/model.ts';
import type { Confidence } from '../core/plan.ts';
import {
  type CheckRow,
  type Cloud,
  type Fact,
  type Form,
  fact,
  type Limit,
  type NameInCloud,
  type NameRow,
  type Owner,
  type Service,
  type Setting,
  type Settings,
  type SubresourceRow,
} from './service.ts';
import {
  endpointNames,
  policiesPage,
  privateEndpointPage,
  resourcePage,
  tagsPage,
  zonesPage,
} from './sources.ts';

// Most services differ in little but their names: a row is what they do differ in, and the rest follows here. Whatever the page
// of a service says without a word about the planner's question is `likely`, never `certain`.

/** A value that the service's own page lets us conclude, or one with a source and a confidence of its own. */
export type Given<T> = T | Fact<T>;

type GivenTraits = {
  readonly [K in keyof Service['traits']]?: Given<Service['traits'][K]['value']>;
};

/** One kind of azurerm resource, and where it says what the ARM type does. */
export interface Provider extends Omit<Partial<Form>, 'dialect' | 'types' | 'settings'> {
  readonly types: readonly string[];
  /** Attribute of public network access. */
  readonly access?: string;
  /** What it means that nobody set it; `Enabled` unless told. */
  readonly unset?: 'Enabled' | 'Disabled' | 'unset';
  /** The last version of the provider that has the resource. */
  readonly version?: string;
  readonly more?: Settings;
}

export interface Body extends Omit<Partial<Form>, 'dialect' | 'types' | 'settings'> {
  /** Property of public network access. */
  readonly access?: string;
  readonly words?: Setting<Access>['words'];
  readonly more?: Settings;
}

type Access = 'Enabled' | 'Disabled' | 'SecuredByPerimeter' | 'unset';

export interface Part
  extends Pick<SubresourceRow, 'name' | 'names'>,
    Partial<Pick<SubresourceRow, 'door' | 'when'>> {
  readonly ports?: Given<readonly string[]>;
  /** On the private path, where they differ. */
  readonly privatePorts?: Given<readonly string[]>;
  readonly checked?: Given<SubresourceRow['checked']['value']>;
  readonly addresses?: Given<SubresourceRow['addresses']['value']>;
  readonly companions?: Given<readonly string[]>;
}

export interface PrivateLink
  extends Pick<Service, 'id' | 'title' | 'noun' | 'type'>,
    Partial<Pick<Service, 'dataPlane' | 'doors' | 'mentions' | 'skusWithoutEndpoint'>> {
  /** The service's own page about networks. */
  readonly page: string;
  /** Where its ARM properties stand. */
  readonly shapes: string;
  readonly azurerm?: readonly Provider[];
  readonly arm?: Body;
  /** Resources of their own that hold some of its settings. */
  readonly rules?: readonly Form[];
  readonly parts: readonly Part[];
  readonly traits?: GivenTraits;
  readonly skus?: Given<string>;
  readonly limits?: readonly Fact<Limit>[];
  readonly notes?: readonly Given<string>[];
}

/** A service that has private endpoints and no service endpoint. */
export function privateLinkOnly(row: PrivateLink): Service {
  const none = fact<Traits['ruleBeforeEndpoint']>('refused', endpointNames);
  return { ...privateLink(row), ruleBeforeEndpoint: { azurerm: none, arm: none } };
}

/** A service that has a service endpoint as well. */
export function withServiceEndpoint(
  row: PrivateLink,
  endpoint: Pick<Service, 'serviceEndpoint' | 'ruleBeforeEndpoint' | 'ignoreMissingFlag'> & {
    readonly checks?: Service['checks'];
  },
): Service {
  const { checks = [], ...more } = endpoint;
  const service = privateLink(row);
  return { ...service, ...more, checks: [...checks, ...service.checks] };
}

function privateLink(row: PrivateLink): Omit<Service, 'ruleBeforeEndpoint'> {
  const { id, title, noun, type, doors, dataPlane, mentions, skusWithoutEndpoint } = row;
  return {
    id,
    title,
    noun,
    type,
    ...(doors === undefined ? {} : { doors }),
    forms: [...(row.azurerm ?? []).map(azurerm), armForm(row), ...(row.rules ?? [])],
    traits: traitsOf(row),
    subresources: row.parts.map((each) => part(each, row)),
    ...(dataPlane === undefined ? {} : { dataPlane }),
    ...(mentions === undefined ? {} : { mentions }),
    checks: checksOf(row),
    limits: row.limits ?? [],
    ...(row.skus === undefined ? {} : { skus: known(row.skus, row.page) }),
    ...(skusWithoutEndpoint === undefined ? {} : { skusWithoutEndpoint }),
    ...(row.notes === undefined ? {} : { notes: row.notes.map((each) => known(each, row.page)) }),
  };
}

function known<T>(given: Given<T>, source: string, confidence: Confidence = 'likely'): Fact<T> {
  return isFact(given) ? given : fact(given, source, confidence);
}

function isFact<T>(given: Given<T>): given is Fact<T> {
  return typeof given === 'object' && given !== null && 'confidence' in given && 'source' in given;
}

const words = {
  true: 'Enabled',
  false: 'Disabled',
  enabled: 'Enabled',
  disabled: 'Disabled',
  securedbyperimeter: 'SecuredByPerimeter',
} as const;

function azurerm(given: Provider): Form {
  const { types, access, unset = 'Enabled', version, more = {}, ...form } = given;
  const source = `${resourcePage(types[0] ?? '', version)}: default`;
  const publicNetworkAccess: Settings =
    access === undefined
      ? {}
      : { publicNetworkAccess: { paths: [access], words, absent: fact<Access>(unset, source) } };
  const location = { location: { paths: ['location'] } };
  return {
    ...form,
    dialect: 'azurerm',
    types,
    settings: { ...location, ...publicNetworkAccess, ...more },
  };
}

function armForm({ type, arm = {}, shapes }: PrivateLink): Form {
  const { access, words: own = words, more = {}, ...form } = arm;
  const absent = fact<Access>('unset', shapes);
  const publicNetworkAccess: Settings =
    access === undefined ? {} : { publicNetworkAccess: { paths: [access], words: own, absent } };
  const location = { location: { paths: ['location'] } };
  return {
    ...form,
    dialect: 'arm',
    types: [type],
    settings: { ...location, ...publicNetworkAccess, ...more },
  };
}

function traitsOf({ traits = {}, page }: PrivateLink): Service['traits'] {
  return {
    admission: known(traits.admission ?? 'explicit-default', page),
    denyNeedsRule: known(traits.denyNeedsRule ?? false, page),
    unsetPublicAccess: known(traits.unsetPublicAccess ?? 'open', page),
    endpointClosesWithoutRules: known(traits.endpointClosesWithoutRules ?? false, page),
    ipRulesIgnoreOwnRegion: known(traits.ipRulesIgnoreOwnRegion ?? false, page),
    rulesFrozenWhileDisabled: known(traits.rulesFrozenWhileDisabled ?? false, page),
    rulesBesideEndpoint: known(traits.rulesBesideEndpoint ?? true, page),
    trustedWhileDisabled: known(traits.trustedWhileDisabled ?? false, page),
    policed: known(traits.policed ?? false, policiesPage, 'certain'),
    serviceTags: known(traits.serviceTags ?? [], tagsPage),
  };
}

function part(given: Part, { page }: PrivateLink): SubresourceRow {
  const { ports = ['443'], checked = 'request', addresses = { base: 1 } } = given;
  return {
    name: given.name,
    ...(given.door === undefined ? {} : { door: given.door }),
    ...(given.when === undefined ? {} : { when: given.when }),
    names: given.names,
    publicPorts: known(ports, page),
    privatePorts: known(given.privatePorts ?? ports, page),
    checked: known(checked, page),
    addresses: known(addresses, privateEndpointPage),
    ...(given.companions === undefined ? {} : { companions: known(given.companions, page) }),
  };
}

function checksOf({ type, page, arm, parts }: PrivateLink): Service['checks'] {
  const knock = knockOn(parts[0]);
  const shown = (arm?.access ?? 'properties').replace(/^properties\./, '');
  const query = shown === 'properties' ? shown : `properties.${shown}`;
  const list = `az resource list --resource-group {group} --resource-type ${type}`;
  const show =
    type.split('/').length > 2
      ? list
      : `az resource show --resource-group {group} --resource-type ${type} --name {name} --query ${query}`;
  return [
    fact<CheckRow>(
      { proves: 'reaches', from: 'client', run: knock.run, expect: knock.open },
      page,
      'possible',
    ),
    fact<CheckRow>(
      {
        proves: 'private-name',
        from: 'client',
        run: 'nslookup {host}',
        expect:
          'the private address of the endpoint; a public address means that the zone is not visible here, NXDOMAIN that it has no record {record}',
      },
      zonesPage,
    ),
    fact<CheckRow>(
      { proves: 'public-access', from: 'operator', run: show, expect: 'the values of the plan' },
      page,
      'likely',
    ),
    fact<CheckRow>(
      { proves: 'closed', from: 'internet', run: knock.run, expect: knock.shut },
      page,
      'possible',
    ),
  ];
}

/** A first try of a connection: an HTTP status where there is one, else that the port answers at all. */
function knockOn(given: Part | undefined) {
  const ports = given?.ports ?? ['443'];
  const [port = '443'] = isFact(ports) ? ports.value : ports;
  if (port === '443') {
    return {
      run: 'curl --silent --output /dev/null --max-time 15 --write-out "%{http_code}" https://{host}/',
      open: 'an HTTP status; 403 may be the firewall of the service or a missing permission: its body says which. 000 means that nothing answers',
      shut: '403, or 000 for no answer; another status means that the public side still admits callers',
    };
  }
  return {
    run: `nc -z -v -w 15 {host} ${port}`,
    open: 'succeeded: the network lets the client through; whether the service admits it shows when it signs in',
    shut: 'no connection, or one that the service closes at sign-in',
  };
}

interface Spelled {
  readonly host: string;
  readonly zone: string;
  /** Where it is not the host without the zone's suffix. */
  readonly record?: string;
  /** Where they are not what follows the host's first label. */
  readonly forwarders?: readonly string[];
}

export type InClouds = Readonly<Partial<Record<Cloud, string | Spelled>>>;

/** One name in each cloud: a suffix stands for `{name}.suffix` in `privatelink.suffix`. */
export function name(
  clouds: InClouds,
  more: Omit<NameRow, 'clouds'> = {},
  source: string = zonesPage,
  confidence: Confidence = 'certain',
): NameRow {
  const entries = Object.entries(clouds).map(([cloud, given]) => [cloud, spelled(given)] as const);
  const perRegion = entries.some(([, { host, zone }]) => /\{region/.test(host + zone));
  return {
    clouds: fact(Object.fromEntries(entries), source, confidence),
    ...(perRegion ? { each: 'region' } : {}),
    ...more,
  };
}

function spelled(given: string | Spelled): NameInCloud {
  const { host, zone, record, forwarders } = typeof given === 'string' ? plain(given) : given;
  const tail = zone.replace(/^privatelink(-global)?/, '');
  return {
    host,
    zone,
    record: record ?? (host.endsWith(tail) ? host.slice(0, -tail.length) : host),
    forwarders: forwarders ?? [host.slice(host.indexOf('.') + 1)],
  };
}

function plain(suffix: string): Spelled {
  return { host: `{name}.${suffix}`, zone: `privatelink.${suffix}` };
}

/** IP rules that are resources of their own, in both dialects. */
export function rangeRules(
  azurermTypes: readonly string[],
  owner: Owner,
  armType: string,
  [from, to]: readonly [string, string] = ['start_ip_address', 'end_ip_address'],
  [armFrom, armTo]: readonly [string, string] = ['startIpAddress', 'endIpAddress'],
): readonly Form[] {
  const ranges: Settings = { ipRules: [{ each: '', from, to }] };
  return [
    ...(azurermTypes.length === 0
      ? []
      : [{ dialect: 'azurerm' as const, types: azurermTypes, of: owner, settings: ranges }]),
    {
      dialect: 'arm',
      types: [armType],
      of: { by: 'parent' },
      settings: {
        ipRules: [{ each: '', from: `properties.${armFrom}`, to: `properties.${armTo}` }],
      },
    },
  ];
}
