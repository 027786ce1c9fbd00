/**
 * How often the soak's recorders poll: three to fifteen times as often as usual, so that minutes hold as many polls as a longer run.
 */
export const SOAK_CADENCE_MS = { LIQUIDATIONS: 10_000, OPEN_INTEREST: 10_000, FUNDING: 20_000 } as const
