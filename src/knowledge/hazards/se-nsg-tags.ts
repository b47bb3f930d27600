import type { Edit } from '../../core/edit.ts';
import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown, type Known, unknown } from '../../core/known.ts';
import type { NetworkModel, Subnet } from '../../core/model.ts';
import { allows } from '../../core/security-group.ts';
import { view } from '../../core/world.ts';
import { type Group, gained, grouped, isNamed } from '../changes.ts';
import { leavesBy, suffers } from '../outcomes.ts';
import { regionOf, tagsOf } from '../paths.ts';
import { listed, subnetName } from '../phrases.ts';

/** The endpoint changes the source, not the destination: it is still public. */
export const seNsgTags: HazardRule = {
  id: 'se-nsg-tags',
  title: 'The security group of the subnet denies the service',
  statement:
    'Over a service endpoint the destination is still the public address of the service, so the outbound rules of the network security group must allow it, by its service tag. A group that denies the internet without allowing the tag stops the traffic.',
  remedy:
    'Add an outbound rule that allows the service tag on the port of the service, above the denial, before the endpoint is turned on.',
  source:
    'https://learn.microsoft.com/azure/virtual-network/virtual-network-service-endpoints-overview',
  confidence: 'certain',
  verdict: 'informs',
  find: (scene) =>
    grouped(
      [...byEndpoint(scene), ...byGroup(scene), ...byRegion(scene)],
      ({ subnet }) => subnet.id,
    ).flatMap(([, group]) => finding(scene, group)),
};

interface Denial {
  readonly subnet: Subnet;
  /** What is not let out: a tag, or a tag in a region. */
  readonly to: readonly string[];
  readonly edit: Edit;
}

function byEndpoint(scene: Scene): Denial[] {
  return gained(scene).flatMap(({ subnet, family, edit }) => {
    const to = denied(scene.after, subnet, family);
    return to.length === 0 ? [] : [{ subnet, to, edit }];
  });
}

const groupEdits = ['security-group-association', 'security-group', 'nsg-rule'];

/** The edit of a subnet's group, or of its rules. */
function groupEdit(scene: Scene, subnet: Subnet): Edit | undefined {
  const places: unknown[] = [subnet.id, subnet.securityGroup];
  return scene.edits.find((each) => groupEdits.includes(each.kind) && places.includes(each.id));
}

/** Group edits that begin to deny a service whose endpoint stands. */
function byGroup(scene: Scene): Denial[] {
  return Object.values(scene.after.subnets).flatMap((subnet) => {
    const edit = groupEdit(scene, subnet);
    const old = scene.before.subnets[subnet.id];
    if (edit === undefined || old === undefined) return [];
    return Object.keys(subnet.endpoints)
      .filter(isNamed)
      .filter((family) => denied(scene.before, old, family).length === 0)
      .map((family) => ({ subnet, to: denied(scene.after, subnet, family), edit }))
      .filter(({ to }) => to.length > 0);
  });
}

/** Flows that a group stops only where their target is: its rules name the tag of another region. */
function byRegion(scene: Scene): Denial[] {
  return scene.outcomes.flatMap((outcome) => {
    const { flow, to, toName } = outcome;
    const [subnet, target] = [scene.after.subnets[flow.client], scene.after.targets[flow.target]];
    const [tag] = target?.traits.serviceTags ?? [];
    // A flow to no sub-resource in particular has no name to ask.
    const isPublic = toName.split(' ').every((each) => ['', 'public'].includes(each));
    if (!suffers(outcome) || to.by !== 'none' || to.because !== 'path' || !isPublic) return [];
    if (subnet === undefined || target === undefined || tag === undefined) return [];
    const [edit, { location }] = [groupEdit(scene, subnet), target];
    if (edit === undefined || !isKnown(location)) return [];
    if (denied(scene.after, subnet, target.traits.endpointFamily ?? '').length > 0) return [];
    return [{ subnet, to: [`${tag} in ${location}`], edit }];
  });
}

/** What of a service is not let out: all of it, or what lies in the subnet's region; empty: nothing is known to be. */
function denied(model: NetworkModel, subnet: Subnet, family: string): readonly string[] {
  const tags = tagsOf(family);
  const [tag] = tags;
  const port = family === 'Microsoft.Sql' ? '1433' : '443';
  const isDenied = (location: Known<string>) =>
    allows(view(model), subnet, { tags, location }, [port]) === false;
  if (tag === undefined) return [];
  if (isDenied(unknown('the region of the service'))) return [tag];
  // Accounts of the region that the subnet lies in: those are most of what it calls.
  const region = regionOf(model, subnet);
  return region !== undefined && isDenied(region) ? [`${tag} in ${region}`] : [];
}

function finding(scene: Scene, group: Group<Denial>): Finding[] {
  const [first] = group;
  const { subnet, edit } = first;
  const tags = [...new Set(group.flatMap(({ to }) => to))];
  const outcomes = scene.outcomes.filter(
    (each) =>
      suffers(each) &&
      leavesBy(each, subnet.id) &&
      each.to.by === 'none' &&
      each.to.because === 'path',
  );
  return [
    {
      says: `The network security group of ${subnetName(scene, subnet.id)} does not let traffic to ${listed(tags)} out, with or without the endpoint.`,
      outcomes,
      origin: scene.originOf(edit),
      subjects: [subnet.id],
      edit,
    },
  ];
}
