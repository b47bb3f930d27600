import type { Config } from '../../core/config.ts';
import type { LiveAnswer } from '../../core/live.ts';
import type { NetworkModel, Provenance } from '../../core/model.ts';
import { canonicalId } from '../../core/resource-id.ts';
import { readLive } from '../live.ts';
import { directory } from '../network/directory.ts';
import { gapsOf } from '../network/gaps.ts';
import { type Networks, network } from '../network.ts';
import type { Reading } from '../resource.ts';
import { driftGaps } from './drift.ts';
import { filled } from './fill.ts';
import { linkGaps, refusalGaps } from './gaps.ts';
import { tellerOf } from './shown.ts';

/** The networks that the readings show, with what Azure answered in the places that they leave open. */
export function withLive(
  shown: Networks,
  readings: readonly Reading[],
  answers: readonly LiveAnswer[],
  { cloud }: Pick<Config, 'cloud'>,
): Networks {
  const who = directory(readings);
  const today = network([readLive(answers)], { cloud, clients: [], dns: {} });
  const live = renamed(today.before, who.idOf) as NetworkModel;
  const { before, after } = filled(shown, live);
  const told = foreign(renamed(today.provenance.before, who.idOf) as Provenance, shown);
  return {
    ...shown,
    before,
    after,
    provenance: {
      before: { ...told, ...shown.provenance.before },
      after: { ...told, ...shown.provenance.after },
    },
    gaps: [
      ...gapsOf(readings, after, who),
      ...driftGaps(shown, live),
      ...refusalGaps(answers),
      ...linkGaps(live, after),
    ],
  };
}

/** Where records were read that no file shows. Of all others the file speaks, for it is the file that changes them. */
function foreign(told: Provenance, shown: Networks): Provenance {
  return Object.fromEntries(
    Object.entries(told).filter(([place]) => {
      const record = place.split('|').slice(0, 2).join('|');
      return tellerOf(shown, record) === undefined;
    }),
  );
}

/** Azure's IDs as the plan's records are called, where those go by another name. */
function renamed(value: unknown, idOf: (armId: string) => string): unknown {
  if (typeof value === 'string') return nameOf(value, idOf);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => renamed(each, idOf));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      nameOf(key, idOf),
      key === 'label' || key === 'foretold' ? inner : renamed(inner, idOf),
    ]),
  );
}

function nameOf(text: string, idOf: (armId: string) => string): string {
  if (!/^\/subscriptions\//i.test(text)) return text;
  const id = idOf(text);
  return id === canonicalId(text) ? text : id;
}
