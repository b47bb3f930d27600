import type { Config } from '../core/config.ts';
import type { Knowledge } from '../core/knowledge.ts';
import { beyondUndo } from './beyond-undo.ts';
import { reaches, settled } from './checks.ts';
import { commands } from './commands.ts';
import { decisionCard } from './decision-card.ts';
import { delays } from './delays.ts';
import { find } from './find.ts';
import { hazardRules } from './hazards/index.ts';
import { pace } from './pace.ts';
import { playbooks } from './playbooks/index.ts';
import { withPolicyDelay } from './policy-delay.ts';

/** All that the planner is told of Azure. */
export function knowledgeOf(config: Config): Knowledge {
  return {
    delays: withPolicyDelay(delays, config),
    playbooks,
    rules: hazardRules,
    pace,
    beyondUndo,
    commands,
    settled,
    reaches,
    find,
    decisions: decisionCard,
  };
}
