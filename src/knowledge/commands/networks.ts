import { isKnown, type Known } from '../../core/known.ts';
import type { Named, SecurityRule } from '../../core/model.ts';
import type { Lines, Move } from '../move.ts';
import { idText, nameText, placeOf, placeWithin } from '../places.ts';
import { fill, flag, nothing, type Value, type Values } from '../shell.ts';

// Commands for virtual networks and what hangs on them: https://learn.microsoft.com/cli/azure/network

export function dnsServers(move: Move): Lines {
  const vnet = move.now.vnets[move.id];
  if (vnet === undefined || !isKnown(vnet.dnsServers)) return [];
  return [
    fill('az network vnet update --ids {id} --dns-servers {servers}', {
      id: placeOf(vnet).id,
      servers: vnet.dnsServers.length === 0 ? 'null' : vnet.dnsServers,
    }),
  ];
}

export function highScaleEndpoints(move: Move): Lines {
  const vnet = move.now.vnets[move.id];
  if (vnet === undefined || !isKnown(vnet.highScaleEndpoints)) return [];
  return [
    fill('az network vnet update --ids {id} --private-endpoint-vnet-policies {value}', {
      id: placeOf(vnet).id,
      value: vnet.highScaleEndpoints ? 'Basic' : 'Disabled',
    }),
  ];
}

/** One side of a peering; the other side is an edit of its own. */
export function peering(move: Move): Lines {
  const [was, now] = [move.was.peerings[move.id], move.now.peerings[move.id]];
  const gone =
    was === undefined
      ? []
      : [fill('az network vnet peering delete --ids {id}', { id: placeOf(was).id })];
  if (now === undefined) return gone;
  const vnet = move.now.vnets[now.vnet];
  const { group, name, subscription } = placeWithin(now, vnet);
  const remote = isKnown(now.remote) ? idText(move.now.vnets, now.remote) : undefined;
  return [
    ...gone,
    fill(
      'az network vnet peering create --resource-group {group} --vnet-name {vnet} --name {name} --remote-vnet {remote} --allow-vnet-access {subscription}',
      { group, name, subscription, remote, vnet: nameText(move.now.vnets, now.vnet) },
    ),
  ];
}

const ruleNames = '--resource-group {group} --nsg-name {parent} --name {entry}';
const ruleBody =
  '--priority {priority} --direction {direction} --access {access} --protocol {protocol} {sources} {destinations} --destination-port-ranges {ports}';

/** A security rule. The model has no source ports, which are `*` but for the rarest rules. */
export function securityRule(move: Move): Lines {
  const group = move.now.securityGroups[move.id];
  const was = move.was.securityGroups[move.id]?.rules[move.key];
  const now = group?.rules[move.key];
  if (group === undefined) return [];
  const values = entryValues(group, move.key);
  if (now === undefined) {
    return [fill(`az network nsg rule delete ${ruleNames} {subscription}`, values)];
  }
  const verb = was === undefined ? 'create' : 'update';
  const ports = was === undefined ? "--source-port-ranges '*' " : '';
  return [
    fill(`az network nsg rule ${verb} ${ruleNames} ${ports}${ruleBody} {subscription}`, {
      ...values,
      ...ruleValues(now),
    }),
  ];
}

function ruleValues(rule: Known<SecurityRule>): Values {
  if (!isKnown(rule)) return {};
  return {
    priority: String(rule.priority),
    direction: rule.direction,
    access: rule.access,
    protocol: rule.protocol,
    sources: ends('source', rule.sources),
    destinations: ends('destination', rule.destinations),
    ports: rule.ports.length === 0 ? '*' : rule.ports,
  };
}

/** Addresses and tags, or application security groups: a rule has one or the other. */
function ends(side: 'source' | 'destination', all: readonly string[]): Value {
  const groups = all.filter((each) => /\/applicationSecurityGroups\//i.test(each));
  if (groups.length > 0) return flag(`--${side}-asgs`, groups);
  return flag(`--${side}-address-prefixes`, all.length === 0 ? '*' : all);
}

function entryValues(parent: Named, key: string): Values {
  const { group, name, subscription } = placeOf(parent);
  const entry = key.startsWith('?') || key === '*' ? undefined : key;
  return { group, parent: name, subscription, entry };
}

const routeNames = '--resource-group {group} --route-table-name {parent} --name {entry}';

/** A route of a user. Creating it again replaces it. */
export function route(move: Move): Lines {
  const table = move.now.routeTables[move.id];
  if (table === undefined) return [];
  const now = table.routes[move.key];
  const values = entryValues(table, move.key);
  if (now === undefined) {
    return [fill(`az network route-table route delete ${routeNames} {subscription}`, values)];
  }
  if (!isKnown(now)) return [];
  return [
    fill(
      `az network route-table route create ${routeNames} --address-prefix {prefix} --next-hop-type {hop} {address} {subscription}`,
      { ...values, prefix: now.prefix, hop: now.nextHop, address: hopAddress(now.address) },
    ),
  ];
}

function hopAddress(address: Known<string> | undefined): Value {
  if (address === undefined) return nothing;
  return isKnown(address) ? flag('--next-hop-ip-address', address) : undefined;
}

const definition =
  '--resource-group {group} --policy-name {parent} --name {entry} --service Microsoft.Storage --service-resources {resources} {subscription}';

/** What a service endpoint policy admits: a definition of its own for what comes, the list that stays for what goes. */
export function policyEntry(move: Move): Lines {
  const policy = move.now.endpointPolicies[move.id];
  if (policy === undefined) return [];
  const { group, name: parent, subscription } = placeOf(policy);
  const resource = (key: string) => idText(move.now.targets, key);
  const values = { group, parent, subscription };
  if (policy.allows[move.key] !== undefined) {
    return [
      fill(`az network service-endpoint policy-definition create ${definition}`, {
        ...values,
        entry: nameText(move.now.targets, move.key),
        resources: resource(move.key),
      }),
    ];
  }
  const kept = Object.keys(policy.allows).sort().map(resource);
  const gone = nameText(move.now.targets, move.key);
  return [
    fill(`az network service-endpoint policy-definition update ${definition}`, {
      ...values,
      entry: `<definition that lists ${gone}>`,
      resources:
        kept.includes(undefined) || kept.length === 0
          ? undefined
          : kept.flatMap((each) => each ?? []),
    }),
  ];
}
