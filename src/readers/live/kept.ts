import { later } from '../../core/later.ts';
import { parseResourceId } from '../../core/resource-id.ts';
import type { Path, Settings } from '../../knowledge/service.ts';
import { services } from '../../knowledge/services/index.ts';
import { workloads } from '../../knowledge/workloads.ts';
import type { Json, Properties } from '../resource.ts';

// Of what Azure answers only network facts are kept, by name: what stands beside them (keys, settings, tags) goes no further
// than this file.

const network = 'microsoft.network';

/** Properties of network resources that tellers read. Subnets inside a network are left out: the touched ones are read themselves. */
const networkProperties: Readonly<Record<string, readonly string[]>> = {
  [`${network}/virtualnetworks`]: [
    'addressSpace',
    'dhcpOptions',
    'privateEndpointVNetPolicies',
    'virtualNetworkPeerings',
  ],
  [`${network}/virtualnetworks/subnets`]: [
    'addressPrefix',
    'addressPrefixes',
    'serviceEndpoints',
    'serviceEndpointPolicies',
    'networkSecurityGroup',
    'routeTable',
    'natGateway',
    'defaultOutboundAccess',
    'privateEndpointNetworkPolicies',
    'delegations',
  ],
  [`${network}/networksecuritygroups`]: ['securityRules'],
  [`${network}/routetables`]: ['routes'],
  [`${network}/natgateways`]: ['publicIpAddresses', 'publicIpPrefixes'],
  [`${network}/publicipaddresses`]: ['ipAddress'],
  [`${network}/publicipprefixes`]: ['ipPrefix'],
  [`${network}/serviceendpointpolicies`]: ['serviceEndpointPolicyDefinitions'],
  [`${network}/privateendpoints`]: [
    'subnet',
    'privateLinkServiceConnections',
    'manualPrivateLinkServiceConnections',
    'customDnsConfigs',
    'ipConfigurations',
  ],
  [`${network}/privateendpoints/privatednszonegroups`]: ['privateDnsZoneConfigs'],
  [`${network}/privatednszones/virtualnetworklinks`]: ['virtualNetwork', 'resolutionPolicy'],
  [`${network}/privatednszones/a`]: ['aRecords'],
};

const properties = later(
  () =>
    new Map<string, ReadonlySet<string>>([
      ...Object.entries(networkProperties).map(([type, names]) => [type, new Set(names)] as const),
      ...targetProperties(),
    ]),
);

/** Whether resources of the type are understood at all. */
export function isRead(type: string): boolean {
  return properties().has(type.toLowerCase());
}

/** The network facts of a body that Azure gave for a resource of `type`. */
export function kept(type: string, body: unknown): Properties {
  const names = properties().get(type.toLowerCase()) ?? new Set();
  const lower = new Set([...names].map((name) => name.toLowerCase()));
  const own = isObject(body) ? body : {};
  const inner = isObject(own.properties) ? own.properties : {};
  const shown = Object.entries(inner).filter(([name]) => lower.has(name.toLowerCase()));
  return {
    ...plainAt(own, 'name'),
    ...plainAt(own, 'location'),
    ...(isObject(own.sku) ? { sku: plainAt(own.sku, 'name') } : {}),
    properties: Object.fromEntries(shown.map(([name, value]) => [name, json(value, 0)])),
  };
}

/** The type of an ARM ID in lower case, of a collection the type of what it holds. */
export function typeOf(id: string): string {
  const found = parseResourceId(id) ?? parseResourceId(`${id}/each`);
  return found?.type.toLowerCase() ?? '';
}

export function isCollection(id: string): boolean {
  return parseResourceId(id) === undefined;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Where the rows of services and workloads look, as names below `properties`. The site's own copy of its configuration is often empty. */
function targetProperties(): readonly (readonly [string, ReadonlySet<string>])[] {
  const forms = services.flatMap((service) => service.forms).filter(isArm);
  const paths = [
    ...forms.flatMap((form) => {
      const settings = [form.settings, ...Object.values(form.doors ?? {})].flatMap(everyPath);
      const more = [...Object.values(form.conditions ?? {}), form.sameRules?.path ?? ''];
      return form.types.map((type) => [type, [...settings, ...more]] as const);
    }),
    ...workloads
      .flatMap((row) => row.forms)
      .filter(isArm)
      .flatMap((form) => {
        const own = [...form.subnets, ...(form.routesAll?.paths ?? [])];
        return form.types.map((type) => [type, own] as const);
      }),
  ];
  const types = new Set(forms.flatMap((form) => form.types.map((type) => type.toLowerCase())));
  return [...types].map((type) => {
    const own = paths.filter(([each]) => each.toLowerCase() === type).flatMap(([, each]) => each);
    return [type, new Set(['privateEndpointConnections', ...own.flatMap(belowProperties)])];
  });
}

function isArm({ dialect }: { readonly dialect: string }): boolean {
  return dialect === 'arm';
}

function belowProperties(path: Path): readonly string[] {
  const [top, name] = path.split('.');
  return top === 'properties' && name !== undefined && name !== 'siteConfig' ? [name] : [];
}

function everyPath({ networkRules, ipRules = [], ...plain }: Settings): readonly Path[] {
  const rules = [...(networkRules === undefined ? [] : [networkRules]), ...ipRules];
  return [
    ...Object.values(plain).flatMap((setting) => setting?.paths ?? []),
    ...rules.flatMap((rule) => (rule.each === '' ? Object.values(rule) : [rule.each])),
  ];
}

function plainAt(from: Readonly<Record<string, unknown>>, name: string): Properties {
  const value = from[name];
  return typeof value === 'string' ? { [name]: value } : {};
}

const deepest = 20;

/** Plain JSON; a name that would make an object look like an unknown leaf, or change its prototype, is no fact of a network. */
function json(value: unknown, depth: number): Json {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (depth > deepest || typeof value !== 'object' || value === null) return null;
  if (Array.isArray(value)) return value.map((each) => json(each, depth + 1));
  const entries = Object.entries(value).filter(([key]) => key !== 'unknown' && key !== '__proto__');
  return Object.fromEntries(entries.map(([key, inner]) => [key, json(inner, depth + 1)]));
}
