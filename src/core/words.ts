import { direction, type Edit, type EditKind, editPlaces, isEdit } from './edit.ts';
import type { Flow } from './flow.ts';
import { isKnown, type Known } from './known.ts';
import {
  type Collection,
  emptyModel,
  type Id,
  type IpRule,
  type Named,
  type NetworkModel,
} from './model.ts';
import type { PlanFlow, PlanRoute } from './plan.ts';
import type { Route } from './route.ts';

// Names and short phrases for what stands in a plan. Sentences about it are the renderers'.

/** The record that an edit is about, on whichever side it is. */
export function recordOf(edit: Edit, ...models: readonly NetworkModel[]): Named | undefined {
  const record = [edit.after, edit.before].find(
    (value) => typeof value === 'object' && value !== null && 'label' in value,
  );
  if (record !== undefined && edit.key === undefined) return record as Named;
  for (const model of models) {
    for (const records of Object.values(model) as Readonly<Record<Id, Named>>[]) {
      const found = records[edit.id];
      if (found !== undefined && fits(edit.kind, model, found)) return found;
    }
  }
  return undefined;
}

// A zone group carries its endpoint's ID; every other kind of record has IDs of its own.
function fits(kind: EditKind, model: NetworkModel, record: Named): boolean {
  return (
    (kind === 'zone-group') ===
    (model.zoneGroups[record.id] === record && model.endpoints[record.id] !== record)
  );
}

export function nameOfRecord(
  id: Id,
  ...models: readonly NetworkModel[]
): { readonly name: string; readonly label: string } {
  for (const model of models) {
    for (const records of Object.values(model) as Readonly<Record<Id, Named>>[]) {
      const found = records[id];
      if (found !== undefined) return { name: found.name, label: found.label };
    }
  }
  return { name: id.split('/').at(-1) ?? id, label: id };
}

/** What the edit changes, as a value: a service, a subnet, an address, `Deny`. */
export function valueIn(edit: Edit, ...models: readonly NetworkModel[]): string {
  if (isEdit(edit, 'service-endpoint')) {
    const endpoint = edit.after ?? edit.before;
    return endpoint !== undefined && isKnown(endpoint) ? endpoint.service : (edit.key ?? '');
  }
  if (isEdit(edit, 'virtual-network-rule')) return nameOfRecord(edit.key ?? '', ...models).label;
  if (isEdit(edit, 'ip-rule')) return rangeOf(edit.after ?? edit.before, edit.key ?? '');
  const value = edit.after ?? edit.before;
  // What is only there or not is told by its name: a policy of a subnet, an address of a gateway.
  if (value === true && edit.key !== undefined) return nameOfRecord(edit.key, ...models).name;
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  return edit.key ?? '';
}

function rangeOf(rule: Known<IpRule> | undefined, key: string): string {
  return rule !== undefined && isKnown(rule) ? rule.range : key;
}

const nouns: Partial<Record<EditKind, string>> = {
  'virtual-network-rule': 'virtual network rule',
  'ip-rule': 'IP rule',
  'default-action': 'default action',
  'public-network-access': 'public network access',
  'network-rules-enabled': 'virtual network filter',
  'trusted-services': 'trusted services',
  'resource-instance': 'resource instance rule',
  'private-endpoint': 'private endpoint',
  'zone-group': 'DNS zone group of',
  zone: 'private DNS zone',
  record: 'DNS record',
  link: 'virtual network link',
  'resolution-policy': 'resolution policy of',
  'dns-servers': 'DNS servers of',
  'nsg-rule': 'security rule',
  vnet: 'virtual network',
  'security-group': 'network security group',
  'nat-gateway': 'NAT gateway',
  'nat-gateway-association': 'NAT gateway of',
  'security-group-association': 'network security group of',
  'route-table-association': 'route table of',
  'egress-address': 'public address',
  'network-policies': 'private endpoint network policies of',
  'endpoint-policy': 'service endpoint policy',
  connection: 'connection of',
};

export function nounOf(kind: EditKind): string {
  return nouns[kind] ?? kind.replaceAll('-', ' ');
}

const verbs = { add: 'Add', remove: 'Remove', update: 'Set' } as const;

/** A step in a few words: `Add virtual network rule snet-app on sql-prod`. The networks are given from the last to the first. */
export function titleOf(edits: readonly Edit[], ...networks: readonly NetworkModel[]): string {
  const [edit] = edits;
  if (edit === undefined) return '';
  // What leaves is called what it was called.
  const models = direction(edit) === 'remove' ? [...networks].reverse() : networks;
  const name =
    edit.kind === 'zone-group'
      ? nameOfRecord(edit.id, ...models.map(endpointsOnly)).name
      : (recordOf(edit, ...models)?.name ?? nameOfRecord(edit.id, ...models).name);
  if (isEdit(edit, 'service-endpoint')) return endpointTitle(edits, name, models);
  if (edit.key !== undefined) {
    const values = edits.map((each) => shortValue(each, models)).join(', ');
    const noun = nounOf(edit.kind);
    const nouns = edits.length > 1 && noun.endsWith(' rule') ? `${noun}s` : noun;
    return `${verbs[direction(edit)]} ${nouns} ${values} on ${name}`;
  }
  if (edit.before !== undefined && edit.after !== undefined && typeof edit.after !== 'object') {
    return `Set ${nounOf(edit.kind)} ${nounOf(edit.kind).endsWith(' of') ? '' : 'of '}${name} to ${nameOfRecord(String(edit.after), ...models).name}`;
  }
  const verb =
    edit.before !== undefined && edit.after !== undefined ? 'Change' : verbs[direction(edit)];
  const place: { in: Collection; field?: string } = editPlaces[edit.kind];
  const noun = nounOf(edit.kind);
  return `${verb} ${noun}${place.field === undefined || noun.endsWith(' of') ? '' : ' of'} ${name}`;
}

// A zone group carries the ID of its endpoint, by whose name people know it.
function endpointsOnly(model: NetworkModel): NetworkModel {
  return { ...emptyModel, endpoints: model.endpoints };
}

function endpointTitle(
  edits: readonly Edit[],
  subnet: string,
  models: readonly NetworkModel[],
): string {
  const [edit] = edits;
  const services = edits.map((each) => valueIn(each, ...models)).join(', ');
  if (edit === undefined) return '';
  if (edit.before === undefined) return `Turn on ${services} on ${subnet}`;
  if (edit.after === undefined) return `Turn off ${services} on ${subnet}`;
  return `Switch ${subnet} to ${services}`;
}

function shortValue(edit: Edit, models: readonly NetworkModel[]): string {
  if (isEdit(edit, 'virtual-network-rule')) {
    return edit.key?.startsWith('?')
      ? '(known after apply)'
      : nameOfRecord(edit.key ?? '', ...models).name;
  }
  return valueIn(edit, ...models);
}

/** The edit in the plan file's words: `add virtual-network-rule`. */
export function editWord(edit: Edit): string {
  return `${direction(edit)} ${edit.kind}`;
}

export function planFlow(flow: Flow, ...models: readonly NetworkModel[]): PlanFlow {
  const target =
    flow.target === '*'
      ? undefined
      : models.map((model) => model.targets[flow.target]).find((each) => each !== undefined);
  const [name] = target?.subresources[flow.subresource]?.names ?? [];
  return {
    client: flow.clientLabel,
    clientKind: flow.clientKind,
    clientName: flow.clientName,
    target: flow.targetLabel,
    targetName: flow.targetName,
    subresource: flow.subresource,
    ...(name === undefined ? {} : { fqdn: name.host }),
    evidence: flow.evidence,
  };
}

export function planRoute(route: Route, ...models: readonly NetworkModel[]): PlanRoute {
  switch (route.by) {
    case 'none':
      return { by: 'none', blocker: route.blocker };
    case 'undecided':
      return {
        by: 'undecided',
        missing: [...new Set(route.questions.map((each) => each.missing))],
      };
    default:
      return {
        by: route.by,
        source: route.source,
        ...(route.address === undefined ? {} : { address: route.address }),
        ...(route.via === undefined ? {} : { via: nameOfRecord(route.via, ...models).label }),
      };
  }
}
