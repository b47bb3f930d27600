import { sha256 } from '../../src/adapters/digest.ts';
import { changeOf } from '../../src/analyse.ts';
import { planOf } from '../../src/core/assemble.ts';
import { type Config, defaults } from '../../src/core/config.ts';
import type { Plan } from '../../src/core/plan.ts';
import { geoCodeOf } from '../../src/knowledge/geo-codes.ts';
import { knowledgeOf } from '../../src/knowledge/index.ts';
import type {
  Cloud,
  Condition,
  Form,
  NameInCloud,
  NameRow,
  Service,
  SubresourceRow,
} from '../../src/knowledge/service.ts';
import type { Json, Properties, ResourceChange } from '../../src/readers/resource.ts';
import { group, reading, resource, still, subnetId, vnetId } from '../readers/network-scene.ts';

// Resources made from a row alone: whatever a row says can be read, planned and told, and nothing else has to know of it.

export const regions: Readonly<Record<Cloud, string>> = {
  public: 'westeurope',
  usgov: 'usgovvirginia',
  china: 'chinanorth',
};

/** Values of conditions, by their names, in lower case as the reader has them. */
export type Told = Readonly<Record<string, string>>;

const apiServers: Readonly<Record<Cloud, string>> = {
  public: 'azmk8s.io',
  usgov: 'cx.aks.containerservice.azure.us',
  china: 'cx.prod.service.azk8s.cn',
};

/** What the placeholders of names may stand for, besides the target's own. */
const samplesIn = (cloud: Cloud): Told => ({
  dnsPrefix: 'abc123',
  privateFqdn: `aks-1a2b.privatelink.${regions[cloud]}.${apiServers[cloud]}`,
  domain: `happyhill-1a2b.${regions[cloud]}.azurecontainerapps.${cloud === 'china' ? 'cn' : 'io'}`,
  host: 'happy-river-1a2b.5.azurestaticapps.net',
  workspaceId: '0a1b2c3d',
  subdomain: 'it',
});

/**
 * What a target may say so that each of a sub-resource's names is there in some variant: the words of its conditions, one
 * variant for each word, and the samples, without those that a variant leaves untold (`?`).
 */
export function variantsOf({ when = [], names }: SubresourceRow, cloud: Cloud): readonly Told[] {
  const samples = samplesIn(cloud);
  const needed = Object.fromEntries(when.map(({ condition, is }) => [condition, word(is[0])]));
  const spelled = names.flatMap(({ clouds }) => Object.values(clouds.value));
  const words = spelled.flatMap(({ host, zone, record }) =>
    [...`${host} ${zone} ${record}`.matchAll(/\{([\w|]+)/g)].flatMap(([, each = '']) =>
      each.split('|'),
    ),
  );
  const filled = Object.fromEntries(
    words.flatMap((each) => {
      const sample = samples[each];
      return sample === undefined ? [] : [[each, sample]];
    }),
  );
  const own = names.flatMap((each) => each.when ?? []);
  const choices = own.flatMap(({ condition, is }) => is.map((each) => [condition, each] as const));
  const told = { ...filled, ...needed };
  if (choices.length === 0) return [told];
  const untold = choices.some(([, each]) => each === '?') ? [told] : [];
  return [
    ...untold,
    ...choices.map(([condition, each]): Told => {
      const { [condition]: _, ...others } = told;
      return each === '?' ? others : { ...others, [condition]: word(each) };
    }),
  ];
}

function word(text = ''): string {
  return text.replace('*', '_1');
}

/** The names that the row gives such a target in a cloud. */
export function expected(
  row: SubresourceRow,
  cloud: Cloud,
  told: Told,
): readonly (NameInCloud & { readonly shared?: true })[] {
  return row.names.flatMap((each) => {
    const spelled = each.clouds.value[cloud];
    if (spelled === undefined || !holds(each, told)) return [];
    const fill = (text: string) => filled(text, regions[cloud], told);
    const name = {
      host: fill(spelled.host),
      zone: fill(spelled.zone),
      record: fill(spelled.record),
    };
    if (Object.values(name).some((text) => text.includes('{'))) return [];
    return [{ ...name, forwarders: spelled.forwarders.map(fill) }];
  });
}

function holds({ when = [] }: NameRow, told: Told): boolean {
  return when.every(({ condition, is }: Condition) => {
    const value = told[condition];
    if (value === undefined) return true;
    return is.some((each) =>
      each.endsWith('*') ? value.startsWith(each.slice(0, -1)) : each === value,
    );
  });
}

function filled(text: string, region: string, told: Told): string {
  const own: Told = {
    name: 'it',
    parent: 'above',
    region,
    regionCode: geoCodeOf(region) ?? '',
    ...told,
  };
  return text.replace(/\{([\w|]+)(?:\.(first|rest))?\}/g, (gap, words: string, part?: string) => {
    const value = words
      .split('|')
      .map((each) => own[each])
      .find((each) => each !== undefined);
    if (value === undefined) return gap;
    const [first = '', ...rest] = value.split('.');
    return part === 'first' ? first : part === 'rest' ? rest.join('.') : value;
  });
}

/** `a.b` in an object: `{ a: { b: value } }`, laid over what is there. */
export function set(props: Properties, path: string, value: Json): Properties {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) return { ...props, [head]: value };
  const inner = props[head];
  const below = typeof inner === 'object' && inner !== null ? (inner as Properties) : {};
  return { ...props, [head]: set(below, rest.join('.'), value) };
}

/** The form in which a row's target is written here: azurerm's own, where it has one that can say all of this. */
export function formOf(service: Service, told: Told = {}): Form {
  const whole = service.forms.filter(({ of }) => of === undefined);
  const able = whole.filter(({ conditions = {} }) =>
    Object.keys(told).every((each) => each in conditions),
  );
  const form = able.find(({ dialect }) => dialect === 'azurerm') ?? able[0] ?? whole[0];
  if (form === undefined) throw new Error(`${service.id} has no form of its own`);
  return form;
}

export interface Made {
  readonly id: string;
  /** What private endpoints attach to. */
  readonly attached: string;
  readonly address: string;
  readonly form: Form;
  readonly props: Properties;
}

/** A target called `it` of the service, told in its first form. */
export function made(
  service: Service,
  cloud: Cloud,
  told: Told = {},
  form = formOf(service, told),
): Made {
  const types = service.type.split('/');
  const nested = types.length > 2;
  const parent = `${group}/providers/${types[0]}/${types[1]}/above`;
  const id = nested ? `${parent}/${types[2]}/it` : `${group}/providers/${service.type}/it`;
  const { attachedTo } = form;
  const attached = attachedTo === undefined ? id : parent;
  const base: Properties = { name: 'it', resource_group_name: 'rg', location: regions[cloud] };
  const above = attachedTo?.by === 'id' ? set(base, attachedTo.path, parent) : base;
  const props = Object.entries(told).reduce((all, [condition, value]) => {
    const path = form.conditions?.[condition];
    return path === undefined ? all : set(all, path, value);
  }, above);
  const [type = ''] = form.types;
  return { id, attached, address: `${type}.it`, form, props };
}

/** The target as a resource that the change leaves alone, or alters. */
export function shown(target: Made, after: Properties = target.props): ResourceChange {
  const { dialect, types } = target.form;
  return still(target.address, target.id, target.props, {
    dialect,
    type: types[0] ?? '',
    after,
    idAfter: target.id,
    action: after === target.props ? 'no-op' : 'update',
  });
}

export const net = (cloud: Cloud) =>
  still('azurerm_virtual_network.main', vnetId, {
    name: 'vnet',
    resource_group_name: 'rg',
    location: regions[cloud],
    address_space: ['10.0.0.0/16'],
    dns_servers: [],
  });

export const subnetOf = (name: string, more: Properties = {}): Properties => ({
  name,
  resource_group_name: 'rg',
  virtual_network_name: 'vnet',
  address_prefixes: [name === 'pe' ? '10.0.2.0/24' : '10.0.1.0/24'],
  default_outbound_access_enabled: true,
  private_endpoint_network_policies: 'Disabled',
  ...more,
});

const zoneId = (zone: string) => `${group}/providers/Microsoft.Network/privateDnsZones/${zone}`;

/** Zones that are linked to the network already. */
export function zones(names: readonly string[]): readonly ResourceChange[] {
  return names.flatMap((zone, at) => [
    still(`azurerm_private_dns_zone.z${at}`, zoneId(zone), {
      name: zone,
      resource_group_name: 'rg',
    }),
    still(
      `azurerm_private_dns_zone_virtual_network_link.l${at}`,
      `${zoneId(zone)}/virtualNetworkLinks/l${at}`,
      {
        name: `l${at}`,
        resource_group_name: 'rg',
        private_dns_zone_name: zone,
        virtual_network_id: vnetId,
        resolution_policy: 'Default',
      },
    ),
  ]);
}

/** A private endpoint that comes, with its zone group. */
export function endpoint(target: string, part: string, names: readonly string[]): ResourceChange {
  return resource('azurerm_private_endpoint.pe', {
    after: {
      name: 'pe',
      resource_group_name: 'rg',
      location: 'westeurope',
      subnet_id: subnetId('pe'),
      private_service_connection: [
        {
          private_connection_resource_id: target,
          subresource_names: [part],
          is_manual_connection: false,
        },
      ],
      private_dns_zone_group: [{ name: 'default', private_dns_zone_ids: names.map(zoneId) }],
    },
  });
}

export function planned(resources: readonly ResourceChange[], config: Partial<Config>): Plan {
  const whole: Config = { ...defaults, ...config };
  const change = changeOf([reading(resources)], whole);
  const settings = { config: whole, now: '2026-12-01T09:00:00Z', version: '0.0.0', digest: sha256 };
  return planOf(change, knowledgeOf(whole), settings).plan;
}
