import { closest } from './adapters/closest.ts';
import type { PageFormat } from './adapters/options.ts';
import { defaults } from './core/config.ts';
import type { Explanation } from './core/explanation.ts';
import { type Problem, problem } from './core/problem.ts';
import { behaviours } from './knowledge/behaviours.ts';
import { decisions } from './knowledge/decisions.ts';
import {
  behaviourExplained,
  decisionsExplained,
  ruleExplained,
  serviceExplained,
} from './knowledge/explain.ts';
import { knowledgeOf } from './knowledge/index.ts';
import type { Service } from './knowledge/service.ts';
import { services } from './knowledge/services/index.ts';
import { explain } from './renderers/explain.ts';
import { renderDocument } from './renderers/index.ts';
import type { TextOptions } from './renderers/text.ts';

/** What is known of the rule, service or choice called `name`, or of all of them, in `format`. */
export function explained(
  name: string | undefined,
  format: PageFormat,
  terminal: TextOptions,
): string | Problem {
  const all = explanations();
  const wanted = name?.toLowerCase();
  const found = wanted === undefined ? all : all.filter(({ names }) => names.includes(wanted));
  if (name !== undefined && found.length === 0) return unknownName(name, all);
  const told = found.map(({ explanation }) => explanation);
  if (format === 'json') {
    return `${JSON.stringify(name === undefined || told.length > 1 ? told : told[0], undefined, 2)}\n`;
  }
  return renderDocument(told.flatMap(explain), format, terminal);
}

/** An explanation and the names, in lower case, that it is asked for by. */
interface Named {
  readonly explanation: Explanation;
  readonly names: readonly string[];
}

/** Rules by ID, then services in the order of their list, then what speaks for which endpoint, then what is no rule. */
function explanations(): readonly Named[] {
  const rules = [...knowledgeOf(defaults).rules].sort((a, b) => (a.id < b.id ? -1 : 1));
  return [
    ...rules.map((rule) => ({ explanation: ruleExplained(rule), names: [rule.id] })),
    ...services.map((row) => ({ explanation: serviceExplained(row), names: namesOf(row) })),
    ...favours.map((each) => ({
      explanation: decisionsExplained(each),
      names: [
        'decisions',
        each,
        ...decisions.filter((one) => one.favours === each).map(({ id }) => id),
      ],
    })),
    ...behaviours.map((each) => ({ explanation: behaviourExplained(each), names: [each.id] })),
  ];
}

const favours = ['private-endpoint', 'service-endpoint', 'either'] as const;

/** A service goes by its ID, title, noun, ARM type, and the service endpoints that it has. */
function namesOf(service: Service): readonly string[] {
  const endpoints = service.serviceEndpoint?.value.types.map(({ name }) => name) ?? [];
  const names = [service.id, service.title, service.noun, service.type, ...endpoints];
  return names.map((name) => name.toLowerCase());
}

function unknownName(name: string, all: readonly Named[]): Problem {
  const near = closest(
    name,
    all.flatMap(({ names }) => names),
  );
  const mend = near === undefined ? 'explain alone shows them all.' : `Did you mean "${near}"?`;
  return problem('unknown-name', `No rule or service is called "${name}".`, mend);
}
