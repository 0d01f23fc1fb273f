import { exitCodeOf, messageOf, UserError } from '../cli/failures.js';

/** Does the work of a program, which ends as the command line does where the user is mistaken. */
export async function orSayMistake<Done>(work: () => Promise<Done>): Promise<Done> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    process.stderr.write(`${messageOf(error)}\n`);
    process.exit(exitCodeOf(error));
  }
}
