import { expect, test } from 'vitest';
import type { Outcome } from '../../src/core/hazard.ts';
import type { Judgement } from '../../src/core/outcome.ts';
import { none, type Route } from '../../src/core/route.ts';
import { answersOf } from '../../src/core/scene.ts';
import { call } from './questions.ts';

// Rules look at what becomes of all flows in one answer after the other to what the input does not show.

const open: Route = { by: 'internet', source: 'public' };
const shut = (blocker: string) => none('admission', blocker);

function outcome(client: string, from: Route, to: Route, more: Partial<Outcome> = {}): Outcome {
  return {
    flow: call(client, 'safe'),
    ...{ from, to, fromName: 'public', toName: 'public', written: [] },
    ...{ lost: false, intended: false, interrupted: false, stagedDenial: false, fresh: false },
    certain: false,
    ...more,
  };
}

const judged = (...answers: readonly Outcome[]): Judgement => {
  const [first] = answers;
  if (first === undefined) throw new Error('an answer is needed');
  return { outcome: first, answers, verdict: 'clear', certain: answers.length === 1 };
};

test('where the input shows all that matters there is nothing to ask', () => {
  expect(answersOf([judged(outcome('a', open, open)), judged(outcome('b', open, open))])).toEqual(
    [],
  );
});

test('answers in which a flow fares alike count once, whatever stops it', () => {
  const alike = judged(outcome('a', open, shut('this')), outcome('a', open, shut('that')));
  expect(answersOf([alike])).toEqual([]);
  for (const other of [
    outcome('a', open, none('path', 'this')),
    outcome('a', shut('this'), shut('this')),
    outcome('a', open, shut('this'), { toName: 'pe' }),
    outcome('a', open, shut('this'), { fromName: 'pe' }),
    outcome('a', open, shut('this'), { lost: true }),
    outcome('a', open, shut('this'), { intended: true }),
    outcome('a', open, shut('this'), { interrupted: true }),
    outcome('a', open, shut('this'), { stagedDenial: true }),
  ])
    expect(answersOf([judged(outcome('a', open, shut('this')), other)])).toHaveLength(2);
});

test('those in which a flow has most to lose come first, and one flow does not wait for another', () => {
  const [idle, moved, lost] = [
    outcome('a', shut('x'), open),
    outcome('a', open, open),
    outcome('a', open, shut('x'), { lost: true, interrupted: true }),
  ];
  const other = outcome('b', open, open);
  expect(answersOf([judged(idle, moved, lost), judged(other)])).toEqual([
    [lost, other],
    [moved, other],
    [idle, other],
  ]);
});

test('there is an end to it', () => {
  const many = Array.from({ length: 24 }, (_, n) =>
    outcome('a', open, { by: 'private-endpoint', source: 'private', endpoint: `pe-${n}` }),
  );
  expect(answersOf([judged(...many)])).toHaveLength(12);
});
