import type { Finding, HazardRule, Scene } from '../../core/hazard.ts';
import { isKnown } from '../../core/known.ts';
import { listed, verb } from '../phrases.ts';

/** The new endpoint has another address. */
export const peReplaced: HazardRule = {
  id: 'pe-replaced',
  title: 'A private endpoint is made anew and gets another address',
  statement:
    'A private endpoint that is replaced is deleted and made again. Unless its address is static it gets another one: security rules, records and appliances that hold the old address lead nowhere.',
  remedy:
    'Undo the edit that forces the replacement, or make a second endpoint first, give it a static address, and take the old one away after the names have moved.',
  source: 'https://github.com/hashicorp/terraform-provider-azurerm/issues/32689',
  confidence: 'likely',
  verdict: 'informs',
  find: (scene) =>
    scene.edits
      .filter((edit) => edit.kind === 'private-endpoint' && edit.after === undefined)
      .flatMap((edit): Finding[] => {
        const [old, now] = [scene.before.endpoints[edit.id], scene.after.endpoints[edit.id]];
        if (old === undefined || now === undefined) return [];
        // Equal reasons do not make equal addresses: a new endpoint gets a new one.
        const had = isKnown(old.addresses) ? old.addresses : [];
        const shown = isKnown(old.addresses) && isKnown(now.addresses);
        if (shown && String(now.addresses) === String(old.addresses)) return [];
        const holders = holding(scene, had);
        const what = had.length === 0 ? 'its address' : listed(had);
        const who =
          holders.length === 0
            ? ''
            : `, which ${listed(holders)} ${verb(holders, 'holds', 'hold')}`;
        return [
          {
            says: `${old.name} is replaced and may no longer have ${what}${who}.`,
            ...(holders.length > 0 ? { may: true } : {}),
            ...(isKnown(old.addresses) ? {} : { confidence: 'possible' as const }),
            origin: scene.originOf(edit),
            subjects: [edit.id],
            edit,
          },
        ];
      }),
};

/** Security groups and records written by hand that name one of the addresses after the change. */
function holding({ after }: Scene, addresses: readonly string[]): string[] {
  const named = new Set(addresses.flatMap((each) => [each, `${each}/32`]));
  const groups = Object.values(after.securityGroups).filter(({ rules }) =>
    Object.values(rules)
      .filter(isKnown)
      .some(({ destinations }) => destinations.some((each) => named.has(each))),
  );
  const records = Object.values(after.records).filter(
    (record) => isKnown(record.addresses) && record.addresses.some((each) => named.has(each)),
  );
  return [...groups, ...records].map(({ name }) => name);
}
