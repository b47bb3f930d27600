import { describe, expect, test } from 'vitest';
import { resolveComment, type WantedComment, writeComment } from '../../src/adapters/comment.ts';
import { connect, type GitHub } from '../../src/adapters/github.ts';
import { type Marker, printMarker, readMarker } from '../../src/adapters/marker.ts';
import { GitHubError } from '../../src/adapters/persist.ts';
import { type LocalGitHub, runnerLogin, withGitHub } from './github-server.ts';

const marker: Marker = {
  schema: 1,
  key: 'ci/plan',
  head: 'a'.repeat(40),
  run: { id: 200, attempt: 1 },
  hash: 'h',
  verdict: 'split',
};

const later: Marker = { ...marker, run: { id: 300, attempt: 1 }, head: 'b'.repeat(40) };
const earlier: Marker = { ...marker, run: { id: 100, attempt: 2 }, head: '0'.repeat(40) };

describe('the comment', () => {
  test('is created where there is none, and is the only one', () =>
    at(async (github, server) => {
      const kept = await writeComment(github, wanted('Split.'));
      expect(kept.did).toBe('created');
      expect(visible(server)).toEqual(['Split.']);
      expect(readMarker(server.comments()[0]?.body ?? '')).toEqual(marker);
    }));

  test('is rewritten in place by the next run', () =>
    at(async (github, server) => {
      const first = await writeComment(github, wanted('Split.'));
      const second = await writeComment(github, wanted('Clear.', later));
      expect(second).toEqual({ ...first, did: 'updated' });
      expect(visible(server)).toEqual(['Clear.']);
    }));

  test('is not sent again when it says the same of the same commit', () =>
    at(async (github, server) => {
      await writeComment(github, wanted('Split.'));
      const again = await writeComment(github, wanted('Split.', { ...marker, run: later.run }));
      expect(again.did).toBe('unchanged');
      expect(server.requests).not.toContain('issues/update-comment');
    }));

  test('of a later run is left alone by an earlier one, and by its earlier attempt', () =>
    at(async (github, server) => {
      await writeComment(github, wanted('Later.', later));
      const byRun = await writeComment(github, wanted('Earlier.', earlier));
      await writeComment(github, wanted('Second attempt.', attempt(later, 2)));
      const byAttempt = await writeComment(github, wanted('First attempt.', later));
      expect([byRun.did, byAttempt.did]).toEqual(['left', 'left']);
      expect(visible(server)).toEqual(['Second attempt.']);
    }));

  test('is found among hundreds of others', () =>
    at(async (github, server) => {
      for (let n = 0; n < 150; n++) server.add({ pullRequest: 7, author: 'ann', body: `No ${n}.` });
      await writeComment(github, wanted('Split.'));
      for (let n = 0; n < 350; n++)
        server.add({ pullRequest: 7, author: 'ann', body: `Yes ${n}.` });
      const kept = await writeComment(github, wanted('Clear.', later));
      expect(kept.did).toBe('updated');
      expect(server.comments()).toHaveLength(501);
    }));

  test('with another key, on another pull request, or by another account is never touched', () =>
    at(async (github, server) => {
      const others = [
        { pullRequest: 7, author: runnerLogin, body: body('Key.', { ...marker, key: 'ci/other' }) },
        { pullRequest: 8, author: runnerLogin, body: body('Number.') },
        { pullRequest: 7, author: 'mallory', body: body('Account.') },
        { pullRequest: 7, author: 'other-app[bot]', body: body('App.', later) },
        { pullRequest: 7, author: runnerLogin, body: `Quoted:\n${body('Quote.')}` },
      ].map((comment) => server.add(comment));
      expect((await writeComment(github, wanted('Ours.'))).did).toBe('created');
      expect((await writeComment(github, wanted('Ours, later.', later))).did).toBe('updated');
      expect(server.comments().slice(0, others.length)).toEqual(others);
    }));

  test('of the runner is known as ours when the token may not say who it is', () =>
    at(async (github, server) => {
      server.viewer = undefined;
      server.add({ pullRequest: 7, author: runnerLogin, body: body('Split.') });
      expect((await writeComment(github, wanted('Clear.', later))).did).toBe('updated');
    }));

  test('of an app with its own token is known as ours', () =>
    at(async (github, server) => {
      server.viewer = 'planner[bot]';
      await writeComment(github, wanted('Split.'));
      expect((await writeComment(github, wanted('Clear.', later))).did).toBe('updated');
      expect(visible(server)).toEqual(['Clear.']);
    }));

  test('says that it is resolved only where there is one', () =>
    at(async (github, server) => {
      expect(await resolveComment(github, wanted('Resolved.'))).toBeUndefined();
      await writeComment(github, wanted('Split.'));
      expect((await resolveComment(github, wanted('Resolved.', later)))?.did).toBe('updated');
      expect(visible(server)).toEqual(['Resolved.']);
    }));

  test('is new every time when that is asked for', () =>
    at(async (github, server) => {
      await writeComment(github, { ...wanted('One.'), mode: 'new' });
      await writeComment(github, { ...wanted('Two.', later), mode: 'new' });
      expect(visible(server)).toEqual(['One.', 'Two.']);
      await resolveComment(github, { ...wanted('Resolved.', later), mode: 'new' });
      expect(visible(server)).toEqual(['One.', 'Resolved.']);
    }));
});

describe('a comment that follows others', () => {
  test('is new for another commit; those before it are folded away, each once', () =>
    at(async (github, server) => {
      const hiding = { mode: 'hide-and-new' } as const;
      await writeComment(github, { ...wanted('One.'), ...hiding });
      const other = server.add({ pullRequest: 7, author: 'ann', body: body('Not ours.') });
      const again = await writeComment(github, {
        ...wanted('One.', attempt(marker, 2)),
        ...hiding,
      });
      const second = await writeComment(github, { ...wanted('Two.', later), ...hiding });
      expect([again.did, second.did]).toEqual(['unchanged', 'created']);
      const last = { ...later, head: 'c'.repeat(40), run: { id: 400, attempt: 1 } };
      await writeComment(github, { ...wanted('Three.', last), ...hiding });
      const [one, , two, three] = server.comments();
      expect(server.hidden()).toEqual([one?.id, two?.id]);
      expect(server.hidden()).not.toContain(other.id);
      expect(three?.body).toContain('Three.');
      expect(server.requests.filter((id) => id === 'graphql/minimize')).toHaveLength(2);
    }));

  test('is rewritten while verdict and plan stay, and new when either is another', () =>
    at(async (github, server) => {
      const mode = 'new-on-verdict-change';
      await writeComment(github, { ...wanted('One.'), mode });
      const same = await writeComment(github, { ...wanted('One again.', later), mode });
      expect([same.did, server.hidden()]).toEqual(['updated', []]);
      const graver: Marker = { ...later, verdict: 'blocked', run: { id: 400, attempt: 1 } };
      const other: Marker = { ...graver, hash: 'i', run: { id: 500, attempt: 1 } };
      await writeComment(github, { ...wanted('Blocked.', graver), mode });
      await writeComment(github, { ...wanted('Otherwise.', other), mode });
      expect(visible(server)).toEqual(['One again.', 'Blocked.', 'Otherwise.']);
      expect(server.hidden()).toEqual(
        server
          .comments()
          .slice(0, 2)
          .map(({ id }) => id),
      );
    }));

  test('of an earlier run is the one that is folded away, whoever was quicker', () =>
    at(async (github, server) => {
      server.gather('issues/create-comment', 2);
      const mode = 'hide-and-new';
      await Promise.all([
        writeComment(github, { ...wanted('Later.', later), mode }),
        writeComment(github, { ...wanted('Earlier.', earlier), mode }),
      ]);
      const shown = server.comments().filter(({ id }) => !server.hidden().includes(id));
      expect(shown.map(({ body: text }) => text.split('\n')[1])).toEqual(['Later.']);
      const late = await writeComment(github, { ...wanted('Too late.'), mode });
      expect(late.did).toBe('left');
    }));

  test('stands although those before it may not be folded away', () =>
    at(async (github, server) => {
      const mode = 'hide-and-new';
      await writeComment(github, { ...wanted('One.'), mode });
      const message = 'Resource not accessible by integration';
      server.trouble({ operation: 'graphql/minimize', times: 1, status: 403, message });
      const second = await writeComment(github, { ...wanted('Two.', later), mode });
      expect(second).toMatchObject({ did: 'created', unhidden: expect.stringContaining(message) });
    }));

  test('says that it is over in the last one', () =>
    at(async (github, server) => {
      const mode = 'hide-and-new';
      await writeComment(github, { ...wanted('One.'), mode });
      await writeComment(github, { ...wanted('Two.', later), mode });
      await resolveComment(github, { ...wanted('Resolved.', later), mode });
      expect(visible(server)).toEqual(['One.', 'Resolved.']);
    }));
});

describe('two runs that find no comment', () => {
  test('leave one comment, with the words of the later run', () =>
    at(async (github, server) => {
      for (const [first, second] of [
        [marker, later],
        [later, marker],
        [marker, marker],
      ] as const) {
        for (const { id } of server.comments()) await github.remove(id);
        server.gather('issues/create-comment', 2);
        await Promise.all([
          writeComment(github, wanted(`Run ${first.run.id}.`, first)),
          writeComment(github, wanted(`Run ${second.run.id}.`, second)),
        ]);
        const last = Math.max(first.run.id, second.run.id);
        expect(visible(server)).toEqual([`Run ${last}.`]);
      }
    }));

  test.each([
    ['an earlier one is removed', earlier, ['Split.']],
    ['a later one is left to the run that wrote it', later, ['Split.', 'Other.']],
  ])('and of which the first was quicker: %s', (_, other, left) =>
    at(async (github, server) => {
      const overtaken: GitHub = {
        ...github,
        create: async (pullRequest, text) => {
          const created = await github.create(pullRequest, text);
          server.add({ pullRequest, author: runnerLogin, body: body('Other.', other) });
          return created;
        },
      };
      expect((await writeComment(overtaken, wanted('Split.'))).did).toBe('created');
      expect(visible(server)).toEqual(left);
    }),
  );

  test('leave no duplicate behind that a run which was stopped has made', () =>
    at(async (github, server) => {
      server.add({ pullRequest: 7, author: runnerLogin, body: body('One.', earlier) });
      server.add({ pullRequest: 7, author: runnerLogin, body: body('Two.') });
      await writeComment(github, wanted('Three.', later));
      expect(visible(server)).toEqual(['Three.']);
    }));
});

describe('GitHub in trouble', () => {
  test('is asked again after 5xx, with growing pauses', () =>
    at(async (github, server, pauses) => {
      server.trouble({ operation: 'issues/list-comments', times: 2, status: 502 });
      server.trouble({ operation: 'issues/create-comment', times: 1, status: 503 });
      expect((await writeComment(github, wanted('Split.'))).did).toBe('created');
      expect(pauses).toEqual([1000, 2000, 1000]);
    }));

  test('is given up on after four tries', () =>
    at(async (github, server) => {
      server.trouble({ operation: 'issues/list-comments', times: 9, status: 500 });
      await expect(writeComment(github, wanted('Split.'))).rejects.toThrow('(500 after 4 tries)');
      expect(server.requests).toHaveLength(4);
    }));

  test.each([
    ['a primary limit', 429, 'Too many requests', { 'retry-after': '7' }, 7000],
    ['a secondary limit', 403, 'You have exceeded a secondary rate limit', {}, 1000],
    [
      'a limit with its end',
      403,
      'API rate limit exceeded',
      { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '0' },
      0,
    ],
  ])('is waited for as it asks after %s', (_, status, message, headers, pause) =>
    at(async (github, server, pauses) => {
      server.trouble({ operation: 'issues/create-comment', times: 1, status, message, headers });
      expect((await writeComment(github, wanted('Split.'))).did).toBe('created');
      expect(pauses).toEqual([pause]);
    }),
  );

  test('is not waited for when it asks for longer than a job should wait', () =>
    at(async (github, server, pauses) => {
      const headers = { 'retry-after': '3600' };
      server.trouble({ operation: 'issues/create-comment', times: 1, status: 429, headers });
      await expect(writeComment(github, wanted('Split.'))).rejects.toThrow('429');
      expect(pauses).toEqual([]);
    }));

  test('that has done what it fails to answer leaves one comment all the same', () =>
    at(async (github, server) => {
      for (const status of [0, 502]) {
        for (const { id } of server.comments()) await github.remove(id);
        server.trouble({ operation: 'issues/create-comment', times: 1, status, done: true });
        await writeComment(github, wanted('Split.'));
        expect(visible(server)).toEqual(['Split.']);
      }
    }));

  test('that does not answer is asked again, and given up on after four tries', () =>
    at(async (github, server) => {
      server.trouble({ operation: 'issues/list-comments', times: 3, status: 0 });
      expect(await github.comments(7)).toEqual([]);
      server.trouble({ operation: 'issues/list-comments', times: 4, status: 0 });
      await expect(github.comments(7)).rejects.toMatchObject({ refusal: 'failed' });
    }));

  test('limits abuse with 403 in words of its own', () =>
    at(async (github, server, pauses) => {
      const headers = { 'retry-after': '2' };
      const message = 'You have triggered an abuse detection mechanism';
      server.trouble({
        operation: 'issues/create-comment',
        times: 9,
        status: 403,
        message,
        headers,
      });
      await expect(writeComment(github, wanted('Split.'))).rejects.toMatchObject({
        refusal: 'failed',
      });
      expect(pauses).toEqual([2000, 2000, 2000]);
    }));

  test('may be an Enterprise Server, with its API below a path', () =>
    withGitHub(async (server) => {
      const repository = { owner: 'o', repo: 'r', token: 't', apiUrl: `${server.url}/api/v3` };
      const github = await connect(repository);
      await writeComment(github, wanted('Split.'));
      expect((await writeComment(github, wanted('Clear.', later))).did).toBe('updated');
      expect(server.requests).toContain('graphql');
      expect(server.violations).toEqual([]);
    }));

  test('refuses what is too long and is sent a shorter text, once', () =>
    at(async (github, server) => {
      const text = (length: 'whole' | 'short') => 'x'.repeat(length === 'whole' ? 70_000 : 10);
      await writeComment(github, { ...wanted(''), text });
      expect(visible(server)).toEqual(['xxxxxxxxxx']);
      const long = { ...wanted('', later), text: () => 'x'.repeat(70_000) };
      await expect(writeComment(github, long)).rejects.toMatchObject({ refusal: 'invalid' });
      expect(server.requests.filter((id) => id === 'issues/update-comment')).toHaveLength(2);
    }));

  test.each([
    [403, 'Resource not accessible by integration', 'forbidden'],
    [403, 'Unable to create comment because issue is locked.', 'locked'],
    [404, 'Not Found', 'not-found'],
    [410, 'This issue was deleted', 'not-found'],
    [401, 'Bad credentials', 'failed'],
  ])('refuses with %i %s: %s', (status, message, refusal) =>
    at(async (github, server) => {
      server.trouble({ operation: 'issues/create-comment', times: 1, status, message });
      const error = await writeComment(github, wanted('Split.')).catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(GitHubError);
      expect(error).toMatchObject({ refusal });
    }),
  );

  test('that cannot be reached is a failure after four tries', async () => {
    const repository = { owner: 'octo', repo: 'network', token: 't', apiUrl: 'http://127.0.0.1:9' };
    const github = await connect(repository, { timeout: 1000, pause: async () => {} });
    await expect(github.comments(7)).rejects.toMatchObject({ refusal: 'failed' });
  });
});

describe('the marker', () => {
  test('holds any key on one line and ends where it should', () => {
    const key = 'a --> <b> "c"\n\u2028 ---é😀 -- >';
    const printed = printMarker({ ...marker, key });
    expect(printed).toMatch(/^<!-- azure-endpoint-planner \{[\x20-\x7e]*\} -->$/);
    expect(printed.slice(4, -3)).not.toMatch(/--|[<>]/);
    expect(readMarker(`${printed}\nwords`)).toEqual({ ...marker, key });
  });

  test.each([
    '',
    '<!-- azure-endpoint-planner -->',
    '<!-- azure-endpoint-planner {} -->',
    '<!-- azure-endpoint-planner {"schema":1} -->',
    '<!-- azure-endpoint-planner null -->',
    '<!-- azure-endpoint-planner {"schema": -->',
    `words\n${printMarker(marker)}`,
    printMarker({ ...marker, verdict: 'fine' as 'safe' }),
  ])('is not read from %j', (text) => {
    expect(readMarker(text)).toBeUndefined();
  });
});

/** Runs `claim` against a local GitHub and expects every request and answer to be as GitHub describes them. */
function at(
  claim: (github: GitHub, server: LocalGitHub, pauses: readonly number[]) => Promise<void>,
): Promise<void> {
  return withGitHub(async (server) => {
    const pauses: number[] = [];
    const repository = { owner: 'octo', repo: 'network', token: 'secret', apiUrl: server.url };
    const pause = async (time: number) => void pauses.push(time);
    const github = await connect(repository, { timeout: 200, pause });
    await claim(github, server, pauses);
    expect(server.violations).toEqual([]);
  });
}

function wanted(words: string, by = marker): WantedComment {
  return { pullRequest: 7, marker: by, mode: 'update', text: () => words };
}

function attempt(by: Marker, number: number): Marker {
  return { ...by, run: { ...by.run, attempt: number } };
}

function body(words: string, by = marker): string {
  return `${printMarker(by)}\n${words}`;
}

/** What readers see of our comments. */
function visible(server: LocalGitHub): readonly string[] {
  return server.comments().map((comment) => comment.body.split('\n').slice(1).join('\n'));
}
