import {
  ArgumentError,
  type Complaint,
  DuplicateIdError,
  InvalidDataError,
  MissingPartError,
  MovingCheeseError,
  show,
  UnknownIdError,
} from '../core/errors.js';

/** Something the user can correct: the command line ends with code 2 and this message. */
export class UserError extends MovingCheeseError {
  override name = 'UserError';
  constructor(complaint: Complaint | string) {
    super(
      typeof complaint === 'string'
        ? complaint
        : `${complaint.subject} ${complaint.rule}; received ${show(complaint.received)}. ${complaint.remedy}`,
    );
  }
}

/** Training was asked to stop and was saved. */
export const INTERRUPTED = 130;

/** 2 for a mistake of the user, 1 for everything else. */
export function exitCodeOf(error: unknown): 1 | 2 {
  const mistakes = [
    UserError,
    InvalidDataError,
    UnknownIdError,
    DuplicateIdError,
    ArgumentError,
    MissingPartError,
  ];
  return mistakes.some((kind) => error instanceof kind) ? 2 : 1;
}

/** What the user reads. The stack shows where the library itself is at fault, on request. */
export function messageOf(error: unknown): string {
  if (error instanceof MovingCheeseError) return error.message;
  if (!(error instanceof Error)) return `Something was thrown that is no error: ${show(error)}`;
  if (process.env.MOVING_CHEESE_DEBUG) return error.stack ?? error.message;
  return `${error.name}: ${error.message} (set MOVING_CHEESE_DEBUG=1 to see where)`;
}

/** Whether an operating-system call failed with that code, such as `ENOENT`. */
export function hasCode(error: unknown, ...codes: string[]): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    codes.includes(error.code)
  );
}

/** The first line of a message, for use inside another one. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.split('\n', 1)[0] ?? message;
}
