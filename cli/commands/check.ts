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
      about: 'A .js module, or a .json distribution file. Without it, everything built in.',
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
    const shown = values.text('shown')?.split(',');
    const reports =
      path === undefined
        ? await checkBuiltIns()
        : path.endsWith('.json')
          ? [
              await checkDistribution(
                await loadDistribution(distributionSourceOf(path)),
                given(shown),
              ),
            ]
          : await checkParts(
              partsOf(path, await importModule(path)),
              shown,
              values.text('distribution') ?? 'maze/lecture-v0',
            );
    process.stdout.write(
      values.switch('json')
        ? `${JSON.stringify(reports, null, 2)}\n`
        : `${reports.map((report) => reportText(report, painter(process.stdout))).join('\n\n')}\n`,
    );
    return reports.every(({ passed }) => passed) ? 0 : 1;
  },
});

async function checkBuiltIns(): Promise<ConformanceReport[]> {
  const reports: ConformanceReport[] = [];
  for (const distribution of distributions.entries()) {
    reports.push(await checkDistribution(distribution));
  }
  return reports;
}

async function checkParts(
  { families, found, policies }: Found,
  shown: readonly string[] | undefined,
  fallback: string,
): Promise<ConformanceReport[]> {
  const reports: ConformanceReport[] = [];
  for (const distribution of found)
    reports.push(await checkDistribution(distribution, given(shown)));
  for (const { family, tasks } of families) {
    reports.push(await checkFamily(family, tasks, given(shown)));
  }
  if (policies.length > 0) {
    const distribution: TaskDistribution =
      found[0] ?? (await loadDistribution(distributionSourceOf(fallback)));
    for (const policy of policies) reports.push(await checkPolicy(policy, distribution));
  }
  return reports;
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
