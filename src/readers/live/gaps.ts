import { isBody, type LiveAnswer, type LiveRefusal } from '../../core/live.ts';
import type { NetworkModel } from '../../core/model.ts';
import type { Gap } from '../../core/plan.ts';
import { canonicalId, parentId, parseResourceId, shortName } from '../../core/resource-id.ts';
import { fill } from '../../knowledge/shell.ts';
import { isCollection, typeOf } from './kept.ts';

/** What Azure would not show, and what to do about it. */
export function refusalGaps(answers: readonly LiveAnswer[]): readonly Gap[] {
  const refused = answers.filter((each): each is LiveRefusal => !isBody(each));
  const ids = new Set(refused.map(({ id }) => canonicalId(id)));
  return refused
    .filter(({ id }) => !ids.has(canonicalId(above(id))))
    .filter((each) => !(each.refused === 'absent' && typeOf(each.id).endsWith('/a')))
    .map(gapOf);
}

function gapOf(refusal: LiveRefusal): Gap {
  const { id } = refusal;
  const name = spoken(id);
  return {
    origin: { file: 'azure', address: id },
    ...wordsFor(refusal, name),
    affects: [name],
  };
}

function wordsFor(
  { id, refused, says }: LiveRefusal,
  name: string,
): Pick<Gap, 'missing' | 'howToFind'> {
  switch (refused) {
    case 'absent':
      return {
        missing: `${name} does not exist in Azure`,
        howToFind: 'Check the ID; if it has gone since the plan was made, make the plan again.',
      };
    case 'unseen':
      return {
        missing: `${name} could not be read: its subscription is not visible to this identity`,
        howToFind: `Give the identity the role Reader at ${scope(id)}.`,
      };
    case 'forbidden':
      return {
        missing: `${name} could not be read: this identity may not`,
        howToFind: `Give the identity the role Reader at ${scope(id)}.`,
      };
    case 'failed':
      return {
        missing: `${name} could not be read${says === undefined ? '' : `: ${says}`}`,
        howToFind:
          fill('az resource show --ids {id}', { id: scope(id) }) ?? 'Read the resource in Azure.',
      };
  }
}

/** A zone whose other linked networks are no part of the change. */
export function linkGaps(live: NetworkModel, kept: NetworkModel): readonly Gap[] {
  return Object.values(live.zones).flatMap((zone) => {
    const links = Object.values(live.links).filter((each) => each.zone === zone.id);
    const others = links.filter((each) => kept.links[each.id] === undefined).length;
    if (others === 0) return [];
    const networks = others === 1 ? 'network is' : 'networks are';
    const group = parseResourceId(zone.id)?.resourceGroup ?? '<resource group>';
    return [
      {
        origin: { file: 'azure', address: zone.label },
        missing: `${others} more ${networks} linked to ${zone.name}: what their clients call is not in the input`,
        affects: [zone.name],
        howToFind:
          fill(
            'az network private-dns link vnet list --resource-group {group} --zone-name {zone} --output table',
            { group, zone: zone.name },
          ) ?? 'Read the links of the zone in Azure.',
      },
    ];
  });
}

/** The resource that a collection or a child belongs to; the ID itself where there is none. */
function above(id: string): string {
  if (isCollection(id)) return id.slice(0, id.lastIndexOf('/'));
  return parentId(id) ?? '';
}

function scope(id: string): string {
  return isCollection(id) ? above(id) : id;
}

function spoken(id: string): string {
  if (isCollection(id)) return `${id.slice(id.lastIndexOf('/') + 1)} of ${shortName(above(id))}`;
  const parent = above(id);
  return parent === '' ? shortName(id) : `${shortName(id)} of ${shortName(parent)}`;
}
