import { isBody, type LiveAnswer, type LiveBody } from '../core/live.ts';
import { canonicalId, shortName } from '../core/resource-id.ts';
import { serviceFor } from '../knowledge/catalogue.ts';
import { isCollection, isObject, isRead, kept, typeOf } from './live/kept.ts';
import { connectionsIn, partsOf } from './live/parts.ts';
import type { Json, Properties, Reading, ResourceChange } from './resource.ts';

/** What stands as the path of the input, and as the file of facts that come from Azure. */
export const livePath = 'azure';

/**
 * What Azure answered, as resources that stay as they are. A target of which some part could not be read is a patch: what it
 * does not show stays unknown. A zone is there once its links and every record that was asked for are answered.
 */
export function readLive(answers: readonly LiveAnswer[]): Reading {
  const items = answers.filter(isBody).flatMap(itemsIn);
  const found = new Set(answers.filter(isBody).map(({ id }) => canonicalId(id)));
  const resources = [
    ...items.map((item) => resource(item, isWhole(item.id, found))),
    ...answers.flatMap(unreadEndpoints).filter((each) => !found.has(canonicalId(idOf(each)))),
    ...zonesAmong(answers).map(zoneResource),
  ].map((each) => withGroupAddresses(each, items));
  return {
    kind: 'live',
    path: livePath,
    resources,
    noise: [],
    omitted: [],
    drifted: [],
    versions: [],
    problems: [],
  };
}

interface Item {
  readonly id: string;
  readonly body: unknown;
}

/** The resource of a body, or those of a collection. A name inside decides; IDs inside are spelled in many ways. */
function itemsIn({ id, body }: LiveBody): readonly Item[] {
  if (!isRead(typeOf(id))) return [];
  if (!isCollection(id)) return [{ id, body }];
  const listed = isObject(body) && Array.isArray(body.value) ? body.value : [];
  return listed.flatMap((each: unknown) => {
    const name = isObject(each) && typeof each.name === 'string' ? each.name.split('/').at(-1) : '';
    return name === undefined || name === '' ? [] : [{ id: `${id}/${name}`, body: each }];
  });
}

function resource({ id, body }: Item, whole: boolean): ResourceChange {
  const type = typeOf(id);
  const props = withoutDeadPeerings(kept(type, body));
  return built(id, type, { ...props, name: nameOf(id, props.name) }, whole);
}

/** The name as Azure spells it; a site's configuration calls itself by the name of the site. */
function nameOf(id: string, name: Json | undefined): string {
  const last = typeof name === 'string' ? name.split('/').at(-1) : undefined;
  return last?.toLowerCase() === shortName(id).toLowerCase() ? last : shortName(id);
}

function built(id: string, type: string, props: Properties, whole = true): ResourceChange {
  return {
    type,
    dialect: 'arm',
    address: addressOf(id),
    name: shortName(id),
    action: 'no-op',
    idBefore: id,
    idAfter: id,
    before: props,
    after: props,
    dependsOn: [],
    whole,
    provider: livePath,
    origin: { file: livePath, address: id },
  };
}

/** What stands for an IaC address in reasons. */
function addressOf(id: string): string {
  return `${shortName(id)} in Azure`;
}

function isWhole(id: string, found: ReadonlySet<string>): boolean {
  return partsOf(id).every((part) => found.has(canonicalId(part)));
}

/** A peering that is not connected carries nothing. */
function withoutDeadPeerings(props: Properties): Properties {
  const inner = props.properties;
  if (!isObject(inner) || !Array.isArray(inner.virtualNetworkPeerings)) return props;
  const alive = inner.virtualNetworkPeerings.filter(
    (each) =>
      isObject(each) && isObject(each.properties) && each.properties.peeringState === 'Connected',
  );
  return { ...props, properties: { ...inner, virtualNetworkPeerings: alive } as Json };
}

/**
 * Private endpoints as their target tells of them: for when they cannot be read themselves. The target says that they are there,
 * and seldom which of its sub-resources they serve: until that is known, each may be.
 */
function unreadEndpoints(answer: LiveAnswer): readonly ResourceChange[] {
  const row = serviceFor(typeOf(answer.id));
  const parts = row?.subresources ?? [];
  return connectionsIn(answer).map(({ endpoint, status, groups }) => {
    const [only, ...others] = parts.filter((part) => part.door === undefined);
    const sole = only !== undefined && others.length === 0 ? [only.name] : groups;
    const served = sole.length > 0 ? sole : parts.map((part) => nameIn(part.name, answer.id));
    const why = `${addressOf(endpoint)}: which sub-resources of ${shortName(answer.id)} it serves could not be read`;
    const state = { status: sole.length > 0 ? status : { unknown: why } };
    const inner = { privateLinkServiceId: answer.id, groupIds: served };
    const connection = { properties: { ...inner, privateLinkServiceConnectionState: state } };
    const props = { properties: { privateLinkServiceConnections: [connection] } };
    return built(endpoint, 'microsoft.network/privateendpoints', props);
  });
}

function nameIn(template: string, id: string): string {
  return template.replaceAll('{name}', () => shortName(id));
}

/** Zones whose links were read, and each of whose records was read or is not there. */
function zonesAmong(answers: readonly LiveAnswer[]): readonly string[] {
  const parts = answers.filter(({ id }) =>
    typeOf(id).startsWith('microsoft.network/privatednszones/'),
  );
  return parts
    .filter((each) => isBody(each) && isCollection(each.id))
    .map(({ id }) => id.slice(0, id.lastIndexOf('/')))
    .filter((zone) =>
      parts
        .filter(({ id }) => canonicalId(id).startsWith(`${canonicalId(zone)}/`))
        .every((each) => isBody(each) || each.refused === 'absent'),
    );
}

function zoneResource(zone: string): ResourceChange {
  return built(zone, 'microsoft.network/privatednszones', { name: shortName(zone) });
}

/** An endpoint with a zone group lists its addresses there alone. */
function withGroupAddresses(change: ResourceChange, items: readonly Item[]): ResourceChange {
  if (change.type !== 'microsoft.network/privateendpoints') return change;
  const prefix = `${canonicalId(idOf(change))}/privatednszonegroups/`;
  const groups = items.filter(({ id }) => canonicalId(id).startsWith(prefix));
  const ipAddresses = groups.flatMap(({ body }) => addressesIn(body));
  const props = change.after?.properties;
  if (ipAddresses.length === 0 || !isObject(props)) return change;
  const listed = Array.isArray(props.customDnsConfigs) ? props.customDnsConfigs : [];
  const customDnsConfigs = [...listed, { ipAddresses }];
  const after = { ...change.after, properties: { ...props, customDnsConfigs } } as Properties;
  return { ...change, before: after, after };
}

function idOf({ origin }: ResourceChange): string {
  return origin.address;
}

function addressesIn(group: unknown): readonly string[] {
  if (Array.isArray(group)) return group.flatMap(addressesIn);
  if (!isObject(group)) return [];
  const own = Array.isArray(group.ipAddresses) ? group.ipAddresses : [];
  const inner = [group.properties, group.privateDnsZoneConfigs, group.recordSets];
  return [...own.filter((each) => typeof each === 'string'), ...inner.flatMap(addressesIn)];
}
