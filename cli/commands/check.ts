import type { TaskDistribution } from '../../core/distribution.js';
import { distributions } from '../../distributions/index.js';
import {
  type ConformanceReport,
  checkDistribution,
  checkFamily,
  checkPolicy,
} from '../../test/conformance/index.js';
import { defineCommand } from '../command.js';
import { distributionSourceOf, importModule, loadDistribution } from '../distribution-source.js';
import { UserError } from '../failures.js';
import { type Found, partsOf } from '../module-parts.js';
import { type Painter, painter, wrap } from '../terminal/text.js';

export const check = defineCommand({
  name: 'check',
  about: 'Runs the conformance suite on a module: its families, task distributions and policies.',
  positionals: [
    {
      name: 'module',
      about:
        'A .js module, a .json distribution file, or the id of a distribution. Without it, everything built in.',
      required: false,
    },
  ],
  flags: {
    'built-in': { kind: 'switch', about: 'Check every built-in distribution.' },
    shown: {
      kind: 'text',
      value: 'pointers',
      about:
        'Parts of the task that observations show on purpose, as JSON pointers: /walls,/start.',
    },
    distribution: {
      kind: 'text',
      value: 'id|file',
      about:
        'What policies are checked in, unless the module exports one. Default maze/lecture-v0.',
    },
    json: { kind: 'switch', about: 'Print one JSON array of reports.' },
  },
  notes: [
    'A family is checked on the tasks that the module exports as `tasks`, or `<name>Tasks` for one of several families: a list of about thirty different ones. Code 1 when a rule is broken, 2 when the module cannot be loaded.',
  ],
  async run({ values, positionals }) {
    const path = positionals[0];
    if (path !== undefined && values.switch('built-in')) {
      throw new UserError('--built-in and <module> exclude each other. Give one of them.');
    }
    for (const flag of ['shown', 'distribution'] as const) {
      if (path === undefined && values.text(flag) !== undefined) {
        throw new UserError(
          `--${flag} is about what a module exports; received no <module>. Give one, or leave it out.`,
        );
      }
    }
    const shown = values.text('shown')?.split(',');
    const isJson = values.switch('json');
    const reports: ConformanceReport[] = [];
    const upcoming =
      path === undefined
        ? checkBuiltIns()
        : path.endsWith('.json') || distributions.has(path)
          ? checkOne(path, shown)
          : checkParts(
              partsOf(path, await importModule(path)),
              shown,
              values.text('distribution') ?? 'maze/lecture-v0',
            );
    for await (const report of upcoming) {
      // All built-in parts take a minute: what is known is shown at once.
      const gap = reports.length > 0 ? '\n' : '';
      if (!isJson) process.stdout.write(`${gap}${reportText(report, painter(process.stdout))}\n`);
      reports.push(report);
    }
    if (isJson) process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
    return reports.every(({ passed }) => passed) ? 0 : 1;
  },
});

type Reports = AsyncGenerator<ConformanceReport, void, void>;

async function* checkBuiltIns(): Reports {
  for (const distribution of distributions.entries()) yield await checkDistribution(distribution);
}

async function* checkOne(path: string, shown: readonly string[] | undefined): Reports {
  const distribution = await loadDistribution(distributionSourceOf(path));
  yield await checkDistribution(distribution, given(shown));
}

async function* checkParts(
  { families, found, policies }: Found,
  shown: readonly string[] | undefined,
  fallback: string,
): Reports {
  for (const distribution of found) yield await checkDistribution(distribution, given(shown));
  for (const { family, tasks } of families) yield await checkFamily(family, tasks, given(shown));
  if (policies.length === 0) return;
  const distribution: TaskDistribution =
    found[0] ?? (await loadDistribution(distributionSourceOf(fallback)));
  for (const policy of policies) yield await checkPolicy(policy, distribution);
}

function given(shown: readonly string[] | undefined): { readonly shown?: readonly string[] } {
  return shown ? { shown } : {};
}

function reportText({ subject, results, passed }: ConformanceReport, paint: Painter): string {
  const failed = results.filter((result) => !result.passed).length;
  const verdict = passed
    ? paint('green', `all ${results.length} rules hold`)
    : paint('red', `${failed} of ${results.length} rules broken`);
  const lines = results.flatMap(({ rule, passed: holds, message }) => [
    `  ${holds ? paint('green', '✓') : paint('red', '✗')} ${rule}`,
    ...(holds ? [] : wrap(message, 88).map((line) => `      ${line}`)),
  ]);
  return [`${paint('bold', subject)}: ${verdict}`, ...lines].join('\n');
}
