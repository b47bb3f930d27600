import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

// GitHub's published description of its API, asked whether a request or a response is as described.

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly (Parameter | { readonly $ref: string })[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: BodySchema }>>;
  };
  readonly responses: Readonly<Record<string, unknown>>;
}

interface BodySchema {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly oneOf?: readonly BodySchema[];
}

interface Description {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly parameters: Readonly<Record<string, Parameter>> };
}

/** A request as it reached the server. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** The operation that a request asks for, and what its path says. */
export interface Found {
  readonly id: string;
  readonly path: Readonly<Record<string, string>>;
  /** Where the request departs from the description. */
  readonly faults: readonly string[];
  /** Where an answer does. */
  readonly answerFaults: (status: number, body: unknown) => readonly string[];
}

const description: Description = JSON.parse(
  readFileSync(join(import.meta.dirname, 'openapi', 'github.json'), 'utf8'),
);

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true });
addFormats.default(ajv);
ajv.addSchema(description, 'github');

/** The described operation behind `asked`; undefined where GitHub has none, or our slice of it. */
export function operation(asked: Asked): Found | undefined {
  for (const [template, methods] of Object.entries(description.paths)) {
    const path = match(template, asked.path);
    const method = asked.method.toLowerCase();
    const found = methods[method];
    if (path === undefined || found === undefined) continue;
    const pointer = ['paths', template, method];
    return {
      id: found.operationId,
      path,
      faults: [
        ...parameterFaults(found, pointer, asked, path),
        ...bodyFaults(found, pointer, asked.body),
      ],
      answerFaults: (status, body) => answerFaults(found, pointer, status, body),
    };
  }
  return undefined;
}

function match(template: string, path: string): Readonly<Record<string, string>> | undefined {
  const names: string[] = [];
  const pattern = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    names.push(name);
    return '([^/]+)';
  });
  const found = new RegExp(`^${pattern}$`).exec(path);
  if (found === null) return undefined;
  return Object.fromEntries(
    names.map((name, at) => [name, decodeURIComponent(found[at + 1] ?? '')]),
  );
}

function parameterFaults(
  found: Operation,
  pointer: readonly string[],
  asked: Asked,
  path: Readonly<Record<string, string>>,
): readonly string[] {
  const known = (found.parameters ?? []).map((parameter, index) => {
    const named = '$ref' in parameter ? (parameter.$ref.split('/').at(-1) ?? '') : undefined;
    const resolved =
      '$ref' in parameter ? description.components.parameters[named ?? ''] : parameter;
    const place =
      named === undefined
        ? [...pointer, 'parameters', String(index), 'schema']
        : ['components', 'parameters', named, 'schema'];
    return { parameter: resolved as Parameter, validate: validator(place) };
  });
  const stray = [...asked.query.keys()].filter(
    (name) => !known.some(({ parameter }) => parameter.in === 'query' && parameter.name === name),
  );
  return [
    ...stray.map((name) => `There is no query parameter ${name}.`),
    ...known.flatMap(({ parameter, validate }) => {
      const text =
        parameter.in === 'path'
          ? path[parameter.name]
          : (asked.query.get(parameter.name) ?? undefined);
      if (text === undefined)
        return parameter.required === true ? [`${parameter.name} is missing.`] : [];
      return faultsOf(validate, /^\d+$/.test(text) ? Number(text) : text, parameter.name);
    }),
  ];
}

function bodyFaults(
  found: Operation,
  pointer: readonly string[],
  body: unknown,
): readonly string[] {
  const content = found.requestBody?.content['application/json'];
  if (content === undefined) return body === undefined ? [] : ['This request has no body.'];
  const validate = validator([...pointer, 'requestBody', 'content', 'application/json', 'schema']);
  const shapes = [content.schema, ...(content.schema.oneOf ?? [])];
  const known = shapes.flatMap(({ properties = {} }) => Object.keys(properties));
  const stray = Object.keys(Object(body)).filter((key) => !known.includes(key));
  return [...faultsOf(validate, body, 'body'), ...stray.map((key) => `The body has no ${key}.`)];
}

/** Statuses that the description leaves out (GitHub's own failures) are not judged. */
function answerFaults(
  found: Operation,
  pointer: readonly string[],
  status: number,
  body: unknown,
): readonly string[] {
  const answer = found.responses[String(status)];
  if (typeof answer !== 'object' || answer === null) return [];
  if (status === 204) return body === undefined ? [] : ['A 204 has no body.'];
  const place =
    '$ref' in answer
      ? String(answer.$ref).slice('#/'.length).split('/')
      : [...pointer, 'responses', String(status)];
  return faultsOf(
    validator([...place, 'content', 'application/json', 'schema']),
    body,
    `${status}`,
  );
}

function faultsOf(validate: ValidateFunction, value: unknown, what: string): readonly string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    ({ instancePath, message }) => `${what}${instancePath} ${message}`,
  );
}

function validator(pointer: readonly string[]): ValidateFunction {
  const steps = pointer.map((step) =>
    encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')),
  );
  const validate = ajv.getSchema(`github#/${steps.join('/')}`);
  if (validate === undefined) throw new Error(`The description has no ${pointer.join(' ')}.`);
  return validate as ValidateFunction;
}
