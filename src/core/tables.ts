import type { Edit } from './edit.ts';
import { counts } from './flow.ts';
import type { Block } from './lines.ts';
import { connectionResets, dnsChanges, firewallUpdate, type Placed } from './rows.ts';
import { endOf } from './scheme.ts';
import { flagEdits, type Telling, unique } from './steps.ts';
import { stateOf } from './track.ts';
import { planFlow, titleOf } from './words.ts';

export function tablesOf(telling: Telling, told: readonly Block[]) {
  const { change, plan } = telling;
  const end = endOf(plan, change.before);
  const lines = told.flatMap((block) => block.lines);
  const place = (edit: Edit, line: (typeof lines)[number], inChange: boolean): Placed => ({
    edit,
    inChange,
    change,
    end,
    stage: line.stage,
    step: line.id,
    ...(line.extra === undefined ? {} : { extra: line.extra }),
  });
  const own = lines.flatMap((line) =>
    line.edits.map((edit) => place(edit, line, line.extra === undefined)),
  );
  const flags = lines.flatMap((line) =>
    flagEdits(telling, line).map((edit) => place(edit, line, false)),
  );
  const flagged = flags.flatMap((each) => {
    const row = firewallUpdate(each);
    return row === undefined
      ? []
      : [{ ...row, why: 'the service takes the rule before the endpoint only with this flag' }];
  });
  return {
    connectionResets: lines.flatMap((line) =>
      connectionResets(line.moment, line.edits, {
        stage: line.stage,
        step: line.id,
        cause: titleOf(line.edits, end, change.before),
        change,
      }),
    ),
    firewallUpdates: [...own.flatMap((each) => firewallUpdate(each) ?? []), ...flagged].sort(
      (a, b) => a.stage - b.stage,
    ),
    dnsChanges: [...own.flatMap(dnsChanges), ...caches(telling, lines)].sort(
      (a, b) => a.stage - b.stage,
    ),
  };
}

/** Names that change their answer stay in clients' caches for a while: one row for each name and client. */
function caches(telling: Telling, lines: readonly Block['lines'][number][]) {
  const models = [endOf(telling.plan, telling.change.before), telling.change.before] as const;
  return unique(
    lines.flatMap((line, place) => {
      const changes = line.moment.felt.filter(
        (felt) => felt.effect === 'name-changes' && counts(felt.track.flow),
      );
      if (changes.length === 0) return [];
      const madeBy = (end: number) =>
        new Set(lines.slice(0, end).flatMap((each) => each.positions));
      const [earlier, made] = [madeBy(place), madeBy(place + 1)];
      return changes.map((felt) => {
        const flow = planFlow(felt.track.flow, ...models);
        const name = flow.fqdn ?? flow.targetName;
        const [world = {}] = felt.worlds;
        const [was, is] = [earlier, made].map((edits) => {
          const state = stateOf(felt.track, (edit) => edits.has(edit));
          return felt.track.standing(state, world).route.by === 'private-endpoint';
        });
        return {
          kind: 'client-cache' as const,
          change: 'update' as const,
          name,
          before: was ? 'a private address' : 'a public address',
          after: is ? 'the private address' : 'a public address',
          stage: line.stage,
          step: line.id,
          inChange: true,
          why: `until its cache expires and its connections are made anew, ${flow.clientName} keeps the old answer`,
        };
      });
    }),
  );
}
