import type { Config } from '../core/config.ts';
import type { Knowledge } from '../core/knowledge.ts';
import { reaches, settled } from './checks.ts';
import { commands } from './commands.ts';
import { decisionCard } from './decision-card.ts';
import { delays } from './delays.ts';
import { find } from './find.ts';
import { hazardRules } from './hazards/index.ts';
import { playbooks } from './playbooks/index.ts';
import { withPolicyDelay } from './policy-delay.ts';

/** All that the planner is told of Azure. */
export function knowledgeOf(config: Config): Knowledge {
  return {
    delays: withPolicyDelay(delays, config),
    playbooks,
    rules: hazardRules,
    // A gate is a handful of commands from one or two places: two minutes when all answer at once, ten when some are asked
    // again while their edit settles. A planning figure of this tool; how long settling takes stands in delays.ts.
    verification: { min: 2, max: 10 },
    commands,
    settled,
    reaches,
    find,
    decisions: decisionCard,
  };
}
