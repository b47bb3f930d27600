import type { Contest } from '../../core/change.ts';
import { canonical } from '../../core/equal.ts';
import { isUnknown } from '../../core/known.ts';
import { later } from '../../core/later.ts';
import type { Collection } from '../../core/model.ts';
import type { Origin } from '../../core/plan.ts';
import { services } from '../../knowledge/services/index.ts';
import type { Reading, ResourceChange } from '../resource.ts';
import { type Fragment, rank, type Told } from './fragment.ts';
import { stands } from './select.ts';

// Two resources of one plan that manage the same place of Azure: a list inside a resource, and resources of their own beside it.
// Providers read such lists back, so that the values alone do not tell who manages them: the configuration does.

/** Places that one resource may write inline and another on its own. */
const contestable: { readonly [C in Collection]?: readonly string[] } = {
  vnets: ['dnsServers'],
  subnets: ['endpoints', 'endpointPolicies', 'securityGroup', 'routeTable', 'natGateway'],
  targets: ['publicNetworkAccess', 'defaultAction', 'networkRules', 'ipRules', 'resourceInstances'],
  securityGroups: ['rules'],
  routeTables: ['routes'],
  zoneGroups: ['zones'],
};

/** Where they stand in the resource that holds them inline. */
const inline: Readonly<Record<string, { readonly [C in Collection]?: string }>> = {
  azurerm_virtual_network: { vnets: 'dns_servers', subnets: 'subnet' },
  'microsoft.network/virtualnetworks': {
    vnets: 'properties.dhcpOptions.dnsServers',
    subnets: 'properties.subnets',
  },
  azurerm_network_security_group: { securityGroups: 'security_rule' },
  'microsoft.network/networksecuritygroups': { securityGroups: 'properties.securityRules' },
  azurerm_route_table: { routeTables: 'route' },
  'microsoft.network/routetables': { routeTables: 'properties.routes' },
};

/** Attributes of a subnet of its own. One that nobody gives may be ignored on purpose (lifecycle), which a plan does not show. */
const ofSubnet: Readonly<Record<string, readonly string[]>> = {
  endpoints: ['service_endpoints', 'service_endpoint'],
  endpointPolicies: ['service_endpoint_policy_ids'],
};

const forms = later(
  () =>
    new Map(
      services.flatMap(({ forms: all }) =>
        all
          .filter((form) => form.of === undefined)
          .flatMap((form) => form.types.map((type) => [type.toLowerCase(), form] as const)),
      ),
    ),
);

/** Attributes by type: places that others may write as well. */
const contested = new Map<string, ReadonlySet<string>>([
  ['azurerm_subnet', new Set(Object.values(ofSubnet).flat())],
  ...Object.entries(inline).map(
    ([type, paths]) => [type, new Set(Object.values(paths).map(top))] as const,
  ),
]);

function contestedOf(type: string): ReadonlySet<string> {
  const settings = forms().get(type)?.settings;
  const paths = [
    settings?.networkRules?.each,
    settings?.ipRules?.[0]?.each,
    settings?.publicNetworkAccess?.paths[0],
    settings?.defaultAction?.paths[0],
    settings?.resourceInstances?.paths[0],
  ];
  return new Set(paths.flatMap((path) => (path === undefined ? [] : top(path))));
}

function top(path: string): string {
  return path.split('.')[0] ?? '';
}

interface Claim {
  readonly field: string;
  readonly value: unknown;
  /** All entries of the place, or one beside others. */
  readonly whole: boolean;
  readonly by: Origin;
  /** Empty, for nobody wrote it. */
  readonly implied?: true;
}

/** Attributes of which it counts whether the configuration gives them: the places that others may write as well. */
export function contestedIn(type: string): ReadonlySet<string> {
  const own = type.toLowerCase();
  const known = contested.get(own) ?? contestedOf(own);
  contested.set(own, known);
  return known;
}

/** Places that several resources write after the change, not all the same, where the change alters what one of them says. */
export function contestsIn(readings: readonly Reading[], told: Told): readonly Contest[] {
  const speakers = new Map(
    readings.flatMap(({ resources }) =>
      resources.map((change) => [change.origin, change] as const),
    ),
  );
  // What is said in the same words on both sides is nothing that the change alters.
  const old = new Set(told.before);
  const altered = new Set(told.after.filter((each) => !old.has(each)).flatMap(placesOf));
  const inQuestion = (each: Fragment) => placesOf(each).some((place) => altered.has(place));
  const before = claimsIn(told.before.filter(inQuestion), speakers);
  return [...claimsIn(told.after.filter(inQuestion), speakers)].flatMap(([place, claims]) => {
    if (new Set(claims.map(({ by }) => by)).size < 2) return [];
    const former = new Set((before.get(place) ?? []).map(written));
    return contestsAt(place, claims).filter(({ by }) =>
      claims.some((each) => by.includes(each.by) && !former.has(written(each))),
    );
  });
}

function written({ field, value, by }: Claim): string {
  return canonical([field, value, by]);
}

function claimsIn(
  fragments: readonly Fragment[],
  speakers: ReadonlyMap<Origin, ResourceChange>,
): Map<string, Claim[]> {
  const found = new Map<string, Claim[]>();
  const add = (place: string, claim: Claim) => {
    const known = found.get(place);
    if (known === undefined) found.set(place, [claim]);
    else known.push(claim);
  };
  const lists = new Map<Origin, Record<string, true>>();
  for (const each of fragments) {
    const speaker = speakers.get(each.origin);
    if (speaker === undefined || !manages(speaker)) continue;
    for (const claim of claimsOf(each, speaker)) add(`${each.collection}|${each.id}`, claim);
    const vnet = networkOf(each);
    if (vnet === undefined) continue;
    const own = { field: 'subnets', by: each.origin };
    const block = inline[speaker.type.toLowerCase()]?.subnets;
    if (block === undefined) {
      add(`vnets|${vnet}`, { ...own, value: { [each.id]: true }, whole: false });
    } else if (isMeant(each, speaker, block)) {
      const known = lists.get(each.origin);
      if (known !== undefined) known[each.id] = true;
      else {
        const value: Record<string, true> = { [each.id]: true };
        lists.set(each.origin, value);
        add(`vnets|${vnet}`, { ...own, value, whole: true });
      }
    }
  }
  return found;
}

function manages({ action, data }: ResourceChange): boolean {
  return data !== true && action !== 'forget' && action !== 'delete' && action !== 'read';
}

function claimsOf(each: Fragment, speaker: ResourceChange): Claim[] {
  const list = inline[speaker.type.toLowerCase()]?.[each.collection];
  const isList = each.collection === 'securityGroups' || each.collection === 'routeTables';
  // The record itself is no word on its rules, and what is altered in a list is in the list.
  if (isList && (each.exists || each.rank === rank.changed)) return [];
  const { fields, adds = {} } = each as { fields: Values; adds?: Values };
  return (contestable[each.collection] ?? []).flatMap((field) => {
    const value = fields[field] ?? adds[field];
    const path = list ?? settingOf(speaker, each.collection, field);
    if (value === undefined || !isMeant(each, speaker, path)) return [];
    const whole = fields[field] !== undefined || list !== undefined;
    const implied = isImplied(speaker, each, field) ? { implied: true as const } : {};
    return [{ field, value, whole, by: each.origin, ...implied }];
  });
}

type Values = Readonly<Record<string, unknown>>;

function settingOf(
  { type }: ResourceChange,
  collection: Collection,
  field: string,
): string | undefined {
  const settings = collection === 'targets' ? forms().get(type.toLowerCase())?.settings : undefined;
  switch (field) {
    case 'networkRules':
      return settings?.networkRules?.each;
    case 'ipRules':
      return settings?.ipRules?.[0]?.each;
    case 'publicNetworkAccess':
    case 'defaultAction':
    case 'resourceInstances':
      return settings?.[field]?.paths[0];
    default:
      return undefined;
  }
}

function isImplied(change: ResourceChange, { collection }: Fragment, field: string): boolean {
  const attributes = ofSubnet[field];
  if (change.type !== 'azurerm_subnet' || collection !== 'subnets' || attributes === undefined)
    return false;
  const { configured } = change;
  return configured !== undefined && !attributes.some((each) => configured.includes(each));
}

/** Whether somebody wrote it there, and the provider did not read it back. */
function isMeant(
  { rank: weight }: Fragment,
  change: ResourceChange,
  path: string | undefined,
): boolean {
  if (weight === rank.assumed) return false;
  if (change.dialect === 'arm') return path === undefined || stands(change.after, path);
  if (weight >= rank.own) return true;
  if (path === undefined) return false;
  if (change.configured?.includes(top(path)) === true) return true;
  return weight === rank.changed && change.action === 'update';
}

/** The records that it may claim something of: a subnet is an entry of its network as well. */
function placesOf(each: Fragment): readonly string[] {
  const place = `${each.collection}|${each.id}`;
  const vnet = networkOf(each);
  return vnet === undefined ? [place] : [place, `vnets|${vnet}`];
}

/** The network that a subnet is an entry of. */
function networkOf({ collection, exists, fields }: Fragment): string | undefined {
  const vnet = collection === 'subnets' && exists ? (fields as Values).vnet : undefined;
  return typeof vnet === 'string' ? vnet : undefined;
}

function contestsAt(place: string, claims: readonly Claim[]): Contest[] {
  const [collection = '', id = ''] = place.split('|');
  return [...new Set(claims.map(({ field }) => field))].flatMap((field) => {
    const all = claims.filter((each) => each.field === field);
    const lists = all.filter(({ whole }) => whole);
    const rivals = all.filter((each) => lists.some((list) => differ(list, each)));
    const by = [...new Set([...lists, ...rivals].map((each) => each.by))];
    if (rivals.length === 0 || by.length < 2) return [];
    const sure = !all.some(({ value, implied }) => implied === true || hides(value));
    return [{ collection: collection as Collection, id, field, by, sure }];
  });
}

function differ(list: Claim, other: Claim): boolean {
  if (list.by === other.by) return false;
  if (other.whole) return canonical(list.value) !== canonical(other.value);
  const entries = list.value as Values;
  return Object.entries(other.value as Values).some(
    ([key, value]) => canonical(entries[key]) !== canonical(value),
  );
}

function hides(value: unknown): boolean {
  if (isUnknown(value)) return true;
  return typeof value === 'object' && value !== null && Object.values(value).some(hides);
}
