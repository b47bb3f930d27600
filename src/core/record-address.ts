import type { Id } from './model.ts';

// A record holds addresses, or follows that of a private endpoint, which the input may not know yet.

const mark = 'endpoint:';

/** What stands in a record that follows the address of the private endpoint. */
export function addressOf(endpoint: Id): string {
  return `${mark}${endpoint}`;
}

/** The private endpoint that an entry of a record follows; undefined for an address written as such. */
export function followed(address: string): Id | undefined {
  return address.startsWith(mark) ? address.slice(mark.length) : undefined;
}
