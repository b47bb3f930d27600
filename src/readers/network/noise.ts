import { canonical, equal } from '../../core/equal.ts';
import type { Noise } from '../../core/plan.ts';
import type { Json, ResourceChange } from '../resource.ts';
import { isObject } from './select.ts';

const source = 'https://github.com/hashicorp/terraform-provider-azurerm/issues/32951';

// azurerm deletes and recreates a zone group whose IDs change at equal length, casing included: that is no noise.
// https://github.com/hashicorp/terraform-provider-azurerm/blob/v5.2.0/internal/services/network/private_endpoint_resource.go
const ordered = new Set(['private_dns_zone_group']);

/** Attributes that differ only in the order or casing of the same values. */
export function orderNoise(change: ResourceChange, reads: readonly string[]): readonly Noise[] {
  if (change.action !== 'update' || change.before === undefined || change.after === undefined)
    return [];
  const { before, after } = change;
  return [...new Set(reads)]
    .filter((attribute) => typeof after[attribute] === 'object' && !ordered.has(attribute))
    .filter((attribute) => !equal(before[attribute], after[attribute]))
    .filter((attribute) => sameLength(before[attribute], after[attribute]))
    .filter((attribute) => asSet(before[attribute]) === asSet(after[attribute]))
    .map((attribute) => ({
      origin: change.origin,
      what: `${change.address}: ${attribute} lists the same values in another order or spelling`,
      rule: 'tf-order-only',
      source,
    }));
}

// Most real changes of a list change its length; looking closer is for the rest.
function sameLength(one: Json | undefined, other: Json | undefined): boolean {
  return !Array.isArray(one) || !Array.isArray(other) || one.length === other.length;
}

function asSet(value: Json | undefined): string {
  return canonical(sorted(value ?? null));
}

function sorted(value: Json): unknown {
  if (typeof value === 'string') return value.toLowerCase();
  if (Array.isArray(value)) return value.map(sorted).map(canonical).sort();
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([, each]) => each !== null && each !== '');
  return Object.fromEntries(kept.map(([key, each]) => [key, sorted(each)]));
}
