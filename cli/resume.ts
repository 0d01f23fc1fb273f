import { canonicalJson } from '../core/distribution.js';
import type { PartialRunConfiguration, RunConfiguration } from '../schemas/run.js';
import { UserError } from './failures.js';
import { asJson } from './json-file.js';

/**
 * A run goes on as it was begun, or its result would not be that of its configuration. Throws
 * `UserError` when something else is asked for.
 */
export function assertUnchanged(
  path: string,
  configuration: RunConfiguration,
  given: PartialRunConfiguration,
): void {
  const { agent, algorithm, formatVersion: _, ...whole } = given;
  const pairs: [string, unknown, unknown][] = [
    ...entriesOf(whole, configuration),
    ...entriesOf(agent ?? {}, configuration.agent),
    ...entriesOf(algorithm ?? {}, configuration.algorithm),
  ];
  for (const [name, asked, present] of pairs) {
    if (name === 'backend' && asked === 'auto') continue;
    if (canonicalJson(asJson(asked)) === canonicalJson(asJson(present))) continue;
    const reason =
      name === 'budget'
        ? 'The schedules of learning rate and entropy depend on the budget, so a run that is extended is not the run that was begun'
        : 'A run goes on as it was begun';
    throw new UserError({
      subject: `${name} of the run in ${path}`,
      rule: `must stay ${JSON.stringify(present)}`,
      received: asked,
      remedy: `${reason}: leave it out, or start a new run by train --config ${path}/configuration.json.`,
    });
  }
}

function entriesOf(
  asked: { readonly [name: string]: unknown },
  present: { readonly [name: string]: unknown },
): [string, unknown, unknown][] {
  return Object.entries(asked).map(([name, value]) => [name, value, present[name]]);
}
