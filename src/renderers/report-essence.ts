import type { Plan } from '../core/plan.ts';
import { everything } from './detail.ts';
import { type Document, heading, paragraph } from './document.ts';
import { tally } from './report-brief.ts';
import { count, elsewhere, type ReportOptions, verdicts } from './voice.ts';

/** The verdict and how much there is of everything: of one size whatever the plan, for it repeats no word of it. */
export function essence(plan: Plan, options: ReportOptions): Document {
  const { mark, word } = verdicts[plan.verdict];
  const counts = [
    ...(plan.hazards.length === 0 ? [] : [tally(plan.hazards)]),
    count(plan.connectionResets.length, 'reset'),
    count(plan.firewallUpdates.length, 'firewall rule'),
    count(plan.dnsChanges.length, 'DNS change'),
    count(plan.stages.length, 'stage'),
    count(plan.gaps.length, 'gap'),
  ];
  return [
    heading(2, `${mark} ${word}`),
    paragraph(
      `${counts.join(', ')}: too much to show here. See `,
      elsewhere({ detail: everything, options }),
      '.',
    ),
  ];
}
