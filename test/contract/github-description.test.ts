import { describe, expect, test } from 'vitest';
import { type Asked, operation } from './github-description.ts';

const list = '/repos/octo/network/issues/7/comments';

describe('the description that the local GitHub goes by', () => {
  test.each([
    [
      'an unknown parameter',
      'GET',
      list,
      'pages=2',
      undefined,
      'There is no query parameter pages.',
    ],
    ['a page that is no number', 'GET', list, 'page=two', undefined, 'page must be integer'],
    ['a body where none belongs', 'GET', list, '', {}, 'This request has no body.'],
    ['no body where one belongs', 'POST', list, '', undefined, 'body must be object'],
    ['a body of another shape', 'POST', list, '', { body: 7 }, 'body/body must be string'],
    ['a body with more', 'POST', list, '', { body: 'x', title: 'y' }, 'The body has no title.'],
    [
      'a number that is none',
      'POST',
      list.replace('7', 'x'),
      '',
      { body: 'x' },
      'issue_number must be integer',
    ],
  ])('finds fault with %s', (_, method, path, query, body, fault) => {
    expect(operation(asked(method, path, query, body))?.faults).toEqual([fault]);
  });

  test.each([
    ['GET', list, 'per_page=100&page=3', undefined],
    ['POST', list, '', { body: 'x' }],
    ['PATCH', '/repos/octo/network/issues/comments/9', '', { body: 'x' }],
    ['DELETE', '/repos/octo/network/issues/comments/9', '', undefined],
  ])('finds no fault with %s %s as we send it', (method, path, query, body) => {
    expect(operation(asked(method, path, query, body))?.faults).toEqual([]);
  });

  test('finds fault with an answer that GitHub would not give', () => {
    const found = operation(asked('POST', list, '', { body: 'x' }));
    expect(found?.answerFaults(201, { id: 'one' })).toContain('201/id must be integer');
    expect(found?.answerFaults(404, { message: 'Not Found' })).toEqual([]);
    expect(found?.answerFaults(404, { message: 4 })).toEqual(['404/message must be string']);
  });

  test.each([
    ['GET', '/repos/octo/network/branches'],
    ['PUT', list],
  ])('knows no %s %s: the slice holds what is used', (method, path) => {
    expect(operation(asked(method, path, '', undefined))).toBeUndefined();
  });
});

function asked(method: string, path: string, query: string, body: unknown): Asked {
  return { method, path, query: new URLSearchParams(query), body };
}
