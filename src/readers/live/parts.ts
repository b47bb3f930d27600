import { isBody, type LiveAnswer } from '../../core/live.ts';
import type { Missing } from '../../core/missing.ts';
import { services } from '../../knowledge/services/index.ts';
import { isObject, isRead, typeOf } from './kept.ts';

// Azure shows some resources in pieces: rules of a SQL server, links of a zone and addresses of a NAT gateway are read by IDs
// of their own.

/** The IDs to read for what is missing: each with the child resources that belong to it. */
export function readsFor(missing: readonly Missing[]): readonly string[] {
  return unique(
    missing.flatMap(({ id, records = [] }) => {
      if (typeOf(id) === 'microsoft.network/privatednszones') return zoneParts(id, records);
      return isRead(typeOf(id)) ? [id, ...partsOf(id)] : [];
    }),
  );
}

/** The IDs to read because of an answer: what it only names, and what cannot be known without. */
export function readsAfter(answer: LiveAnswer): readonly string[] {
  if (!isBody(answer) || !isObject(answer.body)) return [];
  const properties = isObject(answer.body.properties) ? answer.body.properties : {};
  if (typeOf(answer.id) === 'microsoft.network/natgateways') {
    return ['publicIpAddresses', 'publicIpPrefixes'].flatMap((name) => idsIn(properties[name]));
  }
  return connectionsIn(answer).flatMap(({ endpoint }) => [endpoint, ...partsOf(endpoint)]);
}

/** The child resources without which an ID is not shown whole. */
export function partsOf(id: string): readonly string[] {
  const type = typeOf(id);
  if (type === 'microsoft.network/privateendpoints') return [`${id}/privateDnsZoneGroups`];
  return targetParts.filter((part) => part.of === type).map(({ path }) => `${id}/${path}`);
}

/** A zone itself shows nothing; its links and single records do. */
function zoneParts(id: string, records: readonly string[]): readonly string[] {
  return [`${id}/virtualNetworkLinks`, ...records.map((record) => `${id}/A/${record}`)];
}

export interface Connection {
  /** ARM ID of the private endpoint, perhaps of another tenant. */
  readonly endpoint: string;
  readonly status: string;
  readonly groups: readonly string[];
}

/** The private endpoints that a target says it has; those that it turned away are none. */
export function connectionsIn(answer: LiveAnswer): readonly Connection[] {
  if (!isBody(answer) || !isObject(answer.body) || !isObject(answer.body.properties)) return [];
  const listed = answer.body.properties.privateEndpointConnections;
  return (Array.isArray(listed) ? listed : []).flatMap((each: unknown) => {
    const inner = isObject(each) && isObject(each.properties) ? each.properties : {};
    const [endpoint] = idsIn([inner.privateEndpoint]);
    const state = inner.privateLinkServiceConnectionState;
    const status = isObject(state) && typeof state.status === 'string' ? state.status : '';
    if (endpoint === undefined || /^(rejected|disconnected)$/i.test(status)) return [];
    const groups = Array.isArray(inner.groupIds) ? inner.groupIds : [];
    return [{ endpoint, status, groups: groups.filter((group) => typeof group === 'string') }];
  });
}

/** Child resources that hold settings of targets, as the rows of services have them. */
const targetParts = services.flatMap((service) =>
  service.forms
    .filter((form) => form.dialect === 'arm' && form.of?.by === 'parent')
    .flatMap(({ types, called }) =>
      types.map((type) => {
        const at = type.lastIndexOf('/');
        const name = called === undefined ? '' : `/${called}`;
        return { of: type.slice(0, at).toLowerCase(), path: `${type.slice(at + 1)}${name}` };
      }),
    ),
);

function idsIn(list: unknown): readonly string[] {
  return (Array.isArray(list) ? list : []).flatMap((each: unknown) =>
    isObject(each) && typeof each.id === 'string' ? [each.id] : [],
  );
}

function unique(ids: readonly string[]): readonly string[] {
  return [...new Map(ids.map((id) => [id.toLowerCase(), id])).values()];
}
