import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';

// What users of such tools ask for again and again, each with the claims that answer it. A claim is the name of a test; one
// that is renamed or gone fails here.

interface Ask {
  readonly ask: string;
  /** Files below test/, and the names of the tests in them. */
  readonly answered: Readonly<Record<string, readonly string[]>>;
}

const laws = 'laws/rendering.test.ts';
const smoke = 'smoke.test.ts';
const contract = 'contract/github.test.ts';
const surface = 'contract/github-surface.test.ts';

const asks: readonly Ask[] = [
  {
    ask: '1. a comment over the limit must not fail the action',
    answered: {
      [laws]: [
        'a comment fits its characters, a summary its bytes, and both say how many outages there are',
      ],
      [smoke]: ['of 2,000 outages fits everywhere, and every one of them is told'],
    },
  },
  {
    ask: '2. the limit is fuzzy: one level smaller on 422, once',
    answered: { [contract]: ['refuses what is too long and is sent a shorter text, once'] },
  },
  {
    ask: '3. a job summary over 1 MiB is dropped whole',
    answered: {
      [laws]: [
        'a comment fits its characters, a summary its bytes, and both say how many outages there are',
      ],
      [smoke]: ['of 2,000 outages fits everywhere, and every one of them is told'],
    },
  },
  {
    ask: '4. no plan text in inputs: files only',
    answered: { [smoke]: ['fails with 3 and names the glob that matches nothing, or only warns'] },
  },
  {
    ask: '5. jobs of a matrix must not overwrite each other',
    answered: {
      [smoke]: [
        'keep a comment and a check each',
        'is told apart by what it reads, so that jobs of one workflow keep a comment each',
      ],
    },
  },
  {
    ask: '6. one comment for all environments',
    answered: {
      [smoke]: ['are joined into one comment, one check and one label with the gravest verdict'],
    },
  },
  {
    ask: '7. races: one comment, and a slow old run never overwrites a new one',
    answered: {
      [smoke]: [
        'gets one comment from two runs at once, with the words of the later one',
        'keeps the comment of a later run when an earlier one comes in',
      ],
      [contract]: ['leave one comment, with the words of the later run'],
    },
  },
  {
    ask: '8. update in place or new comments: users split',
    answered: {
      [contract]: [
        'is rewritten in place by the next run',
        'is new every time when that is asked for',
        'is new for another commit; those before it are folded away, each once',
        'is rewritten while verdict and plan stay, and new when either is another',
      ],
    },
  },
  {
    ask: '9. a stale warning must go',
    answered: {
      [smoke]: ['has its comment say that it is resolved once nothing is left to say'],
      [contract]: ['says that it is over in the last one'],
    },
  },
  {
    ask: '10. comment only when it matters',
    answered: { 'adapters/job.test.ts': ['only a notice', 'flows move, none stops'] },
  },
  {
    ask: '11. verdict and projects above the first fold',
    answered: {
      'core/merge.test.ts': [
        'are told with a table of projects above everything else, gravest first',
      ],
      'renderers/report.test.ts': ['takes at most 6,000 characters'],
    },
  },
  {
    ask: '12. a required check is never left waiting',
    answered: { [smoke]: ['that changes no endpoint gets no comment, and the job succeeds'] },
  },
  {
    ask: '13. nothing relevant, judged, and could not judge are kept apart',
    answered: {
      [smoke]: [
        'that changes no endpoint gets no comment, and the job succeeds',
        'fails with 3 and names the glob that matches nothing, or only warns',
        'fails the job with 4 unless it may only warn; a verdict that fails is still told',
      ],
    },
  },
  {
    ask: '14. the merge queue has no pull request',
    answered: {
      [smoke]: ['%s is judged and asks nothing of GitHub'],
      'adapters/event.test.ts': ['of a merge queue has a head and no pull request'],
    },
  },
  {
    ask: '15. the status line says what happens',
    answered: {
      [smoke]: ['are joined into one comment, one check and one label with the gravest verdict'],
      [surface]: ['is completed, with its annotations in batches of 50, worst first'],
    },
  },
  {
    ask: '16. a known break can be accepted, and labels are read fresh',
    answered: {
      'renderers/report.test.ts': ['a waived hazard is listed with its reason, owner and expiry'],
      'renderers/sarif.test.ts': [
        'lists a waived hazard as suppressed, with reason, owner and end',
      ],
      [surface]: ['follow the verdict and leave those of others alone'],
    },
  },
  {
    ask: '17. no failure for old debt: only the change is judged',
    answered: {
      'adapters/command.test.ts': ['of a change that touches no endpoint is clear'],
    },
  },
  {
    ask: '18. annotations vanish after ten',
    answered: {
      'adapters/job.test.ts': [
        'are ten of each level at most, the last one counting the rest; waived hazards are none',
      ],
      [surface]: ['is completed, with its annotations in batches of 50, worst first'],
    },
  },
  {
    ask: '19. resource not accessible by integration',
    answered: {
      [smoke]: [
        'of %s is a warning that names the permission; the conclusion is the same',
        'has a token that only reads: the warning says so, the conclusion is the same',
        'that may not be written are warnings that name the permission',
      ],
    },
  },
  {
    ask: '20. configured but never posted: a doctor',
    answered: {
      'adapters/doctor.test.ts': ['says of every feature what it needs, on a laptop too'],
    },
  },
  {
    ask: '21. pull_request_target is refused, and forks get two workflows',
    answered: {
      [smoke]: [
        'reads nothing under pull_request_target unless that is allowed',
        'comments on the pull request of the event, whatever the artifact says',
        'refuses an artifact that is %s, and writes nothing',
      ],
    },
  },
  {
    ask: '22. no secret of a plan in a comment',
    answered: {
      'canary.test.ts': [
        'gives a plan that shows none in any format',
        'a job shows none in its log, its outputs, its summary, its files and its comment',
      ],
    },
  },
  {
    ask: '23. a sign-in that fails says which permission is missing',
    answered: { 'adapters/sign-in.test.ts': ['names the permission that the job lacks'] },
  },
  {
    ask: '24. live reading needs no right to write',
    answered: { 'live.test.ts': ['is asked about by ID, with GET requests, once each'] },
  },
];

describe.each(asks)('$ask', ({ answered }) => {
  test('is answered by claims that stand', () => {
    const missing = Object.entries(answered).flatMap(([file, names]) => {
      const source = readFileSync(join(import.meta.dirname, file), 'utf8');
      return names
        .filter((name) => !source.includes(`'${name}'`))
        .map((name) => `${file}: ${name}`);
    });
    expect(missing).toEqual([]);
  });
});

const root = join(import.meta.dirname, '..');

test('12. no workflow that we ship for a required check has a filter of paths', () => {
  const filtered = readdirSync(join(root, 'docs/workflows')).filter((name) => {
    const { on } = parse(readFileSync(join(root, 'docs/workflows', name), 'utf8'));
    const pull: unknown = Object(on).pull_request;
    return ['paths', 'paths-ignore'].some((key) => key in Object(pull));
  });
  expect(filtered).toEqual([]);
});

test('21. no workflow that we ship runs on pull_request_target, nor checks out where it may write for strangers', () => {
  for (const name of readdirSync(join(root, 'docs/workflows'))) {
    const text = readFileSync(join(root, 'docs/workflows', name), 'utf8');
    const events = Object.keys(Object(parse(text).on));
    expect(events).not.toContain('pull_request_target');
    if (events.includes('workflow_run')) expect(text).not.toContain('actions/checkout');
  }
});
