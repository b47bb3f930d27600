import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import type { Id } from '../../core/model.ts';
import { approved, approvedOf, grouped } from '../changes.ts';
import { limitOf } from '../limits.ts';
import { vnetOf } from '../paths.ts';
import { nameIn } from '../phrases.ts';

const limits = {
  endpoints: 1000,
  highScaleEndpoints: 5000,
  links: 1000,
  zonesOfVnet: 1000,
  zonesInGroup: 5,
};

/** More of it than Azure takes. */
export const peLimits: HazardRule = {
  id: 'pe-limits',
  title: 'More private endpoints, links or zones than Azure takes',
  statement:
    'A virtual network takes 1000 private endpoints (5000 with high-scale private endpoints), a private DNS zone 1000 links, a network links to 1000 zones, and a zone group 5 zones; each service limits the endpoints of one resource (a key vault takes 64).',
  remedy:
    'Turn on high-scale private endpoints in a window of its own, or spread endpoints and zones over more networks.',
  source:
    'https://github.com/MicrosoftDocs/azure-docs/blob/08a373531ff5293c2607a0640475b19566be0ed2/articles/private-link/increase-private-endpoint-vnet-limits.md',
  confidence: 'likely',
  verdict: 'refused',
  find: (scene) => [
    ...endpoints(scene),
    ...endpointsOf(scene),
    ...links(scene),
    ...zones(scene),
    ...groups(scene),
  ],
};

function exceeded(scene: Scene, edit: Edit, subjects: readonly Id[], says: string): Finding {
  return { says, origin: scene.originOf(edit), subjects, edit };
}

function endpoints(scene: Scene): Finding[] {
  const added = scene.edits.filter(
    (edit) => edit.kind === 'private-endpoint' && edit.before === undefined,
  );
  const home = (id: Id) => {
    const subnet = scene.after.endpoints[id]?.subnet;
    return subnet !== undefined && isKnown(subnet) ? vnetOf(scene.after, subnet) : undefined;
  };
  return grouped(added, (edit) => home(edit.id) ?? '').flatMap(([vnet, [edit]]) => {
    const count = Object.keys(scene.after.endpoints).filter((id) => home(id) === vnet).length;
    const high = scene.after.vnets[vnet]?.highScaleEndpoints === true;
    const max = high ? limits.highScaleEndpoints : limits.endpoints;
    if (edit === undefined || vnet === '' || count <= max) return [];
    const says = `${nameIn(scene, 'vnets', vnet)} has ${count} private endpoints after the change and takes ${max}.`;
    return [exceeded(scene, edit, [vnet], says)];
  });
}

/** Endpoints to one resource. */
function endpointsOf(scene: Scene): Finding[] {
  const added = approved(scene).flatMap(({ targets, edit }) =>
    targets.map((target) => ({ target, edit })),
  );
  return grouped(added, ({ target }) => target.id).flatMap(([, [first]]) => {
    const limit = first === undefined ? undefined : limitOf(first.target.type, 'private endpoints');
    if (first === undefined || limit === undefined) return [];
    const { target, edit } = first;
    const count = approvedOf(scene.after, target).length;
    if (count <= limit.value.max) return [];
    const says = `${target.name} has ${count} private endpoints after the change and takes ${limit.value.max}.`;
    return [exceeded(scene, edit, [target.id], says)];
  });
}

function links(scene: Scene): Finding[] {
  const added = scene.edits.filter((edit) => edit.kind === 'link' && edit.before === undefined);
  return grouped(added, (edit) => scene.after.links[edit.id]?.zone ?? '').flatMap(
    ([zone, [edit]]) => {
      const count = Object.values(scene.after.links).filter((link) => link.zone === zone).length;
      if (edit === undefined || zone === '' || count <= limits.links) return [];
      const says = `${nameIn(scene, 'zones', zone)} has ${count} links after the change and takes ${limits.links}.`;
      return [exceeded(scene, edit, [zone], says)];
    },
  );
}

/** Zones that one network is linked to. */
function zones(scene: Scene): Finding[] {
  const added = scene.edits.filter((edit) => edit.kind === 'link' && edit.before === undefined);
  const home = (id: Id) => {
    const vnet = scene.after.links[id]?.vnet;
    return vnet !== undefined && isKnown(vnet) ? vnet : '';
  };
  return grouped(added, ({ id }) => home(id)).flatMap(([vnet, [edit]]) => {
    const count = Object.keys(scene.after.links).filter((id) => home(id) === vnet).length;
    if (edit === undefined || vnet === '' || count <= limits.zonesOfVnet) return [];
    const says = `${nameIn(scene, 'vnets', vnet)} is linked to ${count} zones after the change and takes ${limits.zonesOfVnet}.`;
    return [exceeded(scene, edit, [vnet], says)];
  });
}

function groups(scene: Scene): Finding[] {
  return scene.edits
    .filter((edit) => edit.kind === 'zone-group' && edit.after !== undefined)
    .flatMap((edit) => {
      const count = scene.after.zoneGroups[edit.id]?.zones.length ?? 0;
      if (count <= limits.zonesInGroup) return [];
      const says = `The zone group of ${nameIn(scene, 'endpoints', edit.id)} names ${count} zones and takes ${limits.zonesInGroup}.`;
      return [exceeded(scene, edit, [edit.id], says)];
    });
}
