/**
 * Errors that Unwind plans for. Each has a stable `code`; whatever else is thrown is a fault of ours and reaches a
 * client only as INTERNAL_SERVER_ERROR.
 */
export class UnwindError extends Error {
  /** Stable, in capitals; part of the public contract. */
  readonly code: string

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = new.target.name
    this.code = code
  }
}

export interface InputFault {
  /** What is wrong, in capitals, e.g. UNKNOWN_EXCHANGE. */
  readonly reason: string
  /** Path of the argument, e.g. ["basket", "exchanges", 0]. */
  readonly argument: readonly (string | number)[]
  /** What would be accepted, in words or as a list. */
  readonly accepted: string | readonly string[]
}

/** The caller asked for something that can't be: says which argument, and what would be accepted. */
export class InputError extends UnwindError {
  readonly fault: InputFault

  constructor(message: string, fault: InputFault) {
    super('BAD_USER_INPUT', message)
    this.fault = fault
  }
}

/** A source could not be reached, or kept answering with an error: nothing of the chunk was written. */
export class SourceError extends UnwindError {}

/** A source keeps no past of what was asked, or none so far back. */
export class HistoryError extends SourceError {
  /** From when on it gives one; undefined: it gives none. */
  readonly offeredFrom: Date | undefined

  constructor(message: string, offeredFrom?: Date) {
    super('HISTORY_NOT_OFFERED', message)
    this.offeredFrom = offeredFrom
  }
}

/** A record that a mapper refuses: kept in rejected_record with this code, reason and its payload. */
export class RecordError extends UnwindError {}

/** The configuration or the store is not fit for what was asked. */
export class SetupError extends UnwindError {}

/** The message of anything thrown, for a log line or a run's record. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
