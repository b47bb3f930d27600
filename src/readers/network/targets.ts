import { isUnknown, type Known, type Unknown, unknown } from '../../core/known.ts';
import type { Id, Target } from '../../core/model.ts';
import type { Form, Service, Settings } from '../../knowledge/service.ts';
import { services } from '../../knowledge/services/index.ts';
import { blanks } from './blank.ts';
import { type Fragment, fragment, type Rank, rank } from './fragment.ts';
import { asText, isLeaf, select } from './select.ts';
import { type SettingFields, settingsIn } from './settings.ts';
import { doorId, ownerOf, what } from './target-record.ts';
import type { Part, Teller } from './teller.ts';
import { because, differs, type View } from './view.ts';

/** Everything that the rows of services know how to read: formats × services, joined here and nowhere else. */
export const targets: readonly Teller[] = services.flatMap((service) =>
  service.forms.map((form) => ({
    types: form.types,
    // Types that no input has are never asked for.
    get reads() {
      return attributesOf(form);
    },
    ...(form.of === undefined ? {} : { of: partOf(form, form.of) }),
    tell: (given: View) => {
      const view = { ...given, computed: form.computed ?? [] };
      return form.of === undefined ? wholeTarget(view, service, form) : partOfTarget(view, form);
    },
    ...(form.destroyed === undefined ? {} : { gone: (view: View) => leftBehind(view, form) }),
  })),
);

function wholeTarget(view: View, service: Service, form: Form): readonly Fragment[] {
  const doors = [undefined, ...Object.keys(service.doors ?? {})];
  return doors.flatMap((door) => {
    const settings = door === undefined ? form.settings : (form.doors?.[door] ?? {});
    const shared = sharesRules(view, form, door);
    const rules = shared === true ? { ...settings, ...rulesOf(form.settings) } : settings;
    return [
      told(view, doorId(view.id, door), recordWeight(view), true, what(view, service, form, door)),
      neutral(view, service, door),
      stated(view, { ...form.settings, ...rules }, door),
      ...(isUnknown(shared)
        ? [told(view, doorId(view.id, door), rank.own, false, openRules(settings, shared))]
        : []),
    ];
  });
}

/** Whether a door has the rules of the resource itself, as far as the input shows. */
function sharesRules(view: View, form: Form, door: string | undefined): Known<boolean> {
  if (form.sameRules === undefined || form.sameRules.door !== door) return false;
  const { path } = form.sameRules;
  const [value] = select(view.props, path);
  if (value !== undefined && isLeaf(value)) return because(view, path, value);
  return value !== undefined && asText(value)?.toLowerCase() === 'true';
}

function openRules(settings: Settings, why: Unknown): SettingFields {
  const open = blanks.targets(why);
  const own = rulesOf(settings);
  return Object.fromEntries(Object.entries(open).filter(([key]) => key in own));
}

function rulesOf({ defaultAction, networkRules, ipRules }: Settings): Settings {
  return {
    ...(defaultAction === undefined ? {} : { defaultAction }),
    ...(networkRules === undefined ? {} : { networkRules }),
    ...(ipRules === undefined ? {} : { ipRules }),
  };
}

/**
 * What holds where the resource says nothing: features that the service does not have, and rules that would be resources of
 * their own. A patch or a data source that does not show a setting leaves it unknown.
 */
function neutral(view: View, service: Service, door: string | undefined): Fragment {
  const partial = isPatch(view) || view.change.data === true;
  const why = unknown(`${view.change.address} shows only a part of ${view.name}`);
  const fields = partial ? { ...absentFeatures, ...openSettings(service, why) } : absentFeatures;
  return told(view, doorId(view.id, door), rank.assumed, false, fields);
}

const absentFeatures: Required<SettingFields> = {
  publicNetworkAccess: 'unset',
  defaultAction: 'unset',
  networkRules: {},
  networkRulesEnabled: true,
  ipRules: {},
  trusted: [],
  resourceInstances: {},
};

/** Settings that some form of the service has, all unknown. */
export function openSettings(service: Service, why: { readonly unknown: string }): SettingFields {
  const forms = service.forms.flatMap((form) => [
    form.settings,
    ...Object.values(form.doors ?? {}),
  ]);
  const open = blanks.targets(why);
  const had = Object.keys(absentFeatures).filter((key) => forms.some((each) => key in each));
  return Object.fromEntries(Object.entries(open).filter(([key]) => had.includes(key)));
}

export function featureless(): Required<SettingFields> {
  return absentFeatures;
}

/** What the resource itself says; read back from others where it manages nothing of it. */
function stated(view: View, settings: Settings, door: string | undefined): Fragment {
  const shownWhole = !isPatch(view) && view.change.data !== true;
  return told(
    view,
    doorId(view.id, door),
    weightOf(view, settings),
    false,
    settingsIn(view, settings, shownWhole),
  );
}

function weightOf(view: View, settings: Settings): Rank {
  if (isPatch(view)) return rank.patch;
  const { publicNetworkAccess, sku, location, regions, moreRegions, ...rules } = settings;
  return view.side === 'after' && differs(view, pathsOf(rules)) ? rank.changed : rank.readBack;
}

function recordWeight(view: View): Rank {
  if (isPatch(view)) return rank.assumed;
  return view.change.data === true ? rank.readBack : rank.own;
}

function isPatch(view: View): boolean {
  return !view.change.whole;
}

/** A separate resource: either one entry of the target's rules, or all of some settings. */
function partOfTarget(view: View, form: Form): readonly Fragment[] {
  const owner = ownerOf(view, form);
  if (owner === undefined || isUnknown(owner)) return [];
  if (form.called !== undefined && form.called !== view.name.toLowerCase()) return [];
  const shownWhole = view.change.whole && form.partial !== true;
  const fields = settingsIn(view, form.settings, shownWhole);
  const single =
    form.settings.networkRules?.each === '' ||
    form.settings.ipRules?.some((each) => each.each === '');
  const doors = Object.entries(form.doors ?? {}).map(([door, settings]) => {
    const rules = sharesRules(view, form, door)
      ? { ...settings, ...rulesOf(form.settings) }
      : settings;
    return told(view, doorId(owner, door), rank.own, false, settingsIn(view, rules, shownWhole));
  });
  const base = told(view, owner, rank.own, false, single === true ? {} : fields);
  return [
    single === true ? fragment({ ...base, adds: fields } as Fragment<'targets'>) : base,
    ...doors,
  ];
}

function partOf(form: Form, of: NonNullable<Form['of']>): Part {
  const paths = of.by === 'parent' ? ['parent_id'] : [of.path];
  return { kind: 'target', paths, owner: (view) => ownerOf(view, form) };
}

function leftBehind(view: View, form: Form): readonly Fragment[] {
  const owner = ownerOf(view, form);
  if (owner === undefined || isUnknown(owner) || form.destroyed === undefined) return [];
  const { defaultAction } = form.destroyed.value;
  const emptied: SettingFields = { networkRules: {}, ipRules: {}, resourceInstances: {} };
  const kept = Object.fromEntries(Object.entries(emptied).filter(([key]) => key in form.settings));
  const fields = { ...kept, ...(defaultAction === undefined ? {} : { defaultAction }) };
  return [told(view, owner, rank.removal, false, fields)];
}

function told(
  view: View,
  id: Id,
  weight: Rank,
  exists: boolean,
  fields: Partial<Omit<Target, 'id'>>,
): Fragment {
  const { change, write } = view;
  const sent = write === undefined ? {} : { write };
  return fragment({
    collection: 'targets',
    id,
    exists,
    fields,
    rank: weight,
    origin: change.origin,
    ...sent,
  });
}

/** All paths at which a form reads. */
function pathsOf(settings: Settings): readonly string[] {
  const { networkRules, ipRules = [], ...plainSettings } = settings;
  const rules =
    networkRules === undefined
      ? []
      : [networkRules.each === '' ? networkRules.subnet : networkRules.each];
  const ranges = ipRules.map((each) =>
    each.each === '' ? (each.range ?? each.from ?? '') : each.each,
  );
  return [
    ...Object.values(plainSettings).flatMap((each) => each?.paths ?? []),
    ...rules,
    ...ranges,
  ];
}

function attributesOf(form: Form): readonly string[] {
  const owner = [form.of, form.attachedTo].flatMap((of) =>
    of === undefined || of.by === 'parent' ? [] : [of.path, of.by === 'name' ? of.group : ''],
  );
  const paths = [form.settings, ...Object.values(form.doors ?? {})].flatMap((each) => [
    ...pathsOf(each),
    ...(each.ipRules ?? []).flatMap((rule) => [rule.from ?? '', rule.to ?? '']),
    each.networkRules?.each === '' ? (each.networkRules.ignoreMissing ?? '') : '',
  ]);
  const more = [
    form.host ?? '',
    ...Object.values(form.conditions ?? {}),
    form.sameRules?.path ?? '',
    'name',
    'resource_group_name',
  ];
  const tops = [...owner, ...paths, ...more].map((path) => path.split('.')[0] ?? '');
  return [...new Set(tops.filter((each) => each !== ''))];
}
