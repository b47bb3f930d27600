import { isUnknown, type Known, unknown } from '../../core/known.ts';
import type { SecurityRule, UserRoute } from '../../core/model.ts';
import type { Json } from '../resource.ts';
import { entries, type Fragment, rank, whole } from './fragment.ts';
import { above, ownedAbove } from './refer.ts';
import { asText, isLeaf, isObject, select } from './select.ts';
import type { Teller } from './teller.ts';
import { because, hidden, text, unset, type View } from './view.ts';

const ruleAttributes = [
  'direction',
  'access',
  'priority',
  'protocol',
  'source_address_prefix',
  'source_address_prefixes',
  'source_application_security_group_ids',
  'destination_address_prefix',
  'destination_address_prefixes',
  'destination_application_security_group_ids',
  'destination_port_range',
  'destination_port_ranges',
];

const securityGroups: Teller = {
  types: ['azurerm_network_security_group', 'Microsoft.Network/networkSecurityGroups'],
  reads: ['name', 'resource_group_name', 'security_rule'],
  tell: (view) =>
    listed(
      view,
      'securityGroups',
      'rules',
      ['security_rule', 'properties.securityRules'],
      securityRule,
    ),
};

const securityRules: Teller = {
  types: ['azurerm_network_security_rule', 'Microsoft.Network/networkSecurityGroups/securityRules'],
  reads: ['name', 'resource_group_name', 'network_security_group_name', ...ruleAttributes],
  of: ownedAbove({ kind: 'security-group', names: ['network_security_group_name'] }),
  tell: (view) => {
    const id = above(view, { kind: 'security-group', names: ['network_security_group_name'] });
    if (id === undefined || isUnknown(id)) return [];
    return [
      entries(view, 'securityGroups', id, {
        rules: { [view.name.toLowerCase()]: securityRule(view) },
      }),
    ];
  },
};

const routeTables: Teller = {
  types: ['azurerm_route_table', 'Microsoft.Network/routeTables'],
  reads: ['name', 'resource_group_name', 'route'],
  tell: (view) => listed(view, 'routeTables', 'routes', ['route', 'properties.routes'], userRoute),
};

const routes: Teller = {
  types: ['azurerm_route', 'Microsoft.Network/routeTables/routes'],
  reads: [
    'name',
    'resource_group_name',
    'route_table_name',
    'address_prefix',
    'next_hop_type',
    'next_hop_in_ip_address',
  ],
  of: ownedAbove({ kind: 'route-table', names: ['route_table_name'] }),
  tell: (view) => {
    const id = above(view, { kind: 'route-table', names: ['route_table_name'] });
    if (id === undefined || isUnknown(id)) return [];
    return [
      entries(view, 'routeTables', id, { routes: { [view.name.toLowerCase()]: userRoute(view) } }),
    ];
  },
};

export const security: readonly Teller[] = [securityGroups, securityRules, routeTables, routes];

type ListField = { securityGroups: 'rules'; routeTables: 'routes' };

/**
 * A record with a list of named blocks. azurerm reads back blocks that resources of their own manage: those decide, and a block
 * counts only where nothing else manages it or the change itself alters it.
 */
function listed<C extends keyof ListField, T>(
  view: View,
  collection: C,
  field: ListField[C],
  paths: readonly string[],
  value: (view: View) => Known<T>,
): readonly Fragment[] {
  // On creation the provider announces the list as unknown when nobody configured it.
  const open = paths
    .filter((path) => !unset(view, path))
    .map((path) => hidden(view, path))
    .find((each) => each !== undefined);
  const shown = namedBlocks(view.props, paths);
  const own = Object.fromEntries(shown.map(([name, props]) => [name, value({ ...view, props })]));
  const old = new Map(namedBlocks(view.change.before, paths));
  const fresh = shown.filter(
    ([name, props]) => view.side === 'after' && differ(old.get(name), props),
  );
  const altered = Object.fromEntries(fresh.map(([name]) => [name, own[name]]));
  const list = { ...own, ...(open === undefined ? {} : { '*': open }) };
  const record = whole(view, collection, { [field]: {} } as never);
  const readBack = {
    ...entries(view, collection, view.id, { [field]: list } as never),
    rank: rank.readBack,
  };
  const meant = {
    ...entries(view, collection, view.id, { [field]: altered } as never),
    rank: rank.changed,
  };
  return [record, readBack, meant];
}

function namedBlocks(side: Json | undefined, paths: readonly string[]) {
  return paths.flatMap((path) =>
    select(side, path)
      .filter(isObject)
      .flatMap((block) => {
        const name = asText(block.name ?? '');
        return name === undefined || name === '' ? [] : [[name.toLowerCase(), block] as const];
      }),
  );
}

function differ(old: Json | undefined, now: Json): boolean {
  const plain = (value: Json | undefined) =>
    JSON.stringify(value, (_, each) => (each === '' || each === null ? undefined : each));
  return plain(old) !== plain(now);
}

function securityRule(view: View): Known<SecurityRule> {
  const plain = ruleAttributes.filter((each) => !isAddress(each));
  const open = firstLeaf(view, plain.concat(plain.map(armName)));
  if (open !== undefined) return open;
  const one = (name: string) =>
    asText(select(view.props, name)[0] ?? select(view.props, armName(name))[0] ?? '') ?? '';
  const many = (...names: string[]) => {
    const found = names.flatMap((name) =>
      [name, armName(name)].flatMap((path) =>
        select(view.props, path).flatMap((each) =>
          isLeaf(each) ? `?${because(view, path, each).unknown}` : (asText(each) ?? []),
        ),
      ),
    );
    return [...new Set(found)].sort();
  };
  return {
    direction: one('direction').toLowerCase() === 'inbound' ? 'Inbound' : 'Outbound',
    access: one('access').toLowerCase() === 'allow' ? 'Allow' : 'Deny',
    priority: Number(one('priority')) || 0,
    protocol: one('protocol') || '*',
    sources: many(
      'source_address_prefix',
      'source_address_prefixes',
      'source_application_security_group_ids',
    ),
    destinations: many(
      'destination_address_prefix',
      'destination_address_prefixes',
      'destination_application_security_group_ids',
    ),
    ports: many('destination_port_range', 'destination_port_ranges'),
  };
}

/** A rule of which only addresses are not shown still tells whether it lets through or stops. */
function isAddress(attribute: string): boolean {
  return /^(source|destination)_(address|application)/.test(attribute);
}

function userRoute(view: View): Known<UserRoute> {
  const prefix = text(view, 'address_prefix', 'properties.addressPrefix');
  const hop = text(view, 'next_hop_type', 'properties.nextHopType');
  if (prefix === undefined || hop === undefined)
    return unknown(`${view.change.address} does not show where it leads`);
  if (isUnknown(prefix)) return prefix;
  if (isUnknown(hop)) return hop;
  const address = text(view, 'next_hop_in_ip_address', 'properties.nextHopIpAddress');
  return {
    prefix,
    nextHop: hops[hop.toLowerCase()] ?? 'VirtualAppliance',
    ...(address === undefined ? {} : { address }),
  };
}

// VirtualApplianceEcmp spreads over several appliances and is a list of addresses in ARM.
const hops: Readonly<Record<string, UserRoute['nextHop']>> = {
  virtualappliance: 'VirtualAppliance',
  virtualapplianceecmp: 'VirtualAppliance',
  internet: 'Internet',
  vnetlocal: 'VnetLocal',
  virtualnetworkgateway: 'VirtualNetworkGateway',
  none: 'None',
};

/** `source_address_prefix` as ARM has it: `properties.sourceAddressPrefix`. */
function armName(attribute: string): string {
  const application = attribute.endsWith('application_security_group_ids');
  const name = application ? `${attribute.slice(0, -4)}s` : attribute;
  const camel = name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  return application ? `properties.${camel}.id` : `properties.${camel}`;
}

function firstLeaf(view: View, paths: readonly string[]): ReturnType<typeof because> | undefined {
  for (const path of paths) {
    const open = select(view.props, path).find(isLeaf);
    if (open !== undefined) return because(view, path, open);
  }
  return undefined;
}
