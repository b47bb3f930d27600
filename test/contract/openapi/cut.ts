// Cuts the slice of GitHub's published OpenAPI description that our contract tests need:
//   node test/contract/openapi/cut.ts api.github.com.json
// The description is `generated/api.github.com.json` of the npm package @octokit/openapi (MIT), which repeats GitHub's own
// with amendments; unpack it outside this repository. Prose and examples stay behind.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The operations that we use, by path. */
const operations: Readonly<Record<string, readonly string[]>> = {
  '/repos/{owner}/{repo}/issues/{issue_number}/comments': ['get', 'post'],
  '/repos/{owner}/{repo}/issues/comments/{comment_id}': ['patch', 'delete'],
  '/repos/{owner}/{repo}/issues/{issue_number}/labels': ['post'],
  '/repos/{owner}/{repo}/issues/{issue_number}/labels/{name}': ['delete'],
  '/repos/{owner}/{repo}/pulls': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}': ['get'],
  '/repos/{owner}/{repo}/pulls/{pull_number}/files': ['get'],
  '/repos/{owner}/{repo}/check-runs': ['post'],
  '/repos/{owner}/{repo}/check-runs/{check_run_id}': ['patch'],
};

const prose = ['description', 'summary', 'example', 'examples', 'externalDocs', 'tags'];

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('Name the description to cut from.');
const whole: Json = JSON.parse(readFileSync(source, 'utf8'));

const paths = Object.fromEntries(
  Object.entries(operations).map(([path, methods]) => [
    path,
    Object.fromEntries(
      methods.map((method) => [method, plain(at(whole, ['paths', path, method]))]),
    ),
  ]),
);
const slice = {
  openapi: at(whole, ['openapi']),
  info: at(whole, ['info']),
  paths,
  components: referenced(paths),
};
const file = join(import.meta.dirname, 'github.json');
writeFileSync(file, `${JSON.stringify(slice, undefined, 1)}\n`);

/** Every component that `root` refers to, directly or not, in the place that the references give. */
function referenced(root: Json): Json {
  const found = new Map<string, Json>();
  const queue = [...references(root)];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (found.has(next)) continue;
    const component = plain(at(whole, next.slice('#/'.length).split('/')));
    found.set(next, component);
    queue.push(...references(component));
  }
  const components: Record<string, Record<string, Json>> = {};
  for (const [reference, component] of [...found].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const [, , kind = '', name = ''] = reference.split('/');
    components[kind] = { ...components[kind], [name]: component };
  }
  return components;
}

function references(node: Json): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  if (isList(node)) return node.flatMap(references);
  return Object.entries(node).flatMap(([key, value]) =>
    key === '$ref' && typeof value === 'string' ? [value] : references(value),
  );
}

/** `node` without prose; a property that happens to be called like prose stays. */
function plain(node: Json, isNames = false): Json {
  if (typeof node !== 'object' || node === null) return node;
  if (isList(node)) return node.map((item) => plain(item));
  return Object.fromEntries(
    Object.entries(node)
      .filter(
        ([key, value]) =>
          isNames || !(prose.includes(key) || key.startsWith('x-')) || isRequired(key, value),
      )
      .map(([key, value]) => [key, plain(value, !isNames && key === 'properties')]),
  );
}

/** OpenAPI wants every response to have a description. */
function isRequired(key: string, value: Json): boolean {
  return key === 'description' && value === 'Response';
}

function at(node: Json, path: readonly string[]): Json {
  return path.reduce<Json>((here, key) => {
    const next = typeof here === 'object' && here !== null && !isList(here) ? here[key] : undefined;
    if (next === undefined) throw new Error(`The description has no ${path.join(' ')}.`);
    return next;
  }, node);
}

function isList(node: Json): node is readonly Json[] {
  return Array.isArray(node);
}
