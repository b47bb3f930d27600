import { range } from './cidr.ts';
import { isKnown, isUnknown, type Known } from './known.ts';
import { mayConnect } from './lookup.ts';
import type {
  Collection,
  IpRule,
  Named,
  NetworkModel,
  NetworkRule,
  PrivateEndpoint,
  Target,
} from './model.ts';
import { addressOf, followed } from './record-address.ts';
import { nameOfRecord } from './words.ts';

// What a fact may be where the input does not show it: the closed list of its values, or those that stand elsewhere in the models.
// Facts that only the routes ask for are questions of world.ts instead.

type Models = readonly NetworkModel[];

export interface Fact {
  readonly in: Collection;
  readonly field: string;
  readonly keyed?: true;
  /** Only of records that an edit changes: elsewhere nothing but routes rests on it, and they ask for themselves. */
  readonly edited?: true;
  /** What is asked, as questions of routes ask it. */
  readonly about: string;
  readonly values: (record: Named, key: string, models: Models) => readonly unknown[];
  /** A clause that says it: `the default action of stdata is Deny`. */
  readonly says: (record: Named, value: never, key: string, models: Models) => string;
}

// Stand for whatever the models do not hold.
const otherRegion = 'another region';
const otherNetwork = 'another network';
const otherResource = 'another resource';

const targets: readonly Fact[] = [
  {
    in: 'targets',
    field: 'defaultAction',
    about: 'default action',
    values: (target) => actions[(target as Target).traits.admission],
    says: ({ name }, value: string) => `the default action of ${name} is ${set(value)}`,
  },
  {
    in: 'targets',
    field: 'publicNetworkAccess',
    about: 'public network access',
    values: () => ['Enabled', 'Disabled', 'SecuredByPerimeter', 'unset'],
    says: ({ name }, value: string) => `public network access of ${name} is ${set(value)}`,
  },
  {
    in: 'targets',
    field: 'networkRulesEnabled',
    about: 'rules enabled',
    values: () => [true, false],
    says: ({ name }, value: boolean) =>
      `the virtual network rules of ${name} are ${value ? 'on' : 'off'}`,
  },
  {
    in: 'targets',
    field: 'trusted',
    about: 'trusted services',
    values: () => [['AzureServices'], []],
    says: ({ name }, value: readonly string[]) =>
      `${value.length === 0 ? 'no trusted services' : `trusted services (${value.join(', ')})`} pass the rules of ${name}`,
  },
  {
    in: 'targets',
    field: 'location',
    about: 'location',
    values: regions,
    says: liesIn,
  },
  {
    in: 'targets',
    field: 'networkRules',
    about: 'rule',
    keyed: true,
    values: (target) => [
      { ignoreMissing: false },
      { ignoreMissing: true },
      ...refusing(target, { ignoreMissing: true }),
    ],
    says: ({ name }, value: NetworkRule, subnet, models) =>
      `the rule of ${name} for ${nameOfRecord(subnet, ...models).name} ${saysOf(value)}`,
  },
  {
    in: 'targets',
    field: 'ipRules',
    about: 'rule',
    keyed: true,
    values: (target, key) =>
      range(key) === undefined ? [] : [{ range: key }, ...refusing(target, { range: key })],
    says: ({ name }, value: IpRule, key) =>
      `the rule of ${name} for ${key} ${value.action === 'Deny' ? 'refuses' : 'admits'} it`,
  },
];

const networks: readonly Fact[] = [
  {
    in: 'subnets',
    field: 'endpoints',
    about: 'endpoint',
    keyed: true,
    values: (_, key, models) => each(models, 'subnets').map(({ endpoints }) => endpoints[key]),
    says: ({ name }, value: { service: string }) => `${name} has ${value.service}`,
  },
  {
    in: 'subnets',
    field: 'natGateway',
    about: 'egress',
    values: (_record, _key, models) => [null, ...each(models, 'natGateways').map(({ id }) => id)],
    says: ({ name }, value: string | null, _, models) =>
      `${name} leaves by ${value === null ? 'no NAT gateway' : nameOfRecord(value, ...models).name}`,
  },
  {
    in: 'subnets',
    field: 'routeTable',
    edited: true,
    about: 'routes',
    values: (_record, _key, models) => [null, ...each(models, 'routeTables').map(({ id }) => id)],
    says: ({ name }, value: string | null, _, models) =>
      `${name} has ${value === null ? 'no route table' : `the routes of ${nameOfRecord(value, ...models).name}`}`,
  },
  {
    in: 'subnets',
    field: 'defaultOutbound',
    edited: true,
    about: 'way out',
    values: () => [true, false],
    says: ({ name }, value: boolean) =>
      `default outbound access of ${name} is ${value ? 'on' : 'off'}`,
  },
  {
    in: 'vnets',
    field: 'location',
    about: 'location',
    values: regions,
    says: liesIn,
  },
  {
    in: 'vnets',
    field: 'dnsServers',
    about: 'dns',
    values: (_record, _key, models) => [
      [],
      ...each(models, 'vnets').map(({ dnsServers }) => dnsServers),
      // They stand nowhere that the input shows.
      ['servers of its own'],
    ],
    says: ({ name }, value: readonly string[]) =>
      `${name} asks ${value.length === 0 ? 'the resolver of Azure' : value.join(' and ')}`,
  },
  {
    in: 'endpoints',
    field: 'target',
    about: 'target',
    values: (endpoint, _key, models) => [
      ...each(models, 'targets')
        .filter((target) => mayConnect(endpoint as PrivateEndpoint, target))
        .map(({ resource }) => resource),
      otherResource,
    ],
    says: ({ name }, value: string, _, models) =>
      `${name} connects to ${nameOfRecord(value, ...models).name}`,
  },
  {
    in: 'endpoints',
    field: 'subnet',
    edited: true,
    about: 'subnet',
    values: (_record, _key, models) => each(models, 'subnets').map(({ id }) => id),
    says: ({ name }, value: string, _, models) =>
      `${name} lies in ${nameOfRecord(value, ...models).name}`,
  },
  {
    in: 'endpoints',
    field: 'status',
    about: 'status',
    values: () => ['Approved', 'Pending'],
    says: ({ name }, value: string) => `${name} is ${value.toLowerCase()}`,
  },
  {
    in: 'endpoints',
    field: 'addresses',
    about: 'address',
    values: (_record, _key, models) => each(models, 'records').flatMap(held),
    says: holds,
  },
  {
    in: 'records',
    field: 'addresses',
    about: 'addresses',
    values: (_record, _key, models) => each(models, 'endpoints').map(({ id }) => [addressOf(id)]),
    says: ({ name }, [value = '']: readonly string[], _, models) =>
      `${name} holds the address of ${nameOfRecord(followed(value) ?? value, ...models).name}`,
  },
  {
    in: 'peerings',
    field: 'remote',
    about: 'transit',
    values: (_record, _key, models) => [...each(models, 'vnets').map(({ id }) => id), otherNetwork],
    says: ({ name }, value: string, _, models) =>
      `${name} goes to ${nameOfRecord(value, ...models).name}`,
  },
  {
    in: 'resolvers',
    field: 'address',
    about: 'own address',
    values: asked,
    says: answersAt,
  },
  {
    in: 'appliances',
    field: 'privateAddress',
    about: 'own address',
    values: asked,
    says: answersAt,
  },
  {
    in: 'links',
    field: 'vnet',
    about: 'link',
    values: (_record, _key, models) => [...each(models, 'vnets').map(({ id }) => id), otherNetwork],
    says: ({ name }, value: string, _, models) =>
      `${name} goes to ${nameOfRecord(value, ...models).name}`,
  },
  {
    in: 'links',
    field: 'resolutionPolicy',
    about: 'resolution policy',
    values: () => ['Default', 'NxDomainRedirect'],
    says: ({ name }, value: string) => `the resolution policy of ${name} is ${value}`,
  },
  {
    in: 'perimeters',
    field: 'mode',
    about: 'perimeter mode',
    values: () => ['Enforced', 'Learning'],
    says: ({ name }, value: string) => `${name} is in ${value} mode`,
  },
];

export const facts: readonly Fact[] = [...targets, ...networks];

/** Lists of which the input may show a part: they hold what is shown and nothing else, or what the other side shows. */
export const lists: readonly (Pick<Fact, 'in' | 'field' | 'about'> & { readonly says: string })[] =
  [
    { in: 'targets', field: 'networkRules', about: 'rules', says: 'virtual network rules' },
    { in: 'targets', field: 'ipRules', about: 'rules', says: 'IP rules' },
    { in: 'subnets', field: 'endpoints', about: 'endpoint', says: 'service endpoints' },
  ];

/** The rule as it stands where it refuses whom it names, if rules of the target can. */
function refusing<T extends NetworkRule | IpRule>(target: Named, rule: T): readonly T[] {
  return (target as Target).traits.rulesMayDeny === true ? [{ ...rule, action: 'Deny' }] : [];
}

function saysOf({ action, ignoreMissing }: NetworkRule): string {
  if (action === 'Deny') return 'refuses it';
  return `${ignoreMissing ? 'may stand' : 'may not stand'} without an endpoint`;
}

/** Addresses written as such, which some other record may hold. */
function held({
  addresses,
}: {
  readonly addresses: Known<readonly string[]>;
}): readonly string[][] {
  if (isUnknown(addresses)) return [];
  const shown = addresses.filter((each) => followed(each) === undefined);
  return shown.length === 0 ? [] : [shown];
}

function holds({ name }: Named, value: readonly string[]): string {
  return `${name} has ${value.join(' and ')}`;
}

/** The DNS servers of networks. */
function asked(_record: Named, _key: string, models: Models): readonly unknown[] {
  return each(models, 'vnets').flatMap(({ dnsServers }) => (isKnown(dnsServers) ? dnsServers : []));
}

function answersAt({ name }: Named, value: string): string {
  return `${name} is at ${value}`;
}

function regions(_record: Named, _key: string, models: Models): readonly unknown[] {
  const all = [...each(models, 'vnets'), ...each(models, 'targets')];
  return [...all.map(({ location }) => location), otherRegion];
}

function liesIn({ name }: Named, value: string): string {
  return `${name} lies in ${value}`;
}

const actions: Record<Target['traits']['admission'], readonly string[]> = {
  'explicit-default': ['Allow', 'Deny'],
  'deny-unless-matched': ['unset'],
  'open-until-first-rule': ['Allow', 'Deny', 'unset'],
};

function set(value: string): string {
  return value === 'unset' ? 'not set' : value;
}

function each<C extends Collection>(models: Models, collection: C): NetworkModel[C][string][] {
  return models.flatMap((model) => Object.values(model[collection]) as NetworkModel[C][string][]);
}
