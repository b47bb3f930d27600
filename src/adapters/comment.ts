import type { Comment, GitHub } from './github.ts';
import { isNewer, type Marker, printMarker, readMarker } from './marker.ts';
import { GitHubError } from './persist.ts';

/**
 * How the pull request comment is kept: one that is rewritten, a new one for every run, or a new one while the older are
 * folded away — for every commit, or only when the verdict or the plan is another.
 */
export type CommentMode = 'update' | 'new' | 'hide-and-new' | 'new-on-verdict-change';

export interface WantedComment {
  readonly pullRequest: number;
  readonly marker: Marker;
  readonly mode: CommentMode;
  /** The visible text; `short` is asked for when GitHub finds the whole too long. */
  readonly text: (length: 'whole' | 'short') => string;
}

/** What became of a comment. `left`: a later run has written it, which an earlier one leaves alone. */
export interface KeptComment {
  readonly did: 'created' | 'updated' | 'unchanged' | 'left';
  readonly id: number;
  readonly url: string;
  /** Why older comments still stand open, where they do. */
  readonly unhidden?: string;
}

/** One of our comments, with what its marker says. */
interface Own extends Comment {
  readonly marker: Marker;
}

/**
 * Writes our comment: the oldest one with this key is rewritten, else one is created. Runs that create at the same time
 * agree on the oldest; each removes what it made besides. Comments of others are never touched.
 */
export async function writeComment(github: GitHub, wanted: WantedComment): Promise<KeptComment> {
  if (wanted.mode === 'new') return kept('created', await create(github, wanted));
  const own = await ownComments(github, wanted);
  if (wanted.mode !== 'update') return succeed(github, wanted, own);
  if (own.length > 0) return rewrite(github, wanted, own);
  const created = await create(github, wanted);
  const all = await ownComments(github, wanted);
  return all[0] === undefined || all[0].id === created.id
    ? keepFirst(github, wanted, created, all)
    : giveWay(github, wanted, created, all[0]);
}

/** Rewrites our comment to `text` if there is one: what it reported is over. Of several that are kept, the latest. */
export async function resolveComment(
  github: GitHub,
  wanted: WantedComment,
): Promise<KeptComment | undefined> {
  const own = await ownComments(github, wanted);
  const last = latest(own);
  const standing = wanted.mode === 'update' || last === undefined ? own : [last];
  return standing.length === 0 ? undefined : rewrite(github, wanted, standing);
}

/** Our comments with this key, oldest first. Who we are is asked only when there is something to own. */
async function ownComments(github: GitHub, wanted: WantedComment): Promise<readonly Own[]> {
  const marked = (await github.comments(wanted.pullRequest)).flatMap((comment): readonly Own[] => {
    const marker = readMarker(comment.body);
    return marker?.key === wanted.marker.key ? [{ ...comment, marker }] : [];
  });
  if (marked.length === 0) return [];
  const login = await github.login();
  return marked.filter(({ author }) => author === login);
}

async function rewrite(
  github: GitHub,
  wanted: WantedComment,
  [oldest, ...younger]: readonly Own[],
): Promise<KeptComment> {
  // `own` is never empty here; the type cannot say so.
  if (oldest === undefined) return kept('created', await create(github, wanted));
  const later = [oldest, ...younger].find(({ marker }) => isNewer(marker, wanted.marker.run));
  if (later !== undefined) return kept('left', later);
  const same = isSame(oldest, wanted);
  const written = same ? oldest : await update(github, wanted, oldest.id);
  for (const { id } of younger) await github.remove(id);
  return kept(same ? 'unchanged' : 'updated', written);
}

/** Writes a comment that follows the last of `own`, and folds those before it away; the last itself is kept where it will do. */
async function succeed(
  github: GitHub,
  wanted: WantedComment,
  own: readonly Own[],
): Promise<KeptComment> {
  const last = latest(own);
  if (last !== undefined && (isNewer(last.marker, wanted.marker.run) || isEnough(last, wanted))) {
    return rewrite(github, wanted, [last]);
  }
  const created = await create(github, wanted);
  const all = await ownComments(github, wanted);
  const newest = latest(all);
  const overtaken = newest !== undefined && isNewer(newest.marker, wanted.marker.run);
  const standing = overtaken ? newest : created;
  const past = all.filter(({ id }) => id !== standing.id);
  return hideAll(github, past, kept(overtaken ? 'left' : 'created', standing));
}

/** The comment of the latest run, which need not be the youngest. */
function latest(own: readonly Own[]): Own | undefined {
  return own.reduce<Own | undefined>(
    (last, each) => (last !== undefined && isNewer(last.marker, each.marker.run) ? last : each),
    undefined,
  );
}

/** Whether `last` may be rewritten to what is wanted without anybody having to be told. */
function isEnough(last: Own, wanted: WantedComment): boolean {
  const { verdict, hash } = wanted.marker;
  return wanted.mode === 'new-on-verdict-change'
    ? last.marker.verdict === verdict && last.marker.hash === hash
    : isSame(last, wanted);
}

/** That older comments stand open is no reason to fail: it is said. */
async function hideAll(
  github: GitHub,
  past: readonly Own[],
  answer: KeptComment,
): Promise<KeptComment> {
  try {
    if (past.length > 0) await github.hide(past.map(({ node }) => node));
    return answer;
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return { ...answer, unhidden: error.message };
  }
}

/** Ours is the oldest: younger ones of runs that are not later than ours are left-overs. */
async function keepFirst(
  github: GitHub,
  { marker }: WantedComment,
  created: Comment,
  all: readonly Own[],
): Promise<KeptComment> {
  const leftOver = all.filter((own) => own.id !== created.id && !isNewer(own.marker, marker.run));
  for (const { id } of leftOver) await github.remove(id);
  return kept('created', created);
}

/** Another run was first: our text goes into its comment unless that is later than ours. */
async function giveWay(
  github: GitHub,
  wanted: WantedComment,
  created: Comment,
  first: Own,
): Promise<KeptComment> {
  const isLater = isNewer(first.marker, wanted.marker.run);
  const written = isLater ? first : await update(github, wanted, first.id);
  await github.remove(created.id);
  return kept(isLater ? 'left' : 'updated', written);
}

function create(github: GitHub, wanted: WantedComment): Promise<Comment> {
  return send(wanted, (body) => github.create(wanted.pullRequest, body));
}

function update(github: GitHub, wanted: WantedComment, id: number): Promise<Comment> {
  return send(wanted, (body) => github.update(id, body));
}

/** Sends the whole text and, when GitHub takes exception to it, once more a short one. */
async function send(
  wanted: WantedComment,
  write: (body: string) => Promise<Comment>,
): Promise<Comment> {
  try {
    return await write(bodyOf(wanted, 'whole'));
  } catch (error) {
    if (!(error instanceof GitHubError) || error.refusal !== 'invalid') throw error;
    return write(bodyOf(wanted, 'short'));
  }
}

function bodyOf({ marker, text }: WantedComment, length: 'whole' | 'short'): string {
  return `${printMarker(marker)}\n${text(length)}`;
}

/** The same words about the same commit: sending them again would only mark the comment as edited. */
function isSame({ marker, body }: Own, wanted: WantedComment): boolean {
  return marker.head === wanted.marker.head && words(body) === words(bodyOf(wanted, 'whole'));
}

/** What a body says: its marker left out, and which run its links lead to, for any run of a commit shows the same. */
function words(body: string): string {
  const [, ...visible] = body.split(/\r?\n/);
  return visible
    .join('\n')
    .trim()
    .replace(/(\/actions\/runs\/)\d+/g, '$1');
}

function kept(did: KeptComment['did'], { id, url }: Comment): KeptComment {
  return { did, id, url };
}
