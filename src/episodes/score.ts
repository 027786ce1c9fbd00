import { HOUR_MS, type Window } from '../lib/time.ts'
import type { Episode, EpisodeKind } from './detector.ts'

/** What is known to have happened: from other sources than the detector. */
export interface EpisodeLabel {
  readonly name: string
  /** QUIET: nothing happened; an episode that is found in it is a false alarm. */
  readonly kind: EpisodeKind | 'QUIET'
  /** When it happened; `from` is when the flush began, as well as it is known. */
  readonly window: Window
}

/** How far a label and an episode may lie apart. */
const APART_MS = 24 * HOUR_MS

export interface LabelScore {
  readonly label: EpisodeLabel
  /** The place of the episode that is it; undefined: none is. */
  readonly found: number | undefined
  /** Hours from the label's begin to the detection; undefined where it was not found. */
  readonly delayHours: number | undefined
}

/** How well episodes of one kind agree with labels. */
export interface Score {
  readonly labels: readonly LabelScore[]
  /** Labels that lie outside of the data: they count nowhere. */
  readonly outside: readonly EpisodeLabel[]
  /** Places of the episodes that no label names. */
  readonly unlabelled: readonly number[]
  /** Found labels / labels; undefined when there is none. */
  readonly recall: number | undefined
  /** Episodes that a label names / episodes: low where labels name the best known ones only. */
  readonly precision: number | undefined
  readonly medianDelayHours: number | undefined
  /** Episodes that no label names, a month of 30 days. */
  readonly unlabelledPerMonth: number
  /** Days of quiet spells that lie within the data. */
  readonly quietDays: number
  /** Places of the episodes that were detected within one. */
  readonly inQuiet: readonly number[]
}

/** Holds the episodes of a kind against the labels of it. */
export function scoreEpisodes(
  episodes: readonly Episode[],
  labels: readonly EpisodeLabel[],
  kind: EpisodeKind,
  held: Window,
): Score {
  const own = episodes.flatMap((episode, at) => (episode.kind === kind ? [{ episode, at }] : []))
  const isWithin = ({ window }: EpisodeLabel) => window.from >= held.from && window.to <= held.to
  const asked = labels.filter((label) => label.kind === kind)
  const named = new Set<number>()
  const scores = asked.filter(isWithin).map((label): LabelScore => {
    const [from, to] = [label.window.from.getTime() - APART_MS, label.window.to.getTime() + APART_MS]
    const touching = own.filter(({ episode }) => episode.peakAt < to && episode.flushEndAt > from)
    for (const { at } of touching) named.add(at)
    const [first] = touching
    if (!first) return { label, found: undefined, delayHours: undefined }
    return {
      label,
      found: first.at,
      delayHours: (first.episode.detectedAt - label.window.from.getTime()) / HOUR_MS,
    }
  })
  const delays = scores.flatMap(({ delayHours }) => delayHours ?? []).sort((a, b) => a - b)
  const unlabelled = own.filter(({ at }) => !named.has(at)).map(({ at }) => at)
  const quiet = labels.filter((label) => label.kind === 'QUIET' && isWithin(label))
  const inQuiet = own.filter(({ episode: { detectedAt } }) =>
    quiet.some(({ window }) => detectedAt >= window.from.getTime() && detectedAt < window.to.getTime()),
  )
  const quietMs = quiet.reduce((sum, { window }) => sum + window.to.getTime() - window.from.getTime(), 0)
  const months = (held.to.getTime() - held.from.getTime()) / (30 * 24 * HOUR_MS)
  const share = (part: number, whole: number) => (whole === 0 ? undefined : part / whole)
  return {
    labels: scores,
    outside: asked.filter((label) => !isWithin(label)),
    unlabelled,
    recall: share(scores.filter(({ found }) => found !== undefined).length, scores.length),
    precision: share(named.size, own.length),
    medianDelayHours:
      delays.length === 0 ? undefined : (delays[(delays.length - 1) >> 1]! + delays[delays.length >> 1]!) / 2,
    unlabelledPerMonth: unlabelled.length / months,
    quietDays: quietMs / (24 * HOUR_MS),
    inQuiet: inQuiet.map(({ at }) => at),
  }
}
