// Who may import whom, as drawn on the architecture page:
//   cli, bench, docs → agents, envs, distributions → core → schemas
const part = (name) => `^${name}/`;
const only = (from, allowed, why) => ({
  name: `${from}-imports`,
  comment: why,
  severity: 'error',
  from: { path: part(from) },
  to: {
    path: '^(agents|bench|cli|core|distributions|docs|envs|schemas|test|index\\.ts)',
    pathNot: [from, ...allowed].map(part),
  },
});
/** Of `cli`, what pages of the site need as well: plain data and arithmetic. */
const shown = '^cli/(experiments/(figures|measure-titles)|report/reference-titles)\\.ts$';
module.exports = {
  forbidden: [
    only('schemas', [], 'Schemas are plain data and stand alone.'),
    only('core', ['schemas'], 'The contract knows none of its implementations.'),
    only('envs', ['core', 'schemas'], 'A family knows nothing of who learns in it.'),
    only('distributions', ['envs', 'core', 'schemas'], 'A distribution configures a family.'),
    only('agents', ['core', 'schemas'], 'Agents meet envs in the contract alone.'),
    {
      name: 'library-without-node',
      comment: 'These parts run in browsers.',
      severity: 'error',
      from: { path: '^(core|envs|distributions|agents|schemas)/', pathNot: '/assembly/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pages-without-node',
      comment: 'Pages run in browsers, and most of cli does not.',
      severity: 'error',
      from: { path: '^docs/(live|\\.vitepress/theme)/' },
      to: { path: '^cli/', pathNot: shown },
    },
    {
      name: 'shown-without-node',
      comment: 'What pages take from cli must run in browsers.',
      severity: 'error',
      from: { path: shown },
      to: { pathNot: ['^schemas/', shown] },
    },
    {
      name: 'conformance-imports',
      comment: 'The exported suite needs the contract only.',
      severity: 'error',
      from: { path: '^test/conformance/[^.]+\\.ts$' },
      to: { path: '^(agents|envs|distributions|cli|bench)/' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '(tfjs-node|assemblyscript)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules|runs)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      extensions: ['.ts', '.js', '.mjs'],
      conditionNames: ['import', 'default'],
    },
  },
};
