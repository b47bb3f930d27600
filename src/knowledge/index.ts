import type { Config } from '../core/config.ts';
import type { Knowledge } from '../core/knowledge.ts';
import { delays } from './delays.ts';
import { playbooks } from './playbooks/index.ts';

/** All that the planner is told of Azure. */
export function knowledgeOf(_config: Config): Knowledge {
  return {
    delays,
    playbooks,
    rules: [],
    verification: { min: 2, max: 10 },
    commands: () => [],
    settled: () => [],
    reaches: () => [],
  };
}
