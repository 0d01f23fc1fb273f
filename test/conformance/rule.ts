import { MovingCheeseError } from '../../core/index.js';

/** A part broke a rule of the contract. */
export class ConformanceError extends MovingCheeseError {
  override name = 'ConformanceError';
  constructor(
    /** The name of the broken rule. */
    readonly rule: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * One rule of the contract, for any test framework.
 *
 * @example
 * for (const { name, check } of distributionRules) it(name, () => check({ distribution }));
 */
export interface Rule<Subject> {
  readonly name: string;
  /** The rule in one sentence. */
  readonly rule: string;
  /** Rejects with a {@link ConformanceError} that names the rule when the subject breaks it. */
  readonly check: (subject: Subject) => Promise<void>;
}

/** How one rule fared. */
export interface RuleResult {
  /** The rule's name. */
  readonly rule: string;
  readonly passed: boolean;
  /** What is wrong and what to do; empty when passed. */
  readonly message: string;
}

/** How a part fared. */
export interface ConformanceReport {
  /** What was checked, for example `distribution maze/moving-cheese-v0`. */
  readonly subject: string;
  /** One a rule, in the order of the list. */
  readonly results: readonly RuleResult[];
  /** Whether all rules passed. */
  readonly passed: boolean;
}

/** What {@link violated} throws; {@link defineRule} turns it into a {@link ConformanceError}. */
class Violation extends MovingCheeseError {
  override name = 'Violation';
}

/** Ends a rule: what was seen, as a sentence, and the remedy. */
export function violated(seen: string, remedy: string): never {
  throw new Violation(`${seen} ${remedy}`);
}

/** Makes a rule of a function that calls {@link violated}. Other errors break the rule as well. */
export function defineRule<Subject>(
  name: string,
  rule: string,
  verify: (subject: Subject) => void | Promise<void>,
): Rule<Subject> {
  const check = async (subject: Subject): Promise<void> => {
    try {
      await verify(subject);
    } catch (error) {
      const seen =
        error instanceof Violation
          ? error.message
          : `The part raised an error: ${error instanceof Error ? error.message : String(error)}`;
      throw new ConformanceError(name, `Rule "${name}" is broken. ${rule} ${seen}`, {
        cause: error,
      });
    }
  };
  return { name, rule, check };
}

/** The same rules for a subject from which theirs can be made. */
export function liftRules<Outer, Inner>(
  rules: readonly Rule<Inner>[],
  inner: (subject: Outer) => Inner,
): Rule<Outer>[] {
  return rules.map(({ name, rule, check }) => ({
    name,
    rule,
    check: async (subject) => {
      let made: Inner;
      try {
        made = inner(subject);
      } catch (error) {
        const seen = error instanceof Error ? error.message : String(error);
        throw new ConformanceError(name, `Rule "${name}" could not be checked: ${seen}`, {
          cause: error,
        });
      }
      await check(made);
    },
  }));
}

/** Runs all rules, also after one is broken, and never throws. */
export async function runRules<Subject>(
  title: string,
  rules: readonly Rule<Subject>[],
  subject: Subject,
): Promise<ConformanceReport> {
  const results: RuleResult[] = [];
  for (const { name, check } of rules) {
    let message = '';
    try {
      await check(subject);
    } catch (error) {
      message = error instanceof Error ? error.message : String(error);
    }
    results.push({ rule: name, passed: message === '', message });
  }
  return { subject: title, results, passed: results.every(({ passed }) => passed) };
}
