/** An error as the API tells it. Codes are stable, messages are for people: docs/errors.md lists the codes. */
export interface ApiError {
  readonly message: string
  readonly extensions?: Readonly<Record<string, unknown>> | undefined
}

/** What to do about an error, by its code. */
export function adviceOn({ message, extensions = {} }: ApiError): string {
  switch (extensions.code) {
    case 'BAD_USER_INPUT':
      return `${message} Accepted: ${String(extensions.accepted)}.`
    case 'RATE_LIMITED':
      return `The minute's units are spent: ask again in ${String(extensions.retryAfterSeconds)} s.`
    case 'UNAUTHENTICATED':
    case 'FORBIDDEN':
      return `${message} Look at the key.`
    default:
      return message
  }
}
