import { isUnknown } from '../../core/known.ts';
import type { Collection, Id, NetworkModel } from '../../core/model.ts';
import type { Gap } from '../../core/plan.ts';
import { shortName } from '../../core/resource-id.ts';
import { isAssumed, isSeparate, type Plain, type Shown, tableOf, tellerOf } from './shown.ts';

// Facts that the plan shows before the change, and that Azure shows otherwise: somebody has changed them since. Only what the
// two spell alike is compared.

const compared: readonly (readonly [Collection, string, string])[] = [
  ['targets', 'publicNetworkAccess', 'public network access'],
  ['targets', 'defaultAction', 'the default action'],
  ['targets', 'networkRules', 'the virtual network rules'],
  ['targets', 'ipRules', 'the IP rules'],
  ['subnets', 'endpoints', 'the service endpoints'],
  ['subnets', 'securityGroup', 'the network security group'],
  ['subnets', 'routeTable', 'the route table'],
  ['subnets', 'natGateway', 'the NAT gateway'],
  ['vnets', 'dnsServers', 'the DNS servers'],
  ['vnets', 'addressSpace', 'the address space'],
  ['endpoints', 'status', 'the connection'],
  ['endpoints', 'subnet', 'the subnet'],
];

export function driftGaps(shown: Shown, live: NetworkModel): readonly Gap[] {
  return compared.flatMap(([collection, field, word]) => {
    const now = tableOf(live, collection);
    return Object.entries(tableOf(shown.before, collection)).flatMap(([id, record]) => {
      const today = now[id];
      const origin = tellerOf(shown, `${collection}|${id}`);
      if (today === undefined || origin === undefined) return [];
      if (record[field] === null && isAssumed(shown, id, field)) return [];
      const [was, is] = difference(record[field], today[field], isSeparate(today, field));
      if (was === is) return [];
      return [
        {
          origin: tellerOf(shown, `${collection}|${id}|${field}`) ?? origin,
          missing: `changed since the plan was made: ${word} of ${String(record.name)} (${was} in the plan, ${is} in Azure)`,
          affects: [String(record.label)],
          howToFind: 'Make the plan again.',
        },
      ];
    });
  });
}

/** Both values in words where they are known and differ. */
function difference(old: unknown, now: unknown, separate: boolean): readonly [string, string] {
  const [a, b] = [namesIn(old), namesIn(now)];
  const same = ['', ''] as const;
  if (a === undefined || b === undefined) return same;
  const [gone, come] = [
    a.filter((each) => !b.includes(each)),
    b.filter((each) => !a.includes(each)),
  ];
  if (gone.length === 0 && (separate || come.length === 0)) return same;
  return [listed(separate ? gone : a), separate ? 'not there' : listed(b)];
}

/** A value as names to compare; undefined where it is not known, or where nobody set it. */
function namesIn(value: unknown): readonly string[] | undefined {
  if (value === null) return [];
  if (value === undefined || value === 'unset' || isUnknown(value)) return undefined;
  if (Array.isArray(value)) return value.map(String);
  if (typeof value !== 'object') return [String(value)];
  const entries = Object.entries(value as Plain);
  if (entries.some(([key, entry]) => /^[*?]/.test(key) || isUnknown(entry))) return undefined;
  return entries.map(([key, entry]) => serviceIn(entry) ?? key);
}

function serviceIn(entry: unknown): string | undefined {
  const service =
    typeof entry === 'object' && entry !== null ? (entry as Plain).service : undefined;
  return typeof service === 'string' ? service : undefined;
}

const most = 5;

function listed(names: readonly Id[]): string {
  if (names.length === 0) return 'none';
  const shown = names.slice(0, most).map(shortName).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
