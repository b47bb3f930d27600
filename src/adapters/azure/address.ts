import type { Cloud } from '../../core/config.ts';
import { parseResourceId } from '../../core/resource-id.ts';
import { versionOf } from './versions.ts';

/** Where Azure Resource Manager answers in each cloud: https://learn.microsoft.com/azure/developer/identity/cloud-metadata */
export const managers: Readonly<Record<Cloud, string>> = {
  public: 'https://management.azure.com',
  usgov: 'https://management.usgovcloudapi.net',
  china: 'https://management.chinacloudapi.cn',
};

export interface Address {
  readonly url: string;
  readonly apiVersion: string;
}

/**
 * The address that shows `id`; undefined when it is no well-formed ID of a type that is read. IDs come from files of strangers:
 * each part is checked and encoded, so that none can lead to another place.
 */
export function addressOf(id: string, manager: string): Address | undefined {
  const [root, ...parts] = id.split('/');
  const apiVersion = versionOf(typeOf(id) ?? '');
  const [subscriptions, subscription = '', groups, , providers] = parts;
  const isWellFormed =
    root === '' &&
    subscriptions?.toLowerCase() === 'subscriptions' &&
    /^[0-9a-f-]{36}$/i.test(subscription) &&
    groups?.toLowerCase() === 'resourcegroups' &&
    providers?.toLowerCase() === 'providers' &&
    parts.every(isName);
  if (apiVersion === undefined || !isWellFormed) return undefined;
  // One slash after the host: the SDK's own getById makes it two, and Azure answers 404.
  const path = parts.map(encodeURIComponent).join('/');
  return { url: `${manager}/${path}?api-version=${apiVersion}`, apiVersion };
}

/** The next page of a list, if it stays with the same manager: whoever answers there is given the token. */
export function nextPage(link: string, manager: string): string | undefined {
  const next = URL.canParse(link) ? new URL(link) : undefined;
  const isOurs = next?.origin === manager && next.username === '' && next.password === '';
  return isOurs ? next.href : undefined;
}

function typeOf(id: string): string | undefined {
  // A collection is one name short.
  return (parseResourceId(id) ?? parseResourceId(`${id}/each`))?.type;
}

function isName(part: string): boolean {
  return part !== '' && !/^\.+$/.test(part) && !/[\p{Cc}%\\?#]/u.test(part) && part.length <= 260;
}
