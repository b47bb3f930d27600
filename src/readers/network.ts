import type { Contest } from '../core/change.ts';
import type { Config } from '../core/config.ts';
import type { Id, NetworkModel, Provenance } from '../core/model.ts';
import type { Gap, Noise, Origin } from '../core/plan.ts';
import type { Write } from '../core/write.ts';
import { assemble } from './network/assemble.ts';
import { bare } from './network/bare.ts';
import { bareRecords, completed, modelOf } from './network/complete.ts';
import { condense } from './network/condense.ts';
import { contestsIn } from './network/contests.ts';
import { directory } from './network/directory.ts';
import { gapsOf } from './network/gaps.ts';
import { withHalves } from './network/peerings.ts';
import { replacedIn } from './network/replaced.ts';
import { asText, select } from './network/select.ts';
import { sightsOf, tell, tellUses } from './network/tell.ts';
import { interest } from './network/tellers.ts';
import { unownedIn } from './network/unowned.ts';
import { namesOf } from './network/uses.ts';
import { writesOf } from './network/writes.ts';
import type { Reading } from './resource.ts';

export { bare, condense, interest };

/** The network before and after the change, and how the change is written. */
export interface Networks {
  readonly before: NetworkModel;
  readonly after: NetworkModel;
  /** Where records were read, and fields and entries that somebody else says than the record. */
  readonly provenance: { readonly before: Provenance; readonly after: Provenance };
  readonly writes: readonly Write[];
  /**
   * Records that leave and come back: their IDs. Where only a part of what has that ID is rewritten, its place instead:
   * `zoneGroups|id`, `targets|id|networkRules|key`.
   */
  readonly replaced: ReadonlySet<Id>;
  readonly gaps: readonly Gap[];
  readonly noise: readonly Noise[];
  /** What it changes of a network, and of which it does not show where. */
  readonly omitted: readonly { readonly origin: Origin; readonly missing: string }[];
  readonly contests: readonly Contest[];
}

/** Joins what readings show with the rows of services. Formats and services meet here and nowhere else. */
export function network(
  given: readonly Reading[],
  config: Pick<Config, 'cloud' | 'clients' | 'dns'>,
): Networks {
  const readings = apart(given.map(condense));
  const groups = groupsIn(readings);
  const shared = { directory: directory(readings), cloud: config.cloud, groups };
  const sights = sightsOf(readings, shared);
  const bareRecord = bareRecords(config.cloud, groups);
  const told = tell(sights);
  const { before, after } = assemble(told, bareRecord);
  const [old, now] = withHalves(completed([before, after], config, groups));
  const calls = tellUses(sights, namesOf([old, now]), pipelineOf(old));
  const unowned = unownedIn(sights);
  const { before: oldUses, after: newUses } = assemble(calls, bareRecord);
  const models = {
    before: { ...old, uses: { ...old.uses, ...modelOf(oldUses).uses } },
    after: { ...now, uses: { ...now.uses, ...modelOf(newUses).uses } },
  };
  return {
    ...models,
    provenance: {
      before: { ...before.provenance, ...oldUses.provenance },
      after: { ...after.provenance, ...newUses.provenance },
    },
    writes: writesOf(
      readings,
      [before, after, oldUses, newUses].map((side) => side.sent),
    ),
    replaced: replacedIn(readings, told.after, shared.directory),
    gaps: [...gapsOf(readings, models.after, shared.directory), ...unowned.gaps],
    omitted: unowned.omitted,
    noise: noiseIn(readings),
    contests: contestsIn(readings, told),
  };
}

/** Readings whose addresses cannot be taken for each other: by project, else by file, else by their place in it. */
function apart(readings: readonly Reading[]): readonly Reading[] {
  const taken = new Map<string, number>();
  const unnamed = readings.filter(({ project }) => project === undefined).length;
  return readings.map((reading) => {
    const own = reading.project ?? (unnamed > 1 ? reading.path : undefined);
    const count = taken.get(own ?? '') ?? 0;
    taken.set(own ?? '', count + 1);
    const project = count === 0 ? own : `${own ?? ''}#${count + 1}`;
    return project === undefined ? reading : { ...reading, project };
  });
}

/** Group IDs that private endpoints of the input name: sub-resources that are only there on a condition are there for them. */
function groupsIn(readings: readonly Reading[]): ReadonlySet<string> {
  const paths = [
    'private_service_connection.subresource_names',
    'properties.privateLinkServiceConnections.properties.groupIds',
    'properties.manualPrivateLinkServiceConnections.properties.groupIds',
  ];
  const sides = readings.flatMap((reading) =>
    reading.resources
      .filter(({ type }) => /private_?endpoint/i.test(type))
      .flatMap(({ before, after }) => [before, after]),
  );
  const found = sides.flatMap((side) => paths.flatMap((path) => select(side, path)));
  return new Set(found.flatMap((each) => asText(each)?.toLowerCase() ?? []));
}

/** Data-plane resources speak for the pipeline: the configured one, when there is just one. */
function pipelineOf(model: NetworkModel): Id {
  const [only, ...others] = Object.values(model.clients).filter(({ kind }) => kind === 'pipeline');
  return only !== undefined && others.length === 0 ? only.id : 'pipeline';
}

function noiseIn(readings: readonly Reading[]): readonly Noise[] {
  return readings.flatMap(({ noise }) => noise).sort((a, b) => (a.what < b.what ? -1 : 1));
}
