import type { Explanation } from '../core/explanation.ts';
import { everything } from './detail.ts';
import {
  code,
  type Document,
  heading,
  lineBreak,
  type Part,
  paragraph,
  strong,
  table,
} from './document.ts';
import { sourceName, type Voice } from './voice.ts';

/** What is known of a rule or a service, with its sources. */
export function explain(explanation: Explanation): Document {
  const { id, title, says, why, remedy, sources, confidence, facts } = explanation;
  return [
    heading(2, code(id), ': ', title),
    paragraph(says),
    ...(why === undefined ? [] : [paragraph(strong('Why:'), ' ', why)]),
    ...(remedy === undefined ? [] : [paragraph(strong('What to do:'), ' ', remedy)]),
    ...(facts.length === 0
      ? []
      : [
          table(
            ['Fact', 'Value', 'Confidence', 'Source'],
            facts.map((fact) => [
              fact.label,
              code(fact.value),
              fact.confidence,
              sourceName(voice, fact.source),
            ]),
          ),
        ]),
    paragraph(
      `Confidence: ${confidence}.`,
      sources.map((source): Part => [lineBreak, 'Source: ', sourceName(voice, source)]),
    ),
  ];
}

const voice: Voice = { detail: everything, options: {} };
