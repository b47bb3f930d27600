import { isKnown, isUnknown, type Known, unknown } from '../../core/known.ts';
import type { Entries, IpRule, NetworkRule, Target } from '../../core/model.ts';
import type {
  IpRulesSetting,
  NamesSetting,
  NetworkRulesSetting,
  Setting,
  Settings,
} from '../../knowledge/service.ts';
import type { Json, Properties, UnknownLeaf } from '../resource.ts';
import { idsIn } from './refer.ts';
import { asText, isLeaf, listAt, select, stands } from './select.ts';
import { because, text, textsOr, unset, type View } from './view.ts';

export type SettingFields = Partial<
  Pick<
    Target,
    | 'publicNetworkAccess'
    | 'defaultAction'
    | 'networkRules'
    | 'networkRulesEnabled'
    | 'ipRules'
    | 'trusted'
    | 'resourceInstances'
  >
>;

/** Settings as they stand in one resource. With `whole`, what is absent means what the row says; else it says nothing. */
export function settingsIn(view: View, settings: Settings, whole: boolean): SettingFields {
  const {
    publicNetworkAccess,
    defaultAction,
    networkRules,
    networkRulesEnabled,
    ipRules,
    trusted,
    resourceInstances,
  } = settings;
  const enabled = networkRulesEnabled && plain(view, networkRulesEnabled, whole);
  const lists = {
    networkRules:
      networkRules && shownAt(view, networkRules.each, whole)
        ? networkRulesIn(view, networkRules)
        : undefined,
    ipRules:
      ipRules?.some((each) => shownAt(view, each.each, whole)) === true
        ? Object.assign({}, ...ipRules.map((each) => ipRulesIn(view, each)))
        : undefined,
    resourceInstances:
      resourceInstances?.paths.some((path) => shownAt(view, path, whole)) === true
        ? instancesIn(view, resourceInstances)
        : undefined,
  };
  return present({
    publicNetworkAccess: publicNetworkAccess && plain(view, publicNetworkAccess, whole),
    defaultAction: defaultAction && plain(view, defaultAction, whole),
    networkRulesEnabled: enabled === undefined || isUnknown(enabled) ? enabled : enabled === 'true',
    trusted: trusted && namesIn(view, trusted, whole),
    ...lists,
  });
}

function present(
  fields: { readonly [K in keyof SettingFields]: SettingFields[K] | undefined },
): SettingFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

// In a partial body an absent list says nothing; an empty one, or one that is there, replaces all.
function shownAt(view: View, path: string, whole: boolean): boolean {
  return whole || path === '' || stands(view.props, path);
}

export function plain<T extends string>(
  view: View,
  setting: Setting<T>,
  whole: boolean,
): Known<T> | undefined {
  const absent = whole ? setting.absent?.value : undefined;
  if (setting.paths.every((path) => unset(view, path))) return absent;
  const found = text(view, ...setting.paths);
  if (found === undefined || isUnknown(found)) return found ?? absent;
  const word = setting.words === undefined ? found : setting.words[found.toLowerCase()];
  return (
    (word as T | undefined) ??
    unknown(`${view.change.address}: ${setting.paths[0]} has the value ${found}`)
  );
}

export function namesIn(
  view: View,
  setting: NamesSetting,
  whole: boolean,
): Known<readonly string[]> | undefined {
  const absent: Known<readonly string[]> | undefined = whole
    ? (setting.absent?.value ?? [])
    : undefined;
  if (setting.paths.every((path) => unset(view, path))) return absent;
  const found = textsOr(view, absent ?? [], ...setting.paths);
  if (isUnknown(found)) return found;
  const words = found.flatMap((each) => each.split(',')).map((each) => each.trim());
  const names = words.map((each) => setting.words?.[each.toLowerCase()] ?? each);
  return [...new Set(names.filter((each) => each !== '' && each.toLowerCase() !== 'none'))].sort();
}

function instancesIn(view: View, setting: NamesSetting): Entries<true> {
  const found = setting.paths.flatMap((path) =>
    select(view.props, path).map((value) => ({ path, value })),
  );
  return Object.fromEntries(
    found
      .filter(({ path }) => !unset(view, path))
      .map(({ path, value }, index): readonly [string, Known<true>] =>
        isLeaf(value)
          ? [`?${index}`, because(view, path, value)]
          : [view.directory.idOf(asText(value) ?? ''), true],
      ),
  );
}

/** Virtual network rules by the record of the subnet they name. */
function networkRulesIn(view: View, setting: NetworkRulesSetting): Entries<NetworkRule> {
  const path = setting.each === '' ? setting.subnet : setting.each;
  const { values, open } = listAt(view.props, setting.each);
  const elements = values.filter(
    (each) => setting.subnet === '' || isLeaf(each) || select(each, setting.subnet).length > 0,
  );
  const named = elements.map((each) =>
    setting.subnet === '' || isLeaf(each) ? each : select(each, setting.subnet)[0],
  );
  const subnets = named.map((each) => each ?? null);
  // Known ones first, as idsIn orders them: the rules must follow the same order.
  const order = [...subnets.keys()].sort(
    (a, b) => Number(isOpen(subnets[a])) - Number(isOpen(subnets[b])),
  );
  const ids = idsIn(
    view,
    order.map((at) => subnets[at] ?? null),
    path,
    ['subnet'],
  );
  const rules = ids.map((id, index): readonly [string, Known<NetworkRule>] => {
    const element = elements[order[index] ?? 0] ?? null;
    return isUnknown(id)
      ? [`?${view.change.address} ${index}`, id]
      : [id, rule(view, element, setting)];
  });
  return { ...Object.fromEntries(rules), ...rest(view, setting.each, open) };
}

/** Entries that a list hides which is unknown as a whole. */
function rest(view: View, path: string, open: UnknownLeaf | undefined): Entries<never> {
  if (open === undefined || unset(view, path)) return {};
  return { '*': because(view, path, open) };
}

function isOpen(value: Json | undefined): boolean {
  return value !== undefined && isLeaf(value);
}

function rule(view: View, element: Json, setting: NetworkRulesSetting): Known<NetworkRule> {
  const missing = setting.ignoreMissing === undefined ? [] : select(element, setting.ignoreMissing);
  return (
    hiddenIn(view, element, [setting.ignoreMissing, setting.action, setting.priority]) ?? {
      ignoreMissing: asText(missing[0] ?? '')?.toLowerCase() === 'true',
      ...verdict(element, setting),
    }
  );
}

function ipRule(view: View, range: string, element: Json, setting: IpRulesSetting): Known<IpRule> {
  return (
    hiddenIn(view, element, [setting.action, setting.priority]) ?? {
      range,
      ...verdict(element, setting),
    }
  );
}

/** What is not known of a rule beside whom it names, where somebody configured it. */
function hiddenIn(
  view: View,
  element: Json,
  paths: readonly (string | undefined)[],
): ReturnType<typeof because> | undefined {
  for (const path of paths) {
    const open = path === undefined ? undefined : select(element, path).find(isLeaf);
    if (
      path !== undefined &&
      open !== undefined &&
      !unset({ ...view, props: element as Properties }, path)
    )
      return because(view, path, open);
  }
  return undefined;
}

function verdict(element: Json, setting: { readonly action?: string; readonly priority?: string }) {
  const action =
    setting.action === undefined ? undefined : asText(select(element, setting.action)[0] ?? '');
  const priority =
    setting.priority === undefined ? undefined : asText(select(element, setting.priority)[0] ?? '');
  const word: 'Deny' | 'Allow' = action?.toLowerCase() === 'deny' ? 'Deny' : 'Allow';
  return {
    ...(action === undefined || action === '' ? {} : { action: word }),
    ...(priority === undefined || !Number.isFinite(Number.parseInt(priority, 10))
      ? {}
      : { priority: Number(priority) }),
  };
}

/** IP rules by range. An address that is not known yet keeps the identity of the public IP it comes from: `?` and its ID. */
function ipRulesIn(view: View, setting: IpRulesSetting): Entries<IpRule> {
  const { values, open } = listAt(view.props, setting.each);
  const rules = values.flatMap((each) => ranges(view, each, setting));
  return { ...Object.fromEntries(rules), ...rest(view, setting.each, open) };
}

function ranges(
  view: View,
  element: Json,
  setting: IpRulesSetting,
): readonly (readonly [string, Known<IpRule>])[] {
  if (isLeaf(element)) return [openRange(view, element, setting.each)];
  const tags =
    setting.tag === undefined
      ? []
      : select(element, setting.tag).flatMap((each) => asText(each) ?? []);
  const given =
    setting.range === undefined ? span(element, setting) : select(element, setting.range);
  const [tag] = tags.filter((each) => each.toLowerCase() !== 'default');
  if (tag !== undefined) {
    // ARM says `ServiceTag` (or XffProxy) in `tag` and the tag itself in the address.
    const range = /^servicetag$/i.test(tag) ? (asText(given[0] ?? '') ?? tag) : tag;
    return [[range, ipRule(view, range, element, setting)]];
  }
  return given.flatMap((each): readonly (readonly [string, Known<IpRule>])[] => {
    if (isLeaf(each)) return [openRange(view, each, setting.range ?? setting.from ?? setting.each)];
    const written = (asText(each) ?? '').split(',').map((part) => part.trim().replace(/\/32$/, ''));
    return written
      .filter((range) => /^[0-9a-f.:/-]+$/i.test(range))
      .map((range) => [range, ipRule(view, range, element, setting)]);
  });
}

function span(element: Json, setting: IpRulesSetting): readonly Json[] {
  const [from] = select(element, setting.from ?? '');
  const [to = from] = select(element, setting.to ?? '');
  if (from === undefined || to === undefined) return [];
  if (isLeaf(from)) return [from];
  if (isLeaf(to)) return [to];
  return [from === to ? from : `${asText(from)}-${asText(to)}`];
}

function openRange(view: View, leaf: Json, path: string): readonly [string, Known<IpRule>] {
  const why = isLeaf(leaf)
    ? because(view, path, leaf)
    : unknown(`${view.change.address} does not show ${path}`);
  const [id] = idsIn(view, [leaf], path, ['public-ip', 'public-ip-prefix']);
  return [`?${id !== undefined && isKnown(id) ? id : view.change.address}`, why];
}
