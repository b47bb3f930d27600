import { range } from './cidr.ts';
import type { Collection, Named, NetworkModel, Target } from './model.ts';
import { nameOfRecord } from './words.ts';

// What a fact may be where the input does not show it: the closed list of its values, or those that stand elsewhere in the models.
// Facts that only the routes ask for are questions of world.ts instead.

type Models = readonly NetworkModel[];

export interface Fact {
  readonly in: Collection;
  readonly field: string;
  readonly keyed?: true;
  /** What is asked, as questions of routes ask it. */
  readonly about: string;
  readonly values: (record: Named, key: string, models: Models) => readonly unknown[];
  /** A clause that says it: `the default action of stdata is Deny`. */
  readonly says: (record: Named, value: never, key: string, models: Models) => string;
}

// Stand for whatever the models do not hold.
const otherRegion = 'another region';
const otherNetwork = 'another network';

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
    values: () => [{ ignoreMissing: false }, { ignoreMissing: true }],
    says: ({ name }, value: { ignoreMissing: boolean }, subnet, models) =>
      `the rule of ${name} for ${nameOfRecord(subnet, ...models).name} ${value.ignoreMissing ? 'may stand' : 'may not stand'} without an endpoint`,
  },
  {
    in: 'targets',
    field: 'ipRules',
    about: 'rule',
    keyed: true,
    values: (_, key) => (range(key) === undefined ? [] : [{ range: key }]),
    says: ({ name }, _value, key) => `the rule of ${name} for ${key} admits it`,
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
    ],
    says: ({ name }, value: readonly string[]) =>
      `${name} asks ${value.length === 0 ? 'the resolver of Azure' : value.join(' and ')}`,
  },
  {
    in: 'endpoints',
    field: 'status',
    about: 'status',
    values: () => ['Approved', 'Pending'],
    says: ({ name }, value: string) => `${name} is ${value.toLowerCase()}`,
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
];

export const facts: readonly Fact[] = [...targets, ...networks];

/** Lists of which the input may show a part: they hold what is shown and nothing else, or what the other side shows. */
export const lists: readonly (Pick<Fact, 'in' | 'field' | 'about'> & { readonly says: string })[] =
  [
    { in: 'targets', field: 'networkRules', about: 'rules', says: 'virtual network rules' },
    { in: 'targets', field: 'ipRules', about: 'rules', says: 'IP rules' },
    { in: 'subnets', field: 'endpoints', about: 'endpoint', says: 'service endpoints' },
  ];

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
