import type { Explanation, Fact } from '../core/explanation.ts';
import { everything } from './detail.ts';
import {
  code,
  type Document,
  heading,
  lineBreak,
  numbered,
  type Part,
  paragraph,
  strong,
  table,
} from './document.ts';
import { sourceName, type Voice } from './voice.ts';

/** What is known of a rule, a service or a choice, with its sources. */
export function explain(explanation: Explanation): Document {
  const { id, title, says, why, remedy, facts } = explanation;
  return [
    heading(2, code(id), ': ', title),
    paragraph(says),
    ...(why === undefined ? [] : [paragraph(strong('Why:'), ' ', why)]),
    ...(remedy === undefined ? [] : [paragraph(strong('What to do:'), ' ', remedy)]),
    ...(facts.length === 0 ? [unnumbered(explanation)] : factTable(explanation)),
  ];
}

function unnumbered({ confidence, sources }: Explanation): Document[number] {
  return paragraph(
    `Confidence: ${confidence}.`,
    sources.map((source): Part => [lineBreak, 'Source: ', sourceName(voice, source)]),
  );
}

/** Addresses are too long for a column: facts name their sources by number. */
function factTable({ kind, facts, confidence, sources }: Explanation): Document {
  const pages = [...new Set([...facts.map((each) => each.source), ...sources].flatMap(pagesOf))];
  const numbers = (source: string) => pagesOf(source).map((page) => pages.indexOf(page) + 1);
  return [
    table(
      [...heads[kind], 'Confidence', 'Source'],
      facts.map((fact) => [
        fact.label,
        shown(fact),
        fact.confidence,
        numbers(fact.source).join(', '),
      ]),
    ),
    paragraph(`Confidence: ${confidence}.`, pages.length === 0 ? '' : ' Sources:'),
    ...(pages.length === 0 ? [] : [numbered(pages.map((page) => sourceName(voice, page)))]),
  ];
}

const heads: Readonly<Record<Explanation['kind'], readonly [string, string]>> = {
  rule: ['Fact', 'Value'],
  service: ['Fact', 'Value'],
  decision: ['When', 'Choose'],
  behaviour: ['Fact', 'Value'],
};

function pagesOf(source: string): readonly string[] {
  return source.split(/\s*;\s*/).filter((page) => page !== '');
}

/** A sentence is a sentence; anything else stands as it is spelled. */
function shown({ value }: Fact): Part {
  return /\s\S.*\.$/.test(value) ? value : code(value);
}

const voice: Voice = { detail: everything, options: {} };
