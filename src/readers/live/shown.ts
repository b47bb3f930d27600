import { isUnknown } from '../../core/known.ts';
import type { Collection, Id, NetworkModel, Provenance } from '../../core/model.ts';
import type { Origin } from '../../core/plan.ts';
import type { Write } from '../../core/write.ts';
import { services } from '../../knowledge/services/index.ts';

/** What the files show, as far as filling needs it. */
export interface Shown {
  readonly before: NetworkModel;
  readonly after: NetworkModel;
  readonly provenance: { readonly before: Provenance; readonly after: Provenance };
  readonly writes: readonly Write[];
}

/** A record whatever its collection. */
export type Plain = Readonly<Record<string, unknown>>;

export function tableOf(model: NetworkModel, collection: Collection): Readonly<Record<Id, Plain>> {
  return model[collection] as unknown as Readonly<Record<Id, Plain>>;
}

/** Who says it, before the change or, where that is the same, after it; undefined when no resource of the plan does. */
export function tellerOf({ provenance }: Shown, place: string): Origin | undefined {
  return provenance.before[place] ?? provenance.after[place];
}

/** Unknown, and not because the plan keeps it secret. */
export function isOpen(value: unknown): boolean {
  return isUnknown(value) && !/\bsensitive\b/.test(value.unknown);
}

/** Whether entries of this field are resources of their own, as the rules of a SQL server are. */
export function isSeparate(target: Plain, field: string): boolean {
  return services
    .filter((service) => service.type === target.type)
    .flatMap((service) => service.forms)
    .filter((form) => form.of?.by === 'parent')
    .some(({ settings: { networkRules, ipRules } }) =>
      field === 'networkRules'
        ? networkRules?.each === ''
        : field === 'ipRules' && ipRules?.some((each) => each.each === '') === true,
    );
}

/**
 * Nothing attached, only because no resource of the input attaches it: azurerm tells of attachments in resources of their own,
 * and a network shows all but the NAT gateway of its subnets.
 */
export function isAssumed(shown: Shown, subnet: Id, field: string): boolean {
  const own = tellerOf(shown, `subnets|${subnet}`)?.address ?? '';
  const teller = tellerOf(shown, `subnets|${subnet}|${field}`)?.address ?? own;
  if (teller !== own) return false;
  if (/(^|\.)azurerm_subnet\.[\w-]+(\[.*\])?$/.test(own))
    return ['securityGroup', 'routeTable', 'natGateway'].includes(field);
  return field === 'natGateway' && /(^|\.)azurerm_virtual_network\.[\w-]+(\[.*\])?$/.test(own);
}
