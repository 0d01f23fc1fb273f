// A plugin of TypeDoc. Parameters that are taken apart have no name in the code, and would be called `__namedParameters`
// in the reference: they are called by their type, or options.
import { Converter, ReferenceType, ReflectionKind } from 'typedoc';

const UNNAMED = '__namedParameters';

function nameOf({ type }) {
  if (!(type instanceof ReferenceType) || type.name.endsWith('Options')) return 'options';
  return `${type.name[0].toLowerCase()}${type.name.slice(1)}`;
}

/** Called by TypeDoc. */
export function load({ converter }) {
  converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const parameter of project.getReflectionsByKind(ReflectionKind.Parameter)) {
      if (parameter.name === UNNAMED) parameter.name = nameOf(parameter);
    }
  });
}
