import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';

// A comment as somebody else's parser reads it: what GitHub does first. What GitHub looks for afterwards, in the text of the
// page, is looked for by `calls`.

/** A node of the page, whatever its kind. */
export interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly depth?: number;
  readonly ordered?: boolean | null;
  readonly children?: readonly Node[];
}

export function read(markdown: string): Node {
  return fromMarkdown(markdown, {
    extensions: [gfm()],
    mdastExtensions: [gfmFromMarkdown()],
  }) as Node;
}

/** All nodes of a kind, in order. */
export function nodes(root: Node, type: string): readonly Node[] {
  const own = root.type === type ? [root] : [];
  return [...own, ...(root.children ?? []).flatMap((child) => nodes(child, type))];
}

/** What a reader sees of a node. */
export function words(node: Node): string {
  if (node.type === 'html') return (node.value ?? '').replace(/<[^>]*>/g, '');
  return node.value ?? (node.children ?? []).map(words).join('');
}

const inline = ['text', 'inlineCode', 'strong', 'link', 'break', 'html', 'emphasis', 'delete'];

/** The blocks of a page and how they nest: all that names must not change. */
export function shape(node: Node): unknown {
  const blocks = (node.children ?? []).filter(
    (child) => !inline.includes(child.type) || isBlock(node, child),
  );
  const kind = node.type === 'html' ? (node.value ?? '').replace(/>[\s\S]*</, '>…<') : node.type;
  const lines = node.type === 'code' ? (node.value ?? '').split('\n').length : undefined;
  return { kind, depth: node.depth, ordered: node.ordered, lines, blocks: blocks.map(shape) };
}

/** HTML is a block where it stands between blocks. */
function isBlock(parent: Node, child: Node): boolean {
  return child.type === 'html' && ['root', 'blockquote', 'listItem'].includes(parent.type);
}

const allowedTags =
  /^(?:<details><summary>(?:[^<>]|<\/?(?:code|b|span)>)*<\/summary>|<\/details>|<br>|<\/?span>)$/;

/** What GitHub would make of a text that is not code: a mention, an issue, a commit, a link, a picture, a formula. */
const called = /@\w|#\d|\bGH-\d|:\/\/|www\.\w|:(?!\d\d:)[\w+-]+:|\b[0-9a-f]{7,40}\b|[$].*[$]/i;

/** Everything on the page that calls somebody, links anywhere but to `allowed`, or is a tag of its own. */
export function calls(root: Node, allowed: readonly string[]): readonly string[] {
  const links = nodes(root, 'link').filter(
    ({ url = '' }) => !allowed.some((base) => url.startsWith(base)),
  );
  return [
    ...links.map((link) => `link ${link.url}`),
    ...nodes(root, 'html')
      .filter(({ value = '' }) => !allowedTags.test(value))
      .map((tag) => `tag ${tag.value}`),
    ...outsideLinks(root)
      .filter((text) => called.test(text))
      .map((text) => `text ${text}`),
    ...[
      'image',
      'imageReference',
      'linkReference',
      'definition',
      'footnoteReference',
      'footnoteDefinition',
      'thematicBreak',
      'emphasis',
      'delete',
    ].flatMap((type) => nodes(root, type).map(() => type)),
  ];
}

/** Text nodes that are not within a link of ours, and the text of folds without their code. */
function outsideLinks(node: Node): readonly string[] {
  if (node.type === 'link') return [];
  if (node.type === 'text') return [node.value ?? ''];
  if (node.type === 'html' && node.value !== undefined) {
    const seen = node.value.replace(/<code>[^<]*<\/code>/g, '').replace(/<span>\$<\/span>/g, '');
    return [unescapeHtml(seen.replace(/<[^>]*>/g, ''))];
  }
  return (node.children ?? []).flatMap(outsideLinks);
}

function unescapeHtml(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, number: string) => String.fromCodePoint(Number(number)))
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&');
}
