import { isUnknown, type Known, unknown } from '../../core/known.ts';
import type { Id } from '../../core/model.ts';
import {
  workloads as rows,
  type WorkloadForm,
  type WorkloadRow,
} from '../../knowledge/workloads.ts';
import { publicAddress, sideOf } from './egress.ts';
import { type Fragment, fragment, part, type RecordOf, rank } from './fragment.ts';
import { typesOf } from './kinds.ts';
import { idAt, idsAt, inlineId } from './refer.ts';
import { asText, select } from './select.ts';
import { plain } from './settings.ts';
import type { Teller } from './teller.ts';
import type { View } from './view.ts';

/** What runs in subnets. */
export const workloads: readonly Teller[] = rows.flatMap((row) =>
  row.forms.map((form) => ({
    looksAround: true as const,
    types: form.types,
    // Types that no input has are never asked for.
    get reads() {
      return attributesOf(form);
    },
    ...(form.parts === undefined ? {} : { beside: typesOf('nic') }),
    tell: (view: View) => (form.of === undefined ? whole(view, row, form) : tied(view, form)),
  })),
);

function whole(view: View, row: WorkloadRow, form: WorkloadForm): readonly Fragment[] {
  if (form.parts !== undefined) return machine(view, row, form.parts);
  const subnets = subnetsOf(view, form);
  return subnets.map((subnet, index) => {
    const id = index === 0 ? view.id : `${view.id}#${index}`;
    return told(view, id, { noun: row.noun, subnet, ...more(view, form) });
  });
}

function subnetsOf(view: View, form: WorkloadForm): readonly Known<Id>[] {
  const own = form.subnets.flatMap((path) => idsAt(view, path, ['subnet']));
  const inside = form.inside === undefined ? [] : subnetsInside(view, form.inside);
  const through = form.through === undefined ? [] : subnetsThrough(view, form.through);
  const found = [...own, ...inside, ...through];
  return found.filter((each, index) => found.indexOf(each) === index);
}

function subnetsInside(
  view: View,
  { vnet, names }: NonNullable<WorkloadForm['inside']>,
): readonly Known<Id>[] {
  const home = idAt(view, vnet, ['vnet']);
  if (home === undefined) return [];
  if (isUnknown(home)) return [home];
  const found = names
    .flatMap((path) => select(view.props, path))
    .flatMap((each) => asText(each) ?? []);
  return found.map((name) => {
    const entity = view.directory.byName(view, 'subnet', undefined, name);
    return entity !== undefined && belongs(view, entity.id, home)
      ? entity.id
      : inlineId(home, 'subnets', name);
  });
}

function belongs(view: View, subnet: Id, vnet: Id): boolean {
  if (subnet.startsWith('/')) return subnet.startsWith(`${vnet}/`);
  const shown = sideOf(view.directory, subnet, view);
  if (shown === undefined) return false;
  const inner = { ...view, change: shown.change, props: shown.props };
  const name = asText(select(inner.props, 'virtual_network_name')[0] ?? '');
  return name !== undefined && view.directory.byName(inner, 'vnet', undefined, name)?.id === vnet;
}

function subnetsThrough(view: View, path: string): readonly Known<Id>[] {
  const host = idAt(view, path, ['workload', 'target']);
  if (host === undefined || isUnknown(host)) return host === undefined ? [] : [host];
  const shown = sideOf(view.directory, host, view);
  if (shown === undefined) return [unknown(`the subnet of ${host} is not in the input`)];
  const inner: View = { ...view, change: shown.change, props: shown.props };
  return formsOf(shown.change.type).flatMap((form) => subnetsOf(inner, { ...form, through: '' }));
}

function formsOf(type: string): readonly WorkloadForm[] {
  const wanted = type.toLowerCase();
  return rows.flatMap((row) =>
    row.forms.filter((form) => form.types.some((each) => each.toLowerCase() === wanted)),
  );
}

/** A machine takes the place of its network interfaces: readers know it by its own name. */
function machine(view: View, row: WorkloadRow, path: string): readonly Fragment[] {
  return idsAt(view, path, ['nic', 'workload']).flatMap((nic) => {
    if (isUnknown(nic) || view.directory.byId(nic).length === 0) return [];
    const { name, label, change, write } = view;
    const sent = write === undefined ? {} : { write };
    const fields = { name, label, noun: row.noun };
    // The interface's own fragment holds subnet and address; this one only names it.
    return [
      fragment({
        collection: 'workloads',
        id: nic,
        exists: false,
        fields,
        rank: rank.patch,
        origin: change.origin,
        ...sent,
      }),
    ];
  });
}

/** A resource that only tells more of a workload: an app's subnet, an interface's load balancer. */
function tied(view: View, form: WorkloadForm): readonly Fragment[] {
  const workload = idAt(view, form.of ?? '', ['target', 'workload', 'nic']);
  if (workload === undefined || isUnknown(workload)) return [];
  const [subnet] = subnetsOf(view, form);
  if (subnet === undefined) return [part(view, 'workloads', workload, more(view, form), rank.own)];
  const shown = sideOf(view.directory, workload, view);
  const name = view.directory.byId(workload)[0]?.name ?? workload;
  const noun = rows.find((row) => row.forms.includes(form))?.noun ?? 'app';
  const own = formsOf(shown?.change.type ?? '').find((each) => each.of === undefined);
  const inner = shown && { ...view, change: shown.change, props: shown.props };
  const rest = inner === undefined || own === undefined ? {} : more(inner, own);
  const fields = { name, label: name, noun, subnet, ...rest };
  return [{ ...part(view, 'workloads', workload, fields, rank.own), exists: true }];
}

type More = Pick<RecordOf<'workloads'>, 'publicAddress' | 'routesAll' | 'contentOverVnet'>;

function more(view: View, form: WorkloadForm): More {
  const [first] = (form.publicAddresses ?? []).flatMap((path) => idsAt(view, path, ['public-ip']));
  const routes = form.routesAll && plain(view, form.routesAll, true);
  const content = form.contentOverVnet && plain(view, form.contentOverVnet, true);
  const balanced = form.balancer !== undefined && isBalanced(view, form.balancer);
  return {
    ...(balanced
      ? { publicAddress: unknown(`the address by which ${view.name} leaves its load balancer`) }
      : {}),
    ...(first === undefined
      ? {}
      : { publicAddress: isUnknown(first) ? first : publicAddress(view, first) }),
    ...(form.routesAll === undefined
      ? {}
      : { routesAll: routes !== undefined && isUnknown(routes) ? routes : routes === 'true' }),
    ...(content === undefined
      ? {}
      : { contentOverVnet: isUnknown(content) ? content : content === 'true' }),
  };
}

function isBalanced(
  view: View,
  { path, absentToo, unless }: NonNullable<WorkloadForm['balancer']>,
): boolean {
  const found = select(view.props, path);
  if (found.length === 0) return absentToo === true;
  return found.every((each) => !(unless ?? []).includes((asText(each) ?? '').toLowerCase()));
}

function told(
  view: View,
  id: Id,
  fields: Omit<RecordOf<'workloads'>, 'id' | 'name' | 'label'>,
): Fragment {
  const { name, label, change, write } = view;
  const sent = write === undefined ? {} : { write };
  return fragment({
    collection: 'workloads',
    id,
    exists: true,
    fields: { name, label, ...fields },
    rank: change.data === true ? rank.readBack : rank.own,
    origin: change.origin,
    ...sent,
  });
}

function attributesOf(form: WorkloadForm): readonly string[] {
  const paths = [
    ...form.subnets,
    form.inside?.vnet ?? '',
    ...(form.inside?.names ?? []),
    ...(form.publicAddresses ?? []),
    form.through ?? '',
    form.parts ?? '',
    form.of ?? '',
    ...(form.routesAll?.paths ?? []),
    ...(form.contentOverVnet?.paths ?? []),
    form.balancer?.path ?? '',
    ...(form.settings ?? []),
    ...(form.names ?? []).map((each) => each.path),
    'name',
    'resource_group_name',
  ];
  return [...new Set(paths.map((path) => path.split('.')[0] ?? '').filter((each) => each !== ''))];
}
