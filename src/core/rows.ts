import type { Change } from './change.ts';
import { originIn } from './change.ts';
import type { Extra } from './draft.ts';
import { direction, type Edit, isEdit } from './edit.ts';
import { sureness } from './flow.ts';
import { isKnown, isUnknown } from './known.ts';
import type { NetworkModel, SecurityRule } from './model.ts';
import { usedBy } from './neighbours.ts';
import type { ConnectionReset, DnsChange, FirewallUpdate } from './plan.ts';
import type { Moment } from './play.ts';
import { followed } from './record-address.ts';
import { sharesOf } from './shares.ts';
import { upper } from './timing.ts';
import { nameOfRecord, recordOf, valueIn } from './words.ts';

/** An edit at its place in the plan. */
export interface Placed {
  readonly edit: Edit;
  readonly stage: number;
  readonly step: string;
  readonly inChange: boolean;
  readonly extra?: Extra;
  readonly change: Change;
  /** The network that the plan ends in. */
  readonly end: NetworkModel;
}

const firewallKinds = {
  'virtual-network-rule': 'virtual-network-rule',
  'ip-rule': 'ip-rule',
  'default-action': 'default-action',
  'public-network-access': 'public-network-access',
  'nsg-rule': 'nsg-rule',
  route: 'route',
} as const;

/** The row of an edit that changes who is let in, or undefined. */
export function firewallUpdate(placed: Placed): FirewallUpdate | undefined {
  const { edit, change, end, stage, step, inChange } = placed;
  if (!(edit.kind in firewallKinds)) return undefined;
  const kind = firewallKinds[edit.kind as keyof typeof firewallKinds];
  const record = recordOf(edit, end, change.after, change.before);
  return {
    target: record?.label ?? edit.id,
    targetName: record?.name ?? edit.id,
    change: direction(edit),
    kind,
    value: firewallValue(edit, [end, change.after, change.before]),
    stage,
    step,
    inChange,
    why: extraReason(placed.extra) ?? reasonOf(edit, [end, change.after, change.before]),
    origin: originIn(change, edit),
  };
}

/** A repair and a bridge say why they are there; what takes a bridge away says that. */
function extraReason(extra: Extra | undefined): string | undefined {
  return extra?.role === 'bridge-close'
    ? 'takes the bridge away, now that the new way stands'
    : extra?.why;
}

function firewallValue(edit: Edit, models: readonly NetworkModel[]): string {
  if (isEdit(edit, 'nsg-rule')) {
    const rule = edit.after ?? edit.before;
    return rule !== undefined && isKnown(rule) ? securityRule(rule) : (edit.key ?? '');
  }
  if (isEdit(edit, 'route')) {
    const route = edit.after ?? edit.before;
    if (route === undefined || isUnknown(route)) return edit.key ?? '';
    const hop = route.address !== undefined && isKnown(route.address) ? ` ${route.address}` : '';
    return `${route.prefix} → ${route.nextHop}${hop}`;
  }
  if (isUnknown(edit.after)) return 'known after apply';
  return valueIn(edit, ...models);
}

/** `outbound allow Tcp VirtualNetwork → Storage:443` */
export function securityRule(rule: SecurityRule): string {
  const shown = (names: readonly string[]) =>
    names.map((each) => (each.startsWith('?') ? 'not shown' : each)).join(',');
  const [from, to] = [shown(rule.sources), shown(rule.destinations)];
  return `${rule.direction.toLowerCase()} ${rule.access.toLowerCase()} ${rule.protocol} ${from} → ${to}:${rule.ports.join(',')}`;
}

function reasonOf(edit: Edit, models: readonly NetworkModel[]): string {
  if (isEdit(edit, 'virtual-network-rule') && edit.key !== undefined) {
    const { name } = nameOfRecord(edit.key, ...models);
    if (edit.key.startsWith('?')) return 'the subnet that it names is known after apply';
    return direction(edit) === 'remove'
      ? `${name} no longer needs it`
      : `admits ${name} once it comes by its service endpoint`;
  }
  if (edit.kind === 'default-action' || edit.kind === 'public-network-access') {
    return edit.after === 'Deny' || edit.after === 'Disabled'
      ? 'closes the public side'
      : 'opens the public side';
  }
  return '';
}

/** The rows of an edit that changes what names answer. */
export function dnsChanges(placed: Placed): DnsChange[] {
  const { edit, change, end } = placed;
  // What leaves is called what it was called: a replacement may come back under another name.
  const models =
    direction(edit) === 'remove'
      ? [change.before, change.after, end]
      : [end, change.after, change.before];
  const rest = {
    stage: placed.stage,
    step: placed.step,
    inChange: placed.inChange,
    why: extraReason(placed.extra) ?? dnsReason(edit),
    origin: originIn(change, edit),
  };
  const there = (value: string) =>
    direction(edit) === 'remove' ? { before: value, after: '' } : { before: '', after: value };
  switch (edit.kind) {
    case 'zone': {
      const { name } = nameOfRecord(edit.id, ...models);
      return [{ kind: 'zone', change: direction(edit), name, zone: name, ...there(name), ...rest }];
    }
    case 'link':
    case 'resolution-policy':
      return [{ ...linkRow(edit, models, there), ...rest }];
    case 'zone-group':
      return groupRows(edit, models, there).map((row) => ({ ...row, ...rest }));
    case 'record':
      return [{ ...recordRow(edit, models, there), ...rest }];
    default:
      return [];
  }
}

function dnsReason(edit: Edit): string {
  if (edit.kind === 'link') {
    return direction(edit) === 'remove'
      ? 'the virtual network no longer asks the zone: its names answer publicly again'
      : 'from here the virtual network asks the zone, and names that it lacks no longer resolve there';
  }
  if (edit.kind === 'zone-group' || edit.kind === 'record') {
    return direction(edit) === 'remove'
      ? 'the private answer goes'
      : 'the private answer, for every virtual network that sees the zone';
  }
  return direction(edit) === 'remove' ? 'its records go with it' : 'holds the private answers';
}

type Row = Omit<DnsChange, 'stage' | 'step' | 'inChange' | 'why' | 'origin'>;
type There = (value: string) => { readonly before: string; readonly after: string };

function linkRow(edit: Edit, models: readonly NetworkModel[], there: There): Row {
  const link = models.map((model) => model.links[edit.id]).find((each) => each !== undefined);
  const zone = link === undefined ? '' : nameOfRecord(link.zone, ...models).name;
  const vnet =
    link !== undefined && isKnown(link.vnet) ? nameOfRecord(link.vnet, ...models) : undefined;
  const text = (value: unknown) => (typeof value === 'string' ? value : 'not shown');
  const values =
    edit.kind === 'resolution-policy'
      ? { before: text(edit.before), after: text(edit.after) }
      : edit.before !== undefined && edit.after !== undefined
        ? { before: 'linked', after: 'linked otherwise' }
        : there('linked');
  return {
    kind: 'link',
    change: direction(edit),
    name: link?.name ?? edit.id,
    zone,
    ...(vnet === undefined ? {} : { vnet: vnet.label, vnetName: vnet.name }),
    ...values,
  };
}

/** A zone group is written as one thing; what clients see of it are the records, one for each name. */
function groupRows(edit: Edit, models: readonly NetworkModel[], there: There): Row[] {
  const group = [edit.after, edit.before].find(
    (each) => each !== undefined,
  ) as NetworkModel['zoneGroups'][string];
  const endpoint = models
    .map((model) => model.endpoints[group.endpoint])
    .find((each) => each !== undefined);
  const zones = group.zones.filter(isKnown).map((each) => nameOfRecord(each, ...models).name);
  const address =
    endpoint !== undefined && isKnown(endpoint.addresses)
      ? endpoint.addresses.join(', ')
      : `the address of ${endpoint?.name ?? group.name}`;
  const records = usedBy(models, endpoint).filter((name) =>
    zones.some((zone) => zone.toLowerCase() === name.zone.toLowerCase()),
  );
  return [
    ...zones.map(
      (zone): Row => ({
        kind: 'zone-group',
        change: direction(edit),
        name: endpoint?.name ?? group.name,
        zone,
        ...there(zone),
      }),
    ),
    ...records.map(
      (name): Row => ({
        kind: 'record',
        change: direction(edit),
        name: `${name.record}.${name.zone}`,
        zone: name.zone,
        ...there(address),
      }),
    ),
  ];
}

function recordRow(edit: Edit, models: readonly NetworkModel[], there: There): Row {
  const record = [edit.after, edit.before].find(
    (each) => each !== undefined,
  ) as NetworkModel['records'][string];
  const zone = nameOfRecord(record.zone, ...models).name;
  const shown = (value: unknown): string => {
    const addresses = (value as NetworkModel['records'][string] | undefined)?.addresses;
    if (addresses === undefined) return '';
    if (isUnknown(addresses)) return 'known after apply';
    return addresses
      .map((each) => {
        const id = followed(each);
        return id === undefined ? each : `the address of ${nameOfRecord(id, ...models).name}`;
      })
      .join(', ');
  };
  const values =
    direction(edit) === 'update'
      ? { before: shown(edit.before), after: shown(edit.after) }
      : there(shown(edit.after ?? edit.before));
  return {
    kind: 'record',
    change: direction(edit),
    name: `${record.record}.${zone}`,
    zone,
    ...values,
  };
}

/** Open connections that a unit closes: one row for each subnet and service. */
export function connectionResets(
  moment: Moment,
  edits: readonly Edit[],
  place: {
    readonly stage: number;
    readonly step: string;
    readonly cause: string;
    readonly change: Change;
  },
): ConnectionReset[] {
  const rows = new Map<string, ConnectionReset>();
  for (const felt of moment.felt.filter((each) => each.effect === 'reset')) {
    const { flow } = felt.track;
    const edit =
      edits.find(
        (each) =>
          each.kind === 'service-endpoint' && concernsFlow(each, felt.track.flow, place.change),
      ) ?? edits[0];
    if (edit === undefined) continue;
    const onSubnet = edit.kind === 'service-endpoint';
    const service = onSubnet ? valueIn(edit) : serviceOf(flow.target, place.change, flow.family);
    const home = onSubnet
      ? nameOfRecord(edit.id, place.change.after, place.change.before)
      : { name: flow.clientName, label: flow.clientLabel };
    const key = `${home.label} ${service}`;
    const known = rows.get(key);
    const longest = known === undefined || upper(felt.minutes) > upper(known.minutes);
    rows.set(key, {
      subnet: home.label,
      subnetName: home.name,
      service,
      evidence:
        known !== undefined && sureness(known) > sureness(flow) ? known.evidence : flow.evidence,
      stage: place.stage,
      step: place.step,
      cause: place.cause,
      workloads: workloadsOf(onSubnet ? edit.id : flow.client, place.change),
      ...(longest
        ? { minutes: felt.minutes, basis: sharesOf(felt, () => place.step) }
        : lengthOf(known)),
      origin: originIn(place.change, edit),
    });
  }
  return [...rows.values()];
}

function lengthOf({ minutes, basis }: ConnectionReset): Pick<ConnectionReset, 'minutes' | 'basis'> {
  return basis === undefined ? { minutes } : { minutes, basis };
}

function concernsFlow(
  edit: Edit,
  flow: Moment['felt'][number]['track']['flow'],
  change: Change,
): boolean {
  const family = flow.family ?? serviceOf(flow.target, change, undefined);
  return edit.key === family;
}

function serviceOf(target: string, change: Change, family: string | undefined): string {
  const found = change.before.targets[target] ?? change.after.targets[target];
  return family ?? found?.traits.endpointFamily ?? found?.type ?? '*';
}

function workloadsOf(subnet: string, change: Change): string[] {
  const names = [change.before, change.after].flatMap((model) =>
    Object.values(model.workloads)
      .filter((each) => each.subnet === subnet)
      .map((each) => `${each.noun} ${each.name}`),
  );
  return [...new Set(names)].sort();
}
