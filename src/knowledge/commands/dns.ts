import { isKnown } from '../../core/known.ts';
import type { Id, NetworkModel, ZoneGroup, ZoneLink, ZoneRecord } from '../../core/model.ts';
import { followed } from '../../core/record-address.ts';
import type { Lines, Move } from '../move.ts';
import { idText, nameText, placeOf, placeWithin } from '../places.ts';
import { fill, flag, type Values } from '../shell.ts';

// Commands for private DNS: https://learn.microsoft.com/cli/azure/network/private-dns

export function zone(move: Move): Lines {
  const [was, now] = [move.was.zones[move.id], move.now.zones[move.id]];
  const record = now ?? was;
  if (record === undefined) return [];
  const { group, subscription } = placeOf(record);
  const template =
    now === undefined
      ? 'az network private-dns zone delete --resource-group {group} --name {name} --yes {subscription}'
      : 'az network private-dns zone create --resource-group {group} --name {name} {subscription}';
  return [fill(template, { group, subscription, name: record.name })];
}

const linkNames = '--resource-group {group} --zone-name {zone} --name {name}';

/** A link cannot change its network: it is made anew. */
export function link(move: Move): Lines {
  const [was, now] = [move.was.links[move.id], move.now.links[move.id]];
  const gone =
    was === undefined
      ? []
      : [
          fill(
            `az network private-dns link vnet delete ${linkNames} --yes {subscription}`,
            linkValues(move.was, was),
          ),
        ];
  if (now === undefined) return gone;
  const policy = now.resolutionPolicy === 'NxDomainRedirect' ? 'NxDomainRedirect' : undefined;
  return [
    ...gone,
    fill(
      `az network private-dns link vnet create ${linkNames} --virtual-network {vnet} --registration-enabled false {policy} {subscription}`,
      {
        ...linkValues(move.now, now),
        vnet: isKnown(now.vnet) ? idText(move.now.vnets, now.vnet) : undefined,
        policy: flag('--resolution-policy', policy),
      },
    ),
  ];
}

/** https://learn.microsoft.com/azure/dns/private-dns-fallback */
export function resolutionPolicy(move: Move): Lines {
  const now = move.now.links[move.id];
  if (now === undefined || !isKnown(now.resolutionPolicy)) return [];
  return [
    fill(
      `az network private-dns link vnet update ${linkNames} --resolution-policy {policy} {subscription}`,
      { ...linkValues(move.now, now), policy: now.resolutionPolicy },
    ),
  ];
}

function linkValues(model: NetworkModel, each: ZoneLink): Values {
  const home = model.zones[each.zone];
  const { group, subscription } = placeWithin(each, home);
  return { group, subscription, zone: nameText(model.zones, each.zone), name: each.name };
}

const setNames = '--resource-group {group} --zone-name {zone}';

/** Addresses come before others go, so that the name always answers; a new record ages in five minutes. */
export function record(move: Move): Lines {
  const [was, now] = [move.was.records[move.id], move.now.records[move.id]];
  if (now === undefined) {
    if (was === undefined) return [];
    const template = `az network private-dns record-set a delete ${setNames} --name {name} --yes {subscription}`;
    return [fill(template, recordValues(move.was, was))];
  }
  const values = recordValues(move.now, now);
  const [before, after] = [was && addressesOf(move.was, was), addressesOf(move.now, now)];
  if (after === undefined) return [];
  const one = (verb: string, address: string) =>
    fill(
      `az network private-dns record-set a ${verb}-record ${setNames} --record-set-name {name} --ipv4-address {address} {subscription}`,
      { ...values, address },
    );
  const fresh = `az network private-dns record-set a update ${setNames} --name {name} --set ttl=300 {subscription}`;
  return [
    ...after.filter((each) => !before?.includes(each)).map((each) => one('add', each)),
    ...(was === undefined ? [fill(fresh, values)] : []),
    ...(before ?? []).filter((each) => !after.includes(each)).map((each) => one('remove', each)),
  ];
}

function recordValues(model: NetworkModel, each: ZoneRecord): Values {
  const home = model.zones[each.zone];
  const { group, subscription } = placeWithin(each, home);
  return { group, subscription, zone: nameText(model.zones, each.zone), name: each.record };
}

/** Addresses as they stand, those of endpoints looked up or said in words. */
function addressesOf(model: NetworkModel, each: ZoneRecord): readonly string[] | undefined {
  if (!isKnown(each.addresses)) return undefined;
  return each.addresses.flatMap((address) => {
    const id = followed(address);
    if (id === undefined) return [address];
    const endpoint = model.endpoints[id];
    if (endpoint !== undefined && isKnown(endpoint.addresses)) return endpoint.addresses;
    return [`<private address of ${endpoint?.name ?? 'the endpoint'}>`];
  });
}

const groupNames = '--resource-group {group} --endpoint-name {endpoint}';

/** New zones first, then those that go: the group is never empty, and no record is missing that stays. */
export function zoneGroup(move: Move): Lines {
  const [was, now] = [move.was.zoneGroups[move.id], move.now.zoneGroups[move.id]];
  const each = now ?? was;
  if (each === undefined) return [];
  const values = groupValues(move, each);
  if (now === undefined) {
    const template = `az network private-endpoint dns-zone-group delete ${groupNames} --name {name} {subscription}`;
    return [fill(template, values)];
  }
  const before = was?.zones.filter(isKnown) ?? [];
  const after = now.zones.filter(isKnown);
  const added = after.filter((zoneId) => !before.includes(zoneId));
  const removed = before.filter((zoneId) => !after.includes(zoneId));
  if (after.length < now.zones.length) return [];
  return [
    ...added.map((zoneId, at) => withZone(move.now, values, zoneId, was === undefined && at === 0)),
    ...removed.map((zoneId) => {
      const template = `az network private-endpoint dns-zone-group remove ${groupNames} --name {name} --zone-name {config} {subscription}`;
      return fill(template, {
        ...values,
        config: `<configuration of ${zoneName(move.was, zoneId)}>`,
      });
    }),
  ];
}

function withZone(model: NetworkModel, values: Values, id: Id, first: boolean): string | undefined {
  const verb = first ? 'create' : 'add';
  return fill(
    `az network private-endpoint dns-zone-group ${verb} ${groupNames} --name {name} --private-dns-zone {zone} --zone-name {config} {subscription}`,
    { ...values, zone: idText(model.zones, id), config: zoneName(model, id) },
  );
}

function zoneName(model: NetworkModel, id: Id): string {
  return nameText(model.zones, id);
}

// A group that nobody named is `default`, as portal and providers call it.
function groupValues(move: Move, each: ZoneGroup): Values {
  const endpoint = move.now.endpoints[each.endpoint] ?? move.was.endpoints[each.endpoint];
  const { group, subscription } = placeOf(endpoint ?? each);
  const name = endpoint !== undefined && each.name === endpoint.name ? 'default' : each.name;
  return { group, subscription, name, endpoint: endpoint?.name ?? nameText({}, each.endpoint) };
}
