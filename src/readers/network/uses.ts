import { isUnknown } from '../../core/known.ts';
import type { Id, NetworkModel, Target } from '../../core/model.ts';
import { serviceFor } from '../../knowledge/catalogue.ts';
import { platformCalls } from '../../knowledge/platform.ts';
import type { DataPlane } from '../../knowledge/service.ts';
import { services } from '../../knowledge/services/index.ts';
import { type WorkloadForm, workloads } from '../../knowledge/workloads.ts';
import type { Json } from '../resource.ts';
import { type Fragment, fragment, rank } from './fragment.ts';
import { idAt } from './refer.ts';
import { asText, isLeaf, isObject, select } from './select.ts';
import { doorId, ownerOf } from './target-record.ts';
import type { Teller } from './teller.ts';
import type { View } from './view.ts';

/** Names by which settings may call the targets of the input. */
export interface Names {
  readonly byHost: ReadonlyMap<string, Call>;
  /** `type|name`, in lower case. */
  readonly byName: ReadonlyMap<string, Id>;
}

interface Call {
  readonly target: Id;
  readonly subresource: string;
  readonly privateName?: string;
}

export function namesOf(models: readonly NetworkModel[]): Names {
  const targets = models.flatMap((model) => Object.values(model.targets));
  return {
    byHost: new Map([...targets.flatMap(privateNamesOf), ...targets.flatMap(hostsOf)]),
    byName: new Map(
      targets
        .filter((each) => each.id === each.resource)
        .map((each) => [`${each.type}|${each.name}`.toLowerCase(), each.id]),
    ),
  };
}

function hostsOf(target: Target): readonly (readonly [string, Call])[] {
  return Object.values(target.subresources).flatMap((each) =>
    each.names.map(
      (name) => [name.host.toLowerCase(), { target: target.id, subresource: each.name }] as const,
    ),
  );
}

/** Names of records, by which nobody should call: some hosts are called so for good, and those win. */
function privateNamesOf(target: Target): readonly (readonly [string, Call])[] {
  return Object.values(target.subresources).flatMap((each) =>
    each.names.map(({ record, zone }) => {
      const privateName = `${record}.${zone}`.toLowerCase();
      return [privateName, { target: target.id, subresource: each.name, privateName }] as const;
    }),
  );
}

const dataPlanes = services.flatMap((service) => service.dataPlane ?? []);
const planeTypes = new Map(
  dataPlanes.flatMap((plane) => plane.types.map((type) => [type, plane] as const)),
);

/** Resources on a data plane: read only as evidence that the pipeline calls the target. */
export const dataPlane: readonly Teller[] = dataPlanes.map((plane) => ({
  types: plane.types,
  reads: planeAttributes(plane),
  tell: () => [],
}));

const platformByType = new Map(platformCalls.map(({ value }) => [value.type, value] as const));

/** Resources that make services of Azure call a target. */
export const platform: readonly Teller[] = platformCalls.map(({ value }) => {
  const paths = [...(value.ids ?? []).map(({ path }) => path), ...(value.hosts ?? [])];
  const needs = paths.map((path) => path.split('.')[0] ?? '');
  return { types: [value.type], reads: ['name', ...needs], needs, tell: () => [] };
});

function planeAttributes({ owner, unless, when }: DataPlane): readonly string[] {
  const own =
    owner === undefined || owner.by === 'parent'
      ? []
      : [owner.path, ...(owner.by === 'name' ? [owner.group] : [])];
  return [...own, unless ?? '', when ?? '', 'name'].filter((each) => each !== '');
}

const formsByType: ReadonlyMap<string, readonly WorkloadForm[]> = index(
  workloads.flatMap((row) =>
    row.forms.flatMap((form) => form.types.map((type) => [type, form] as const)),
  ),
);

function index(pairs: readonly (readonly [string, WorkloadForm])[]) {
  const found = new Map<string, WorkloadForm[]>();
  for (const [type, form] of pairs) {
    const known = found.get(type.toLowerCase());
    if (known === undefined) found.set(type.toLowerCase(), [form]);
    else known.push(form);
  }
  return found;
}

/** Who calls which target, by data-plane resources and by the settings of workloads. */
export function usesIn(view: View, names: Names, pipeline: Id): readonly Fragment[] {
  const plane = planeTypes.get(view.change.type);
  const deployed = plane === undefined ? [] : byPipeline(view, plane, pipeline);
  const called = (formsByType.get(view.change.type.toLowerCase()) ?? []).flatMap((form) =>
    callsIn(view, form, names).map((call) => use(view, view.id, call)),
  );
  return [...deployed, ...called, ...byPlatform(view, names)];
}

/** Services of Azure that call a target on somebody's behalf. */
function byPlatform(view: View, names: Names): readonly Fragment[] {
  const { ids = [], hosts = [] } = platformByType.get(view.change.type) ?? {};
  const byId = ids.flatMap(({ path, subresource }) => {
    const target = idAt(view, path, ['target']);
    return target === undefined || isUnknown(target) ? [] : [{ target, subresource }];
  });
  const byHost = hosts
    .flatMap((path) => select(view.props, path))
    .flatMap((value) => callsBy(view, value, names));
  return [...byId, ...byHost].map((each) => use(view, 'trusted-service', each));
}

function byPipeline(view: View, plane: DataPlane, pipeline: Id): readonly Fragment[] {
  if (plane.unless !== undefined && select(view.props, plane.unless).length > 0) return [];
  if (plane.when !== undefined && select(view.props, plane.when).length === 0) return [];
  const owner = ownerOf(view, plane.owner === undefined ? {} : { of: plane.owner });
  if (owner === undefined || isUnknown(owner)) return [];
  const target = doorId(owner, plane.door);
  return [use(view, pipeline, { target, subresource: plane.subresource })];
}

function callsIn(view: View, form: WorkloadForm, names: Names): readonly Call[] {
  const values = (form.settings ?? []).flatMap((path) => select(view.props, path)).flatMap(texts);
  const named = (form.names ?? []).flatMap(({ path, type, subresources }) =>
    select(view.props, path).flatMap((value) => {
      const target = targetNamed(view, value, type, names);
      return target === undefined
        ? []
        : subresources.map((subresource) => ({ target, subresource }));
    }),
  );
  return [...values.flatMap((value) => callsBy(view, value, names)), ...named];
}

/** Leaves of a map or list of settings. */
function texts(value: Json): readonly Json[] {
  if (isObject(value)) return Object.values(value).flatMap(texts);
  return Array.isArray(value) ? value.flatMap(texts) : [value];
}

// Of a setting only the names of targets in the input are taken; the rest of the string goes nowhere.
function callsBy(view: View, value: Json, names: Names): readonly Call[] {
  if (isLeaf(value)) {
    return (value.references ?? []).flatMap((reference) =>
      view.directory
        .byReference(view.reading, reference)
        .filter((entity) => entity.row.kind === 'target')
        .map((entity) => ({
          target: entity.id,
          subresource: partIn(reference.attribute, entity.row.type),
        })),
    );
  }
  const text = asText(value) ?? '';
  const hosts = [...text.toLowerCase().matchAll(/[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)+/g)];
  const byHost = hosts.flatMap(([host]) => names.byHost.get(host) ?? []);
  return byHost.length > 0 ? byHost : mentioned(text, names);
}

const mentions = services.flatMap((service) =>
  (service.mentions ?? []).map(({ pattern, subresource }) => ({
    type: service.type,
    subresource,
    expression: new RegExp(pattern.replaceAll('{name}', '([A-Za-z0-9-]{1,90})'), 'i'),
  })),
);

function mentioned(text: string, names: Names): readonly Call[] {
  return mentions.flatMap(({ type, subresource, expression }) => {
    const name = expression.exec(text)?.[1];
    const target =
      name === undefined ? undefined : names.byName.get(`${type}|${name}`.toLowerCase());
    return target === undefined ? [] : [{ target, subresource }];
  });
}

function targetNamed(view: View, value: Json, type: string, names: Names): Id | undefined {
  if (!isLeaf(value)) return names.byName.get(`${type}|${asText(value) ?? ''}`.toLowerCase());
  const found = (value.references ?? [])
    .flatMap((reference) => view.directory.byReference(view.reading, reference))
    .find((entity) => entity.row.type.toLowerCase() === type.toLowerCase());
  return found?.id;
}

/** `primary_blob_endpoint` speaks of blob, if the target has such a part. */
function partIn(attribute: string, type: string): string {
  const words = attribute.toLowerCase().split(/[^a-z]+/);
  const parts = serviceFor(type)?.subresources ?? [];
  return parts.find(({ name }) => words.includes(name.toLowerCase()))?.name ?? '';
}

function use(view: View, client: Id, { target, subresource, privateName }: Call): Fragment {
  const { change, write } = view;
  const sent = write === undefined ? {} : { write };
  const id = `${client} -> ${target}${subresource === '' ? '' : ` ${subresource}`}`;
  const part = {
    ...(subresource === '' ? {} : { subresource }),
    ...(privateName === undefined ? {} : { privateName }),
  };
  return fragment({
    collection: 'uses',
    id,
    exists: true,
    fields: { name: view.name, label: view.label, client, target, ...part, evidence: 'declared' },
    rank: rank.own,
    origin: change.origin,
    ...sent,
  });
}
