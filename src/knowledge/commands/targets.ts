import { range } from '../../core/cidr.ts';
import { isKnown, type Known } from '../../core/known.ts';
import type { Id, IpRule, NetworkModel, NetworkRule, Target } from '../../core/model.ts';
import { shortName } from '../../core/resource-id.ts';
import type { Lines, Move } from '../move.ts';
import { idText, nameText, parentName, placeOf, resourceOf } from '../places.ts';
import type { Service } from '../service.ts';
import { fill, flag, type Values } from '../shell.ts';
import { addRule, keepRules, setProperty, settingsOf } from './properties.ts';
import { type ListCommands, type SettingCommands, serviceCommands } from './services.ts';

// Commands for what a target admits. The shapes stand in services.ts, by ARM type; a type without one is written by properties.

/** The target on one side, with what its commands need. */
interface Door {
  readonly target: Target;
  readonly model: NetworkModel;
  readonly service: Service | undefined;
  readonly values: Values;
}

type Find = (type: string) => Service | undefined;

function door(move: Move, find: Find): Door | undefined {
  const target = move.now.targets[move.id];
  if (target === undefined) return undefined;
  const place = placeOf(resourceOf(move.now, target));
  const site = target.type.endsWith('/slots') ? parentName(place) : undefined;
  return {
    target,
    model: move.now,
    service: find(target.type),
    values: {
      id: place.id,
      group: place.group,
      name: place.name,
      subscription: place.subscription,
      site: site ?? place.name,
      slot: flag('--slot', site === undefined ? undefined : place.name),
      scm: flag('--scm-site', doorName(target) === undefined ? undefined : 'true'),
    },
  };
}

/** Which door of its resource a target is; undefined for the first. */
function doorName(target: Target): string | undefined {
  return target.id === target.resource ? undefined : target.id.slice(target.resource.length + 1);
}

/** A virtual network rule that comes, goes or changes its flag. */
export function networkRule(move: Move, find: Find): Lines {
  const at = door(move, find);
  const subnet = idText(move.now.subnets, move.key);
  if (at === undefined || subnet === undefined) return [];
  const was = move.was.targets[move.id]?.networkRules[move.key];
  const now = at.target.networkRules[move.key];
  const rule = now ?? was;
  if (rule === undefined || !isKnown(rule)) return [];
  const values = { ...at.values, ...ruleValues(at.model, move.key, rule), subnet };
  const template = templateFor(serviceCommands[at.target.type]?.['virtual-network-rule'], was, now);
  const setting = settingsOf(at.service, doorName(at.target)).networkRules;
  if (template !== undefined && !losesFlag(template, now, setting?.ignoreMissing)) {
    return [fill(template, values)];
  }
  if (now !== undefined) return was === undefined ? [addRule(setting, subnet, rule, values)] : [];
  const kept = Object.entries(at.target.networkRules);
  const named = kept.map(([key, each]) => [idText(at.model.subnets, key), each] as const);
  return [keepRules(setting, named, values)];
}

// What comes needs a flag that the row knows and the command has no word for.
function losesFlag(
  template: string,
  now: Known<NetworkRule> | undefined,
  known: string | undefined,
): boolean {
  const needed = now !== undefined && isKnown(now) && now.ignoreMissing;
  return needed && known !== undefined && !template.includes('{flag}');
}

function templateFor(
  list: ListCommands | undefined,
  was: unknown,
  now: unknown,
): string | undefined {
  if (list === undefined) return undefined;
  if ('all' in list) return list.all;
  if (now === undefined) return list.remove;
  return was === undefined ? list.add : list.update;
}

// A made-up name holds the network's too: two networks may each have a snet-app.
function ruleValues(model: NetworkModel, subnet: Id, rule: NetworkRule): Values {
  const record = model.subnets[subnet];
  const network = record !== undefined && isKnown(record.vnet) ? record.vnet : undefined;
  const names = [network === undefined ? undefined : nameText(model.vnets, network)];
  return {
    rule: [...names, nameText(model.subnets, subnet)]
      .filter((name) => name !== undefined)
      .join('-'),
    flag: String(rule.ignoreMissing),
    ...precedence(rule),
  };
}

// Where the rule says nothing, a number that leaves room on either side.
function precedence({ action = 'Allow', priority = 300 }: NetworkRule | IpRule): Values {
  return { action, priority: String(priority) };
}

/** An IP rule that comes or goes. */
export function ipRule(move: Move, find: Find): Lines {
  const at = door(move, find);
  const list = serviceCommands[at?.target.type ?? '']?.['ip-rule'];
  if (at === undefined || list === undefined) return [];
  const single = serviceCommands[at.target.type]?.single;
  if ('all' in list) return [fill(list.all, { ...at.values, ...allRanges(at.target) })];
  const was = move.was.targets[move.id]?.ipRules[move.key];
  const now = at.target.ipRules[move.key];
  const change = [
    was === undefined ? [] : [[list.remove, was] as const],
    now === undefined ? [] : [[list.add, now] as const],
  ];
  return change
    .flat()
    .map(([template, rule]) =>
      isKnown(rule) ? fill(template, { ...at.values, ...rangeValues(rule, single) }) : undefined,
    );
}

function rangeValues(rule: IpRule, single: 'range' | undefined): Values {
  const bounds = range(rule.range);
  if (bounds === undefined) return {};
  const [first, last] = [dotted(bounds.first), dotted(bounds.last)];
  const anyAzure = first === '0.0.0.0' && last === '0.0.0.0';
  return {
    ...precedence(rule),
    first,
    last,
    rule: anyAzure ? 'AllowAllWindowsAzureIps' : `ip-${first.replaceAll('.', '-')}`,
    range: spelled(rule.range, single),
  };
}

/** One address or a CIDR, as the service takes a single address; undefined for a range that is neither. */
function spelled(text: string, single: 'range' | undefined): string | undefined {
  const bounds = range(text);
  if (bounds === undefined) return undefined;
  if (bounds.first !== bounds.last) return text.includes('-') ? undefined : text;
  return single === undefined ? dotted(bounds.first) : `${dotted(bounds.first)}/32`;
}

function dotted(address: number): string {
  return [24, 16, 8, 0].map((bits) => Math.floor(address / 2 ** bits) % 256).join('.');
}

function allRanges({ ipRules }: Target): Values {
  const all = Object.values(ipRules).map((rule) =>
    isKnown(rule) ? spelled(rule.range, undefined) : undefined,
  );
  if (all.includes(undefined)) return {};
  return {
    joined: all
      .flatMap((each) => each ?? [])
      .sort()
      .join(','),
  };
}

/** A resource instance that passes the rules, or no longer does. */
export function resourceInstance(move: Move, find: Find): Lines {
  const at = door(move, find);
  const list = serviceCommands[at?.target.type ?? '']?.['resource-instance'];
  if (at === undefined || list === undefined) return [];
  if ('all' in list) {
    const keys = Object.keys(at.target.resourceInstances);
    if (keys.some((key) => !key.startsWith('/'))) return [];
    return [fill(list.all, { ...at.values, values: keys.length === 0 ? '' : keys.sort() })];
  }
  const template = at.target.resourceInstances[move.key] === undefined ? list.remove : list.add;
  const key = move.key.startsWith('/') ? move.key : undefined;
  return [fill(template, { ...at.values, key, tenant: `<tenant of ${shortName(move.key)}>` })];
}

type Plain = 'default-action' | 'public-network-access' | 'network-rules-enabled';

const fields = {
  'default-action': 'defaultAction',
  'public-network-access': 'publicNetworkAccess',
  'network-rules-enabled': 'networkRulesEnabled',
} as const satisfies Record<Plain, keyof Target>;

/** One value of the firewall. */
export function setting(kind: Plain): (move: Move, find: Find) => Lines {
  return (move, find) => {
    const at = door(move, find);
    if (at === undefined) return [];
    const value: Known<string | boolean> = at.target[fields[kind]];
    if (!isKnown(value)) return [];
    const own = run(serviceCommands[at.target.type]?.[kind], String(value), at.values);
    if (own !== undefined) return own;
    const place = settingsOf(at.service, doorName(at.target))[fields[kind]];
    return [setProperty(place, String(value), at.values)].filter((line) => line !== undefined);
  };
}

function run(commands: SettingCommands | undefined, value: string, values: Values) {
  const word = commands?.words === undefined ? value : commands.words[value];
  if (commands === undefined || word === undefined) return undefined;
  return commands.run.map((template) => fill(template, { ...values, value: word }));
}

/** Services that pass the rules: the whole list where there are several, else whether Azure's own do. */
export function trusted(move: Move, find: Find): Lines {
  const at = door(move, find);
  const commands = serviceCommands[at?.target.type ?? '']?.['trusted-services'];
  if (at === undefined || commands === undefined || !isKnown(at.target.trusted)) return [];
  const names = at.target.trusted.filter((name) => name !== 'None');
  if (commands.words !== undefined) {
    return run(commands, names.includes('AzureServices') ? 'AzureServices' : '', at.values) ?? [];
  }
  const values = names.length === 0 ? ['None'] : [...names].sort();
  return commands.run.map((template) => fill(template, { ...at.values, values }));
}
