import { describe, expect, test } from 'vitest';
import type { Plan } from '../../src/core/plan.ts';
import { platformCalls } from '../../src/knowledge/platform.ts';
import {
  type Cloud,
  clouds,
  type EndpointType,
  type Form,
  fact,
  type Service,
  type SubresourceRow,
} from '../../src/knowledge/service.ts';
import { services } from '../../src/knowledge/services/index.ts';
import type { Properties, ResourceChange } from '../../src/readers/resource.ts';
import { group, resource, still, subnetId } from '../readers/network-scene.ts';
import { endpointTypes, privateLinkTypes } from './published.ts';
import {
  endpoint,
  expected,
  formOf,
  type Made,
  made,
  net,
  planned,
  set,
  shown,
  subnetOf,
  type Told,
  variantsOf,
  zones,
} from './row-scene.ts';

// Every row in every cloud, by plans that are made from the row alone.

interface Part {
  readonly service: Service;
  readonly part: string;
  readonly rows: readonly SubresourceRow[];
}

/** Sub-resources by group ID: the doors of one resource share theirs. */
const parts: readonly Part[] = services.flatMap((service) =>
  [...new Set(service.subresources.map(({ name }) => name))].map((part) => ({
    service,
    part,
    rows: service.subresources.filter(({ name }) => name === part),
  })),
);

const linked = parts.filter(({ rows }) =>
  rows.some(({ names }) =>
    names.some(({ clouds: spelled }) =>
      Object.values(spelled.value).some(({ zone }) => zone !== ''),
    ),
  ),
);

interface Story extends Part {
  readonly cloud: Cloud;
  readonly told: Told;
  readonly title: string;
}

const stories: readonly Story[] = linked.flatMap((each) =>
  clouds.flatMap((cloud) =>
    each.rows.slice(0, 1).flatMap((row) =>
      variantsOf(row, cloud).map((told) => {
        const said = Object.entries(told).map(([name, value]) => `${name} ${value}`);
        const title = [each.service.id, each.part, cloud, ...said].join(', ');
        return { ...each, cloud, told, title };
      }),
    ),
  ),
);

const namesIn = ({ rows, cloud, told }: Story) => rows.flatMap((row) => expected(row, cloud, told));

const unique = (texts: readonly string[]) => [...new Set(texts)].sort();

/** A private endpoint comes to a target that is there, with all its zones; a site on premises calls the target. */
function withEndpoint(story: Story): Plan {
  const { service, part, cloud, told } = story;
  const target = made(service, cloud, told);
  const named = unique(namesIn(story).map(({ zone }) => zone));
  const group = part.replaceAll('{name}', 'it');
  const site = {
    name: 'site',
    kind: 'on-premises',
    ranges: ['192.168.0.0/16'],
    nat: ['203.0.113.9'],
    reaches: [target.id],
  } as const;
  return planned(
    [
      net(cloud),
      still('azurerm_subnet.app', subnetId('app'), subnetOf('app')),
      still('azurerm_subnet.pe', subnetId('pe'), subnetOf('pe')),
      shown(target),
      ...zones(named),
      endpoint(target.attached, group, named),
    ],
    { cloud, clients: [site] },
  );
}

describe.each(stories)('$title', (story) => {
  const names = namesIn(story);
  const plan = withEndpoint(story);

  test('a private endpoint writes the records of its names in their zones, and no other', () => {
    const rows = plan.dnsChanges.filter(({ kind }) => kind === 'record');
    expect(unique(rows.map(({ name }) => name))).toEqual(
      unique(names.map(({ record, zone }) => `${record}.${zone}`)),
    );
    expect(unique(rows.map(({ zone = '' }) => zone))).toEqual(
      unique(names.map(({ zone }) => zone)),
    );
  });

  test('nothing says that zone, cloud or group ID were wrong', () => {
    const complaints = ['pe-wrong-zone', 'pe-wrong-cloud-zone'];
    // Where the row has no name in a cloud, the group ID is none that it knows there.
    if (names.length > 0) complaints.push('pe-wrong-group-id');
    expect(plan.hazards.filter(({ rule }) => complaints.includes(rule))).toEqual([]);
  });

  test('a site on premises is told to forward the suffixes of the row, and no other', () => {
    const told = plan.hazards.find(({ rule }) => rule === 'pe-onprem-forward')?.says ?? '';
    const listed = /forwards (.*) to Azure/.exec(told)?.[1] ?? '';
    const suffixes = listed.split(/, | and /).filter((each) => each !== '');
    const known = names.flatMap(({ forwarders }) => forwarders);
    expect(unique(suffixes)).toEqual(unique(known));
    const uncovered = names.filter(
      ({ host, forwarders }) => !forwarders.some((one) => host.endsWith(`.${one}`)),
    );
    expect(uncovered.map(({ host }) => host)).toEqual([]);
  });
});

interface Rollout {
  readonly service: Service;
  readonly type: EndpointType;
  readonly title: string;
}

const rollouts: readonly Rollout[] = services.flatMap((service) =>
  (service.serviceEndpoint?.value.types ?? []).map((type) => ({
    service,
    type,
    title: `${type.name} for ${service.id}`,
  })),
);

/** The whole form with its rules, or the form of rules beside it, in the dialect that has one. */
function ruleForm(service: Service): { readonly whole: Form; readonly rules: Form } {
  const having = service.forms.filter(({ settings }) => settings.networkRules !== undefined);
  const rules = having.find(({ dialect }) => dialect === 'azurerm') ?? having[0];
  if (rules === undefined) throw new Error(`${service.id} has no virtual network rules`);
  if (rules.of === undefined) return { whole: rules, rules };
  const whole = service.forms.find(
    (form) => form.of === undefined && form.dialect === rules.dialect,
  );
  if (whole === undefined) throw new Error(`${service.id} has no form of its own`);
  return { whole, rules };
}

const wordFor = (words: Readonly<Record<string, string>> | undefined, meaning: string) =>
  Object.entries(words ?? {}).find(([, value]) => value === meaning)?.[0] ?? meaning;

/** The properties of a target, or of a resource of rules, with a rule for the subnet, and closed to others where that is said. */
function closing(service: Service, form: Form, props: Properties): Properties {
  const { networkRules, defaultAction, networkRulesEnabled } = form.settings;
  if (networkRules === undefined) return props;
  const { each, subnet, ignoreMissing } = networkRules;
  const early = service.ruleBeforeEndpoint[form.dialect].value === 'with-flag';
  const named = subnet === '' ? subnetId('app') : set({}, subnet, subnetId('app'));
  const rule =
    ignoreMissing === undefined || typeof named === 'string' || !early
      ? named
      : set(named, ignoreMissing, true);
  const ruled = each === '' ? { ...props, ...(rule as Properties) } : set(props, each, [rule]);
  const path = defaultAction?.paths[0];
  const closed =
    path === undefined ? ruled : set(ruled, path, wordFor(defaultAction?.words, 'Deny'));
  const filter = networkRulesEnabled?.paths[0];
  return filter === undefined ? closed : set(closed, filter, true);
}

/** Open to everyone, or to all of Azure where the first rule would close it. */
function opened(form: Form, props: Properties): Properties {
  const { defaultAction, networkRulesEnabled, ipRules } = form.settings;
  const path = defaultAction?.paths[0];
  const listed = ipRules?.find(({ each, range }) => each !== '' && range === '');
  const open =
    path !== undefined
      ? set(props, path, wordFor(defaultAction?.words, 'Allow'))
      : listed === undefined
        ? props
        : set(props, listed.each, ['0.0.0.0']);
  const filter = networkRulesEnabled?.paths[0];
  return filter === undefined ? open : set(open, filter, true);
}

function ruleResource(target: Made, service: Service, rules: Form): ResourceChange {
  const [type = ''] = rules.types;
  const { of } = rules;
  const owner: Properties =
    of?.by === 'id'
      ? { [of.path]: target.id }
      : of?.by === 'name'
        ? { [of.path]: 'it', [of.group]: 'rg' }
        : { parent_id: target.id };
  return resource(`${type}.rule`, {
    dialect: rules.dialect,
    type,
    after: closing(service, rules, { name: 'rule', ...owner }),
    dependsOn: [target.address],
  });
}

/** An address rule that admits all of Azure, for services that admit nobody without a rule. */
function anyAzure(target: Made, service: Service): readonly ResourceChange[] {
  const form = service.forms.find(
    ({ dialect, settings, of }) =>
      dialect === target.form.dialect && of !== undefined && settings.ipRules?.[0]?.each === '',
  );
  const [rule] = form?.settings.ipRules ?? [];
  if (form?.of?.by === undefined || rule === undefined) return [];
  const [type = ''] = form.types;
  const owner: Properties =
    form.of.by === 'id'
      ? { [form.of.path]: target.id }
      : form.of.by === 'name'
        ? { [form.of.path]: 'it', [form.of.group]: 'rg' }
        : {};
  const from = set({ name: 'all', ...owner }, rule.from ?? '', '0.0.0.0');
  const props = set(from, rule.to ?? '', '0.0.0.0');
  const id = `${target.id}/firewallRules/all`;
  return [still(`${type}.all`, id, props, { dialect: form.dialect, type })];
}

const groupId = `${group}/providers/Microsoft.Network/networkSecurityGroups/nsg`;

/** A security group that denies one port to everywhere. */
function denying(port: string): readonly ResourceChange[] {
  const rule = {
    name: 'deny',
    priority: 100,
    direction: 'Outbound',
    access: 'Deny',
    protocol: 'Tcp',
    source_port_range: '*',
    destination_port_range: port,
    source_address_prefix: '*',
    destination_address_prefix: '*',
  };
  return [
    still('azurerm_network_security_group.nsg', groupId, {
      name: 'nsg',
      resource_group_name: 'rg',
      location: 'westeurope',
      security_rule: [rule],
    }),
    still('azurerm_subnet_network_security_group_association.a', subnetId('app'), {
      subnet_id: subnetId('app'),
      network_security_group_id: groupId,
    }),
  ];
}

/** An endpoint comes to a subnet, and a rule for the subnet to a target that closes to others. */
function rollout({ service, type }: Rollout, more: readonly ResourceChange[] = []): Plan {
  const { whole, rules } = ruleForm(service);
  const target = made(service, 'public', {}, whole);
  const before = opened(whole, target.props);
  const after = rules === whole ? closing(service, whole, before) : before;
  const separate = rules === whole ? [] : [ruleResource(target, service, rules)];
  return planned(
    [
      net('public'),
      still('azurerm_subnet.app', subnetId('app'), subnetOf('app'), {
        after: subnetOf('app', { service_endpoints: [type.name] }),
        action: 'update',
      }),
      shown({ ...target, props: before }, after),
      ...anyAzure(target, service),
      ...separate,
      ...more,
    ],
    {},
  );
}

/** Ways of the flow that the rule declares. */
const declared = ({ transitions }: Plan) =>
  transitions.filter(({ flow }) => flow.clientName === 'app' && flow.evidence === 'declared');

describe.each(rollouts)('$title', (each) => {
  const { service, type } = each;
  const plan = rollout(each);
  const steps = plan.stages.flatMap((stage) => stage.steps.map(({ id }) => id));
  const placeOf = (id: string | undefined) => steps.indexOf(id ?? '');

  test('the endpoint resets connections of the subnet, and says for which type', () => {
    const [reset] = plan.connectionResets;
    expect(reset).toMatchObject({ subnetName: 'app', service: type.name });
  });

  test('the rule for the subnet comes before the endpoint where the service takes it, else after', () => {
    const { dialect } = ruleForm(service).rules;
    const refused = service.ruleBeforeEndpoint[dialect].value === 'refused';
    const [reset] = plan.connectionResets;
    const updates = plan.firewallUpdates.filter(({ kind }) => kind === 'virtual-network-rule');
    expect(updates).toMatchObject([
      { change: 'add', targetName: 'it', value: expect.stringContaining('app') },
    ]);
    const [rule, switched] = [placeOf(updates[0]?.step), placeOf(reset?.step)];
    expect([rule >= 0, switched >= 0, refused ? switched < rule : rule < switched]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('the subnet arrives by its endpoint, unless its security group denies the port', () => {
    const [row] = service.subresources.filter(({ door }) => door === undefined);
    const [port = ''] = row?.publicPorts.value ?? [];
    const ways = (of: Plan) => declared(of).map(({ to }) => to.by);
    expect(unique(ways(plan))).toEqual(['service-endpoint']);
    expect(unique(ways(rollout(each, denying('1'))))).toEqual(['service-endpoint']);
    expect(ways(rollout(each, denying(port)))).not.toContain('service-endpoint');
  });
});

describe('what the facts list', () => {
  const types = new Map(services.map((service) => [service.type.toLowerCase(), service]));

  test.each(Object.entries(privateLinkTypes.value))(
    '%s has a row with its group IDs',
    (type, groups) => {
      const has = types.get(type.toLowerCase())?.subresources.map(({ name }) => name.toLowerCase());
      expect(groups.filter((each) => !has?.includes(each.toLowerCase()))).toEqual([]);
    },
  );

  test('every service endpoint type belongs to a row', () => {
    const known = rollouts.map(({ type }) => type.name);
    expect(endpointTypes.value.filter((each) => !known.includes(each))).toEqual([]);
    expect(known.filter((each) => !endpointTypes.value.includes(each))).toEqual([]);
  });

  test('a type of ARM has one row', () => {
    expect(types.size).toBe(services.length);
  });
});

describe('a fact', () => {
  test('has a source that can be looked up, in every row', () => {
    expect(services.flatMap((service) => sourceless(service, service.id))).toEqual([]);
  });

  test('has one too in what services of Azure call', () => {
    expect(platformCalls.flatMap((call) => sourceless(call, call.value.type))).toEqual([]);
  });

  test('without a source is found, however deep it lies', () => {
    const [first] = services;
    const bad = {
      ...first,
      traits: { ...first?.traits, policed: fact(false, 'somebody said so') },
    };
    expect(sourceless(bad, 'bad')).toEqual(['bad.traits.policed']);
    expect(
      sourceless({ notes: [{ value: 'x', source: '', confidence: 'likely' }] }, 'row'),
    ).toEqual(['row.notes.0']);
  });

  test('that nobody wrote down is never certain', () => {
    const vague = /unsourced|inferred|planning figure|not verified/i;
    const found = services.flatMap((service) => facts(service, service.id));
    expect(
      found.filter(({ source, confidence }) => confidence === 'certain' && vague.test(source)),
    ).toEqual([]);
  });
});

interface Found {
  readonly place: string;
  readonly source: string;
  readonly confidence: string;
}

function facts(value: unknown, place: string): readonly Found[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('source' in value && 'confidence' in value)
    return [{ place, source: String(value.source), confidence: String(value.confidence) }];
  return Object.entries(value).flatMap(([key, inner]) => facts(inner, `${place}.${key}`));
}

function sourceless(value: unknown, place: string): readonly string[] {
  return facts(value, place)
    .filter(({ source }) => !/^https:\/\/[\w.-]+\/\S+/.test(source))
    .map((each) => each.place);
}

test('the forms that plans are written in here are those of the rows', () => {
  expect(services.filter((service) => !service.forms.includes(formOf(service)))).toEqual([]);
});
