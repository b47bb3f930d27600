import { isKnown, type Known, map, unknown } from '../../core/known.ts';
import type { Id, Target } from '../../core/model.ts';
import { parentId, shortName } from '../../core/resource-id.ts';
import { region } from '../../knowledge/regions.ts';
import { type Form, type NamesSetting, type Service, traitsOf } from '../../knowledge/service.ts';
import { idAt, named } from './refer.ts';
import { asText, isLeaf, select } from './select.ts';
import { namesIn, plain } from './settings.ts';
import { type Naming, subresourcesOf } from './subresources.ts';
import type { View } from './view.ts';

type What = Pick<
  Target,
  'name' | 'label' | 'type' | 'noun' | 'resource' | 'location' | 'sku' | 'traits' | 'subresources'
>;

/** What a target is, whatever it admits. */
export function what(view: View, service: Service, form: Form, door: string | undefined): What {
  const missing = (field: string) => unknown(`${view.change.address} does not show ${field}`);
  const location = form.settings.location && plain(view, form.settings.location, true);
  const sku = form.settings.sku && plain(view, form.settings.sku, true);
  return {
    ...identity(service, view.name, view.label, door),
    resource: attachedTo(view, form),
    location: map(location ?? missing('its region'), region),
    sku: sku ?? missing('its SKU'),
    traits: traitsOf(service, form.dialect),
    subresources: subresourcesOf(service, door, naming(view, form, location)),
  };
}

/** Identity of one of several doors of a resource. */
export function doorId(resource: Id, door: string | undefined): Id {
  return door === undefined ? resource : `${resource}#${door}`;
}

/** Name, type and noun of a door. */
export function identity(service: Service, name: string, label: string, door: string | undefined) {
  const side = door === undefined ? undefined : service.doors?.[door];
  const suffix = side?.suffix ?? '';
  return {
    name: `${name}${suffix}`,
    label: `${label}${suffix}`,
    type: service.type,
    noun: side?.noun ?? service.noun,
  };
}

/** The target that a separate resource belongs to. */
export function ownerOf(view: View, { of }: Pick<Form, 'of'>): Known<Id> | undefined {
  switch (of?.by) {
    case undefined:
      return view.id;
    case 'id':
      return idAt(view, of.path, ['target']);
    case 'name':
      return named(view, 'target', of.path, of.group);
    case 'parent': {
      const parent = view.id.startsWith('/') ? parentId(view.id) : undefined;
      return parent === undefined
        ? idAt(view, 'parent_id', ['target'])
        : view.directory.idOf(parent);
    }
  }
}

function attachedTo(view: View, form: Form): Id {
  if (form.attachedTo === undefined) return view.id;
  const owner = ownerOf(view, { of: form.attachedTo });
  return owner !== undefined && isKnown(owner) ? owner : view.id;
}

function naming(view: View, form: Form, location: Known<string> | undefined): Naming {
  const home = location !== undefined && isKnown(location) ? [region(location)] : [];
  const all = regionsAt(view, form.settings.regions);
  const others = all.length > 0 ? all : [...home, ...regionsAt(view, form.settings.moreRegions)];
  const [given] = select(view.props, 'name');
  const host = form.host === undefined ? undefined : shownHost(view, form.host);
  const hidden = given !== undefined && isLeaf(given) && !view.id.startsWith('/');
  return {
    ...(host === undefined ? {} : { host }),
    name: hidden ? `<${view.change.address}>` : view.name,
    cloud: view.cloud,
    ...(form.attachedTo === undefined ? {} : { parent: shortName(attachedLabel(view, form)) }),
    regions: others,
    conditions: Object.fromEntries(
      Object.entries(form.conditions ?? {}).map(([name, path]) => [name, condition(view, path)]),
    ),
    used: view.groups,
  };
}

// An update may announce the host as unknown; it stays all the same.
function shownHost(view: View, path: string): string | undefined {
  const sides = [view.props, view.change.before];
  const found = sides.flatMap((side) => select(side, path)).find((each) => !isLeaf(each));
  return found === undefined ? undefined : asText(found);
}

function regionsAt(view: View, setting: NamesSetting | undefined): readonly string[] {
  const found = setting && namesIn(view, setting, true);
  return found !== undefined && isKnown(found) ? found.map(region) : [];
}

function attachedLabel(view: View, form: Form): string {
  const id = attachedTo(view, form);
  return view.directory.byId(id)[0]?.name ?? id;
}

function condition(view: View, path: string): readonly string[] {
  return select(view.props, path).map((value) =>
    isLeaf(value) ? '?' : (asText(value) ?? '').toLowerCase(),
  );
}
