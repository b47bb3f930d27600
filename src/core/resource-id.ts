// ARM IDs compare without case: `/subscriptions/S/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/v/subnets/s`.

export interface ResourceId {
  readonly subscription: string;
  readonly resourceGroup?: string;
  /** `Microsoft.Network/virtualNetworks/subnets` */
  readonly type: string;
  readonly name: string;
}

/** The parts of an ARM ID, or undefined when the text is none. */
export function parseResourceId(text: string): ResourceId | undefined {
  const parts = text.split('/').filter((part) => part !== '');
  if (parts[0]?.toLowerCase() !== 'subscriptions' || parts[1] === undefined) return undefined;
  const at = parts.findIndex((part) => part.toLowerCase() === 'providers');
  if (at < 0 || (parts.length - at) % 2 !== 0 || parts.length - at < 4) return undefined;
  const types = parts.slice(at + 2).filter((_, n) => n % 2 === 0);
  const group = parts[2]?.toLowerCase() === 'resourcegroups' ? parts[3] : undefined;
  return {
    subscription: parts[1],
    ...(group === undefined ? {} : { resourceGroup: group }),
    type: [parts[at + 1], ...types].join('/'),
    name: parts.at(-1) ?? '',
  };
}

/** The form in which IDs are compared and used as keys. */
export function canonicalId(text: string): string {
  const trimmed = text.trim();
  return (trimmed.endsWith('/') ? trimmed.replace(/\/+$/, '') : trimmed).toLowerCase();
}

/** The ID of the resource that a child belongs to: a subnet's virtual network. */
export function parentId(text: string): string | undefined {
  const parts = text.split('/');
  const at = parts.findIndex((part) => part.toLowerCase() === 'providers');
  return at < 0 || parts.length - at <= 4 ? undefined : parts.slice(0, -2).join('/');
}

/** Last segment of an ID, or the text itself. */
export function shortName(text: string): string {
  return parseResourceId(text)?.name ?? text;
}

/** Whether `scope` is the ID itself or a subscription, resource group or parent that holds it. */
export function holds(scope: string, id: string): boolean {
  const [outer, inner] = [canonicalId(scope), canonicalId(id)];
  return inner === outer || inner.startsWith(`${outer}/`);
}
