import { isUnknown, type Known, unknown } from '../../core/known.ts';
import { isRecord, type Plain } from '../json/parse.ts';
import type { Json, Properties, ResourceChange } from '../resource.ts';
import { afterApply, properties } from './values.ts';

// azapi carries ARM bodies: what it manages is read as the ARM resource that it writes. Version 1 keeps the body as a JSON
// string, version 2 as an object. https://registry.terraform.io/providers/Azure/azapi/latest/docs

export function isAzapi(type: string): boolean {
  return /^azapi_(?:resource|update_resource|resource_action|data_plane_resource)$/.test(type);
}

/** The ARM type without its version; unknown where the plan does not show it. */
export function armType({ before, after }: ResourceChange): Known<string> {
  for (const side of [after, before]) {
    const type = side?.type;
    if (typeof type === 'string') return type.split('@')[0] ?? type;
    if (isUnknown(type)) return unknown(type.unknown);
  }
  return unknown('the plan shows no ARM type');
}

/** The ARM resource that an azapi resource writes or reads; `undefined` for an action that leaves it as it is. */
export function armChange(change: ResourceChange, type: string): ResourceChange | undefined {
  const isAction = change.type === 'azapi_resource_action';
  if (isAction && !writes(change)) return undefined;
  const isPatch = isAction || change.type === 'azapi_update_resource';
  const isData = change.data ?? false;
  const side = change.after ?? change.before;
  const idBefore = change.before && armId(type, change.before, change.idBefore);
  const idAfter = change.after && armId(type, change.after, change.idAfter);
  const arm: ResourceChange = {
    ...omitSides(change),
    type,
    dialect: 'arm',
    name: nameFrom(side) ?? lastSegment(idAfter) ?? lastSegment(idBefore) ?? change.name,
    whole: !isPatch && !isData,
    ...(idBefore !== undefined && { idBefore }),
    ...(idAfter !== undefined && { idAfter }),
    ...(change.before && { before: armProperties(change.before, isData) }),
    ...(change.after && { after: armProperties(change.after, isData) }),
  };
  return isPatch && !isData ? patch(arm) : arm;
}

function omitSides(
  change: ResourceChange,
): Omit<ResourceChange, 'before' | 'after' | 'idBefore' | 'idAfter'> {
  const { before, after, idBefore, idAfter, ...rest } = change;
  return rest;
}

/** Only a PUT or PATCH of the resource itself changes it, and only when it is run. */
function writes({ action: change, after }: ResourceChange): boolean {
  const { method, action, when } = after ?? {};
  const runs = change === 'create' || change === 'update' || change === 'replace';
  const isWrite = method === 'PUT' || method === 'PATCH';
  return runs && isWrite && (action ?? '') === '' && when !== 'destroy';
}

/** A patch neither makes nor removes what it patches. */
function patch(arm: ResourceChange): ResourceChange {
  switch (arm.action) {
    case 'create':
      return typeof arm.idAfter === 'string'
        ? { ...arm, action: 'update', idBefore: arm.idAfter, before: {} }
        : { ...arm, action: 'update' };
    case 'delete':
    case 'forget': {
      const stays = arm.before && { after: arm.before };
      const id = arm.idBefore !== undefined && { idAfter: arm.idBefore };
      return { ...arm, action: 'forget', ...stays, ...id };
    }
    case 'replace':
      return { ...arm, action: 'update' };
    case 'update':
    case 'no-op':
    case 'read':
      return arm;
  }
}

function armProperties(side: Properties, isData: boolean): Properties {
  const { name, location, parent_id } = side;
  return {
    ...body(isData ? side.output : side.body),
    ...(name !== undefined && { name }),
    ...(location !== undefined && location !== null && { location }),
    ...(parent_id !== undefined && { parent_id }),
  };
}

function body(json: Json | undefined): Properties {
  if (typeof json === 'string') return parsedBody(json);
  if (isUnknown(json)) return { properties: json, sku: json, kind: json };
  return json !== null && typeof json === 'object' && !Array.isArray(json)
    ? (json as Properties)
    : {};
}

function parsedBody(json: string): Properties {
  let parsed: Plain;
  try {
    parsed = JSON.parse(json) as Plain;
  } catch {
    return body(unknown('the body is not JSON'));
  }
  if (!isRecord(parsed)) return body(unknown('the body is not a JSON object'));
  const nothing = () => [];
  return properties({ values: parsed, unknown: false, sensitive: [] }, () => true, nothing);
}

/** The ARM ID as shown, or put together from parent, type and name, which are known before the resource is there. */
function armId(type: string, side: Properties, shown: Known<string> | undefined): Known<string> {
  const { resource_id, parent_id, name } = side;
  if (typeof resource_id === 'string') return resource_id;
  if (typeof shown === 'string') return shown;
  if (typeof parent_id === 'string' && typeof name === 'string') {
    return childId(parent_id, type, name) ?? shown ?? afterApply;
  }
  return shown ?? afterApply;
}

function childId(parent: string, type: string, name: string): string | undefined {
  if (!parent.startsWith('/')) return undefined;
  const base = parent.replace(/\/+$/, '');
  if (/^Microsoft\.Resources\/resourceGroups$/i.test(type)) return `${base}/resourceGroups/${name}`;
  const names = type.split('/');
  if (typeOf(base).toLowerCase() === names.slice(0, -1).join('/').toLowerCase()) {
    return `${base}/${names.at(-1)}/${name}`;
  }
  return names.length === 2 ? `${base}/providers/${type}/${name}` : undefined;
}

/** ARM type of the resource that an ID names; empty for a scope. */
function typeOf(id: string): string {
  const parts = (id.split(/\/providers\//i).at(-1) ?? '').split('/');
  return /\/providers\//i.test(id)
    ? parts.filter((_, index) => index === 0 || index % 2 === 1).join('/')
    : '';
}

function nameFrom(side: Properties | undefined): string | undefined {
  const name = side?.name;
  return typeof name === 'string' && name !== '' ? name : undefined;
}

function lastSegment(id: Known<string> | undefined): string | undefined {
  return typeof id === 'string' ? id.split('/').at(-1) : undefined;
}
