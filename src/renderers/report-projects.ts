import type { Plan, PlanProject } from '../core/plan.ts';
import { type Document, heading, type Part, paragraph, table } from './document.ts';
import { span } from './instants.ts';
import { listed } from './rows.ts';
import { count, says, name as shortName, thousands, type Voice, verdicts } from './voice.ts';

/** The projects of a plan that was joined from several, gravest first: verdict, stages, window. */
export function projects({ projects: all = [], maintenanceWindow }: Plan, voice: Voice): Document {
  if (all.length === 0) return [];
  const order = Object.keys(verdicts);
  const rank = ({ verdict }: PlanProject) => order.indexOf(verdict);
  const window = (project: PlanProject): Part => {
    if (!project.windowRequired) return 'none needed';
    const found = maintenanceWindow.proposals.find(({ stages }) =>
      stages.some((stage) => project.stages.includes(stage)),
    );
    return found === undefined
      ? 'needed'
      : says(voice, span(found.start, found.end, maintenanceWindow.timeZone));
  };
  const still = all.filter(({ verdict }) => verdict === 'clear');
  // One that stays as it is may be looked for; of several, nobody reads the names.
  const changed = still.length < 2 ? all : all.filter(({ verdict }) => verdict !== 'clear');
  const rest =
    still.length < 2
      ? []
      : [
          paragraph(
            `${count(still.length, changed.length === 0 ? 'project' : 'other project')} without a change.`,
          ),
        ];
  return [
    heading(3, 'Projects'),
    ...listed(voice, voice.detail.asWritten, {
      items: changed.toSorted((a, b) => rank(b) - rank(a)),
      noun: 'project',
      show: (items) =>
        table(
          ['Project', 'Verdict', 'Stages', 'Window'],
          items.map((project) => [
            shortName(voice, project.name),
            `${verdicts[project.verdict].mark} ${verdicts[project.verdict].word}`,
            range(project.stages),
            window(project),
          ]),
        ),
    }),
    ...rest,
  ];
}

/** `1–3, 5`; projects that are planned together share stages. */
function range(stages: readonly number[]): string {
  const firsts = stages.filter((stage) => !stages.includes(stage - 1));
  const lasts = stages.filter((stage) => !stages.includes(stage + 1));
  const runs = firsts.map((first, index) => {
    const last = lasts[index] ?? first;
    return first === last ? thousands(first) : `${thousands(first)}–${thousands(last)}`;
  });
  return runs.length === 0 ? 'none' : runs.join(', ');
}
