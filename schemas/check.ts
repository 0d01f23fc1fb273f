import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { nearestOf } from './nearest.js';
import type { Problem } from './problems.js';

type Schema = { readonly [key: string]: unknown };

/** Made at the first check: it generates code, which a strict content policy forbids at import. */
let validator: Ajv | undefined;

function ajvOf(): Ajv {
  validator ??= new Ajv({
    allErrors: true,
    verbose: true,
    strict: true,
    // Unknown keywords stay an error; these three would forbid correct schemas of third parties.
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    allowUnionTypes: true,
    ownProperties: true,
    addUsedSchema: false,
  });
  return validator;
}

const compiled = new WeakMap<object, ValidateFunction>();

/**
 * The rules of the schema that the value breaks, by pointer; none when it is valid. An alternative
 * (`anyOf`, `oneOf`) is reported once, by the branch that was meant. Compiled once a schema.
 */
export function checkSchema(schema: Schema, value: unknown): Problem[] {
  let validate = compiled.get(schema);
  if (!validate) {
    const prepared = inlined(schema, schema, []);
    const ajv = ajvOf();
    validate = ajv.compile(isRecord(prepared) ? prepared : {});
    // ajv would keep every schema it ever saw; the weak map above forgets with its owner.
    if (isRecord(prepared)) ajv.removeSchema(prepared);
    compiled.set(schema, validate);
  }
  if (validate(value)) return [];
  const unique = new Map<string, Problem>();
  for (const problem of explain(validate.errors ?? [])) {
    unique.set(`${problem.pointer}\n${problem.rule}`, problem);
  }
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, problem]) => problem);
}

/** Puts local `$ref`s in place, so that an error's schema path says which branch it came from. */
function inlined(part: unknown, root: Schema, open: readonly string[]): unknown {
  if (Array.isArray(part)) return part.map((item: unknown) => inlined(item, root, open));
  if (!isRecord(part)) return part;
  const reference = part.$ref;
  if (typeof reference === 'string' && reference.startsWith('#/') && !open.includes(reference)) {
    let target: unknown = root;
    for (const name of reference.slice(2).split('/')) {
      const key = name.replaceAll('~1', '/').replaceAll('~0', '~');
      target = isRecord(target) ? target[key] : undefined;
    }
    if (isRecord(target) && !('$id' in target)) {
      const { $ref: _, ...rest } = part;
      const added = inlined(target, root, [...open, reference]);
      if (Object.keys(rest).length === 0) return added;
      const all: unknown[] = Array.isArray(rest.allOf) ? rest.allOf : [];
      return inlined({ ...rest, allOf: [...all, added] }, root, open);
    }
  }
  const isData = (key: string) => ['const', 'enum', 'default', 'examples'].includes(key);
  return Object.fromEntries(
    Object.entries(part).map(([key, item]) => [
      key,
      isData(key) ? item : inlined(item, root, open),
    ]),
  );
}

/** One problem for each rule broken, with what happened inside alternatives summed up. */
function explain(errors: readonly ErrorObject[]): Problem[] {
  const outer = errors.filter(({ keyword }) =>
    /^(anyOf|oneOf|contains|propertyNames)$/.test(keyword),
  );
  const top = errors.filter((error) => !outer.some((wrapper) => isInside(error, wrapper)));
  const told = top.filter(({ keyword }) => keyword !== 'if');
  return told.flatMap((error) =>
    error.keyword === 'anyOf' || error.keyword === 'oneOf'
      ? explainAlternative(error, errors)
      : [toProblem(error)],
  );
}

function isInside(error: ErrorObject, wrapper: ErrorObject, branch = ''): boolean {
  return (
    error.schemaPath.startsWith(`${wrapper.schemaPath}/${branch}`) &&
    `${error.instancePath}/`.startsWith(`${wrapper.instancePath}/`)
  );
}

function explainAlternative(error: ErrorObject, errors: readonly ErrorObject[]): Problem[] {
  const value: unknown = error.data;
  const pointer = error.instancePath;
  const all = listOf(error.schema).map((schema, index) => ({
    schema: isRecord(schema) ? schema : {},
    errors: errors.filter((inner) => isInside(inner, error, `${index}/`)),
  }));
  const passing: unknown = error.params.passingSchemas;
  if (Array.isArray(passing)) {
    const rule = `must match exactly one alternative, not both number ${passing.map((i) => Number(i) + 1).join(' and ')}`;
    return [{ pointer, rule, received: value, remedy: 'Change it so that one is left.' }];
  }
  const isOfOtherKind = (inner: ErrorObject) =>
    /^(type|const|enum)$/.test(inner.keyword) && inner.instancePath === pointer;
  const fitting = all.filter((branch) => !branch.errors.some(isOfOtherKind));
  if (isRecord(value)) {
    const name = discriminatorOf(fitting.map(({ schema }) => schema));
    if (name !== undefined) {
      const tags = fitting.map(({ schema }) => tagsOf(schema, name));
      const meant = fitting[tags.findIndex((list) => list.includes(value[name]))];
      if (meant) return explain(meant.errors);
      const oneOf = `one of ${tags.flat().map(json).join(', ')}`;
      const remedy = remedyOf(value[name], tags.flat());
      return Object.hasOwn(value, name)
        ? [
            {
              pointer: `${pointer}/${escaped(name)}`,
              rule: `must be ${oneOf}`,
              received: value[name],
              remedy,
            },
          ]
        : [
            {
              pointer,
              rule: `must have the property ${json(name)}, ${oneOf}`,
              received: undefined,
              remedy,
            },
          ];
    }
  }
  const fewest = Math.min(...fitting.map(({ errors: inner }) => inner.length));
  const nearest = fitting.filter(({ errors: inner }) => inner.length === fewest);
  if (nearest.length === 1 && nearest[0] && fewest > 0) return explain(nearest[0].errors);
  const wanted = [...new Set(all.map(({ schema }) => describe(schema)))].join(' or ');
  return [
    { pointer, rule: `must be ${wanted}`, received: value, remedy: 'Use one of the alternatives.' },
  ];
}

/** The property, such as `kind`, whose constant differs in every branch. */
function discriminatorOf(branches: readonly Schema[]): string | undefined {
  const names = branches[0] ? Object.keys(recordOf(branches[0].properties)) : [];
  return names.find((name) => {
    const tags = branches.map((branch) => tagsOf(branch, name));
    return (
      tags.every((list) => list.length > 0) && new Set(tags.flat()).size === tags.flat().length
    );
  });
}

function tagsOf(branch: Schema, name: string): unknown[] {
  const schema = recordOf(recordOf(branch.properties)[name]);
  return 'const' in schema ? [schema.const] : listOf(schema.enum);
}

function toProblem({
  keyword,
  instancePath,
  params,
  message,
  data,
  ...error
}: ErrorObject): Problem {
  const schema = recordOf(error.parentSchema);
  const known = Object.keys(recordOf(schema.properties));
  const plain = (rule: string, remedy: string): Problem => ({
    pointer: instancePath,
    rule,
    received: data,
    remedy,
  });
  const extra = (name: string, rule: string, remedy: string): Problem => ({
    pointer: `${instancePath}/${escaped(name)}`,
    rule,
    received: recordOf(data)[name],
    remedy,
  });
  switch (keyword) {
    case 'required': {
      const name = String(params.missingProperty);
      const strange = Object.keys(recordOf(data)).filter((key) => !known.includes(key));
      const typo = nearestOf(name, strange);
      const remedy =
        typo === undefined
          ? `Add it: ${describe(recordOf(recordOf(schema.properties)[name]))}.`
          : `Rename ${json(typo)} to ${json(name)}.`;
      return {
        pointer: instancePath,
        rule: `must have the property ${json(name)}`,
        received: undefined,
        remedy,
      };
    }
    case 'additionalProperties': {
      const name = String(params.additionalProperty);
      const like = nearestOf(name, known);
      const hint =
        like === undefined ? 'Remove it.' : `Did you mean ${json(like)}? If not, remove it.`;
      return extra(
        name,
        `must not have the property ${json(name)}`,
        `${hint} Known: ${known.join(', ') || 'none'}.`,
      );
    }
    case 'propertyNames': {
      const name = String(params.propertyName);
      return extra(
        name,
        `must not be named ${json(name)}: a name must be ${describe(recordOf(error.schema))}`,
        'Rename it.',
      );
    }
    case 'enum':
    case 'const':
      return plain(
        `must be ${describe(schema)}`,
        remedyOf(data, 'const' in schema ? [schema.const] : listOf(schema.enum)),
      );
    case 'uniqueItems':
      return plain(
        `must not hold equal items, as numbers ${params.j} and ${params.i} are`,
        'Remove one of them.',
      );
    case 'minProperties':
    case 'maxProperties':
      return plain(
        `must have at ${keyword === 'minProperties' ? 'least' : 'most'} ${params.limit} properties`,
        'Add or remove some.',
      );
    case 'contains':
      return plain(`must hold an item that is ${describe(recordOf(error.schema))}`, 'Add one.');
    case 'false schema':
      return plain('must be absent', 'Remove it.');
  }
  if (
    /^(type|multipleOf|pattern|(exclusive)?(Min|Max|min|max)(imum|Length|Items))$/.test(keyword)
  ) {
    const wanted = describe(schema);
    return plain(`must be ${wanted}`, `Replace it by ${wanted}.`);
  }
  return plain(
    message ?? `must satisfy ${keyword}`,
    'Correct it, or the schema if the value is right.',
  );
}

const NOUNS: { readonly [type: string]: string } = {
  integer: 'an integer',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
};

/** What a schema wants, in words: `an integer of at least 1`. */
function describe(schema: Schema): string {
  if ('const' in schema) return json(schema.const);
  if (Array.isArray(schema.enum)) return `one of ${schema.enum.map(json).join(', ')}`;
  const types = schema.type === undefined ? [] : [schema.type].flat().map(String);
  const noun = types.map((type) => NOUNS[type] ?? type).join(' or ') || 'a value';
  const limits: string[] = [];
  const range = (low: unknown, high: unknown, unit: string) => {
    if (low !== undefined && low === high) limits.push(`of exactly ${low}${unit}`);
    else if (low !== undefined && high !== undefined) limits.push(`from ${low} to ${high}${unit}`);
    else if (low !== undefined) limits.push(`of at least ${low}${unit}`);
    else if (high !== undefined) limits.push(`of at most ${high}${unit}`);
  };
  range(schema.minimum, schema.maximum, '');
  if (schema.exclusiveMinimum !== undefined) limits.push(`above ${schema.exclusiveMinimum}`);
  if (schema.exclusiveMaximum !== undefined) limits.push(`below ${schema.exclusiveMaximum}`);
  if (schema.multipleOf !== undefined) limits.push(`divisible by ${schema.multipleOf}`);
  range(schema.minLength, schema.maxLength, ' characters');
  range(schema.minItems, schema.maxItems, ' items');
  if (schema.pattern !== undefined) limits.push(`that matches /${schema.pattern}/`);
  return [noun, limits.join(' and ')].filter((words) => words !== '').join(' ');
}

function remedyOf(received: unknown, allowed: readonly unknown[]): string {
  const texts = allowed.filter((item) => typeof item === 'string');
  const like = typeof received === 'string' ? nearestOf(received, texts) : undefined;
  if (like !== undefined) return `Did you mean ${json(like)}?`;
  return allowed.length === 1 ? `Write ${json(allowed[0])}.` : 'Choose one of them.';
}

function json(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}

/** A property's name as a part of a JSON pointer. */
function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function isRecord(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function recordOf(value: unknown): Schema {
  return isRecord(value) ? value : {};
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
