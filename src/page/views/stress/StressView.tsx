import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import { decimal, NOT_KNOWN, percent, time, usd, usdWhole } from '../../format.ts'
import {
  StressAssetsDocument,
  StressAssumptionsDocument,
  StressMapDocument,
  StressPathDocument,
  StressReplaysDocument,
  type StressMapQuery,
  type StressPathQuery,
} from '../../generated/stress.ts'
import { Picture, PictureOf } from '../../parts/Picture.tsx'
import { Empty, Skeleton, TroubleNote } from '../../parts/States.tsx'
import { useStore } from '../../parts/store.ts'
import { useAnswer } from '../../parts/useAnswer.ts'
import { hrefOf, useParam } from '../../router.ts'
import { showAssumptions } from './assumptions.ts'
import { showMap } from './map.ts'
import { showPath } from './path.ts'
import { showReplays } from './replays.ts'
import './stress.css'

type Stress = StressPathQuery['stress']

/** Of the slider, percent of the price. The API takes more; so does an address. */
const [LOWEST, HIGHEST, USUAL] = [-60, -1, -10]
const PRESETS = [-5, -10, -20, -30, -50]

/** What is no part of the shock is asked with this one, so that moving the slider does not ask it anew. */
const ANY_SHOCK = USUAL / 100

const ALL = 'all'

/** What a fall of prices would force, by a model that says so. */
export function StressView() {
  const { end, isPinned } = useStore()
  const asOf = isPinned ? end.toISOString() : null
  const { data, trouble, retry, isSlow } = useAnswer(StressAssetsDocument, { asOf })
  if (trouble?.kind === 'REFUSED' && trouble.code === 'NO_DATA')
    return (
      <Empty title="There is nothing to put under stress">
        <p>{trouble.message}</p>
      </Empty>
    )
  if (trouble && !data) return <TroubleNote trouble={trouble} retry={retry} />
  if (!data) return <Skeleton height={480} isSlow={isSlow} />
  const { assets, meta } = data.stress
  return (
    <Shocked
      assets={assets.map(({ asset }) => asset)}
      limits={meta.methodology.flatMap((rule) => rule.limits)}
      asOf={asOf}
    />
  )
}

function Shocked({
  assets,
  limits,
  asOf,
}: {
  assets: readonly { readonly code: string; readonly name: string | null }[]
  limits: readonly string[]
  asOf: string | null
}) {
  const [shockText, setShock] = useParam('shock', String(USUAL))
  const [named, setAsset] = useParam('asset')
  const assetText = named || assets[0]?.code || ALL
  // The address names what is shown: a link still does when another asset comes first.
  useEffect(() => {
    if (!named) setAsset(assetText, 'IN_PLACE')
  }, [named, assetText])
  const asked = Number(shockText)
  const isRead = shockText.trim() !== '' && Number.isFinite(asked)
  const shock = (isRead ? asked : USUAL) / 100
  const asset = assetText === ALL ? null : assetText
  const of = { asset, shock: ANY_SHOCK, asOf }
  const path = { asset, shock, asOf }
  const answering = useAnswer(StressPathDocument, path)
  const stress = answering.trouble ? undefined : answering.data?.stress
  const showMapNow = useCallback((answer: StressMapQuery) => showMap(answer, shock), [shock])
  const knows = assets.some(({ code }) => code === asset)
  const { trouble } = answering
  if (trouble?.kind === 'REFUSED' && asset !== null && !knows)
    return (
      <>
        <div class="view-head">
          <h1>There is nothing to put under stress</h1>
        </div>
        <TroubleNote trouble={trouble} retry={answering.retry} />
        <p>
          <a href={hrefOf('stress', { asset: ALL })}>All assets</a>
        </p>
      </>
    )
  return (
    <>
      <div class="view-head">
        <div>
          <h1>What would a sudden fall force?</h1>
          <p>{stress ? `From the state of ${time(stress.at)}` : '\u00a0'}</p>
        </div>
        <div class="controls">
          <label>
            <span>Asset</span>
            <select value={asset ?? ALL} onChange={({ currentTarget }) => setAsset(currentTarget.value)}>
              <option value={ALL}>All assets, each moved alone</option>
              {asset !== null && !knows && <option value={asset}>{asset}</option>}
              {assets.map(({ code, name }) => (
                <option value={code} key={code}>
                  {name && name !== code ? `${code} · ${name}` : code}
                </option>
              ))}
            </select>
          </label>
        </div>
      </div>
      <ModelNote limits={limits} />
      {!isRead && (
        <p class="data-line" role="alert">
          The address names a shock that is no number: <code>{shockText}</code>. Shown is one of {USUAL} %.
        </p>
      )}
      <ShockPanel
        percentShock={shock * 100}
        onChange={(next) => setShock(String(next), 'IN_PLACE')}
        stress={stress}
        isOne={asset !== null}
        isFailed={trouble !== undefined}
      />
      <div class="pictures">
        <PictureOf
          name="path"
          question="How far does the price go, and what is closed by force on the way?"
          document={StressPathDocument}
          variables={path}
          answering={answering}
          show={showPath}
          height={360}
        />
        <Picture
          name="map"
          question="At which prices are positions closed by force?"
          document={StressMapDocument}
          variables={of}
          show={showMapNow}
          height={360}
        />
        <Picture
          name="replays"
          question="How far was the model off in episodes of the past?"
          document={StressReplaysDocument}
          variables={of}
          show={showReplays}
          height={360}
        />
        <Picture
          name="assumptions"
          question="What is assumed, and what was fitted?"
          document={StressAssumptionsDocument}
          variables={of}
          show={showAssumptions}
          height={300}
        />
      </div>
    </>
  )
}

/** In the API's own words: what is no measurement must not pass for one. */
function ModelNote({ limits: [basis, ...more] }: { limits: readonly string[] }) {
  return (
    <div class="model-note">
      <p>
        <strong>A model, not a measurement.</strong> {basis?.replace(/^A model\. /, '')}{' '}
        <a href="#replays">How far it was off</a>
      </p>
      {more.length > 0 && (
        <details>
          <summary>What else it rests on, and what it leaves out</summary>
          <ul>
            {more.map((limit) => (
              <li key={limit}>{limit}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

/** Waits until the hand rests, ms: a question for each step of a drag would be asked for nothing. */
const REST_MS = 250

function ShockPanel({
  percentShock,
  onChange,
  stress,
  isOne,
  isFailed,
}: {
  percentShock: number
  onChange: (percent: number) => void
  stress: Stress | undefined
  isOne: boolean
  isFailed: boolean
}) {
  const rounded = Math.round(percentShock * 100) / 100
  const [shown, setShown] = useState(rounded)
  useEffect(() => setShown(rounded), [rounded])
  useEffect(() => {
    if (shown === rounded) return
    const timer = setTimeout(() => onChange(shown), REST_MS)
    return () => clearTimeout(timer)
    // What it calls is the same each time in what it does.
  }, [shown, rounded])
  const told = `${shown > 0 ? '+' : '−'}${Math.abs(shown)} %`
  return (
    <section class="shock" aria-label="The shock">
      <div class="shock-slider">
        <label for="shock">Shock of {isOne ? 'the price' : 'every price'}</label>
        <output for="shock">{told}</output>
        <input
          id="shock"
          type="range"
          min={LOWEST}
          max={HIGHEST}
          step="1"
          value={Math.min(HIGHEST, Math.max(LOWEST, shown))}
          aria-valuetext={`${shown > 0 ? 'a rise' : 'a fall'} of ${Math.abs(shown)} percent`}
          onInput={({ currentTarget }) => setShown(Number(currentTarget.value))}
        />
        <p class="presets">
          {PRESETS.map((preset) => (
            <button
              type="button"
              key={preset}
              aria-pressed={preset === shown}
              onClick={() => setShown(preset)}
            >
              −{-preset} %
            </button>
          ))}
        </p>
      </div>
      <Figures stress={stress} isFailed={isFailed} />
    </section>
  )
}

function Figures({ stress, isFailed }: { stress: Stress | undefined; isFailed: boolean }) {
  const figures = useMemo(
    () =>
      stress ? figuresOf(stress) : FIGURES.map((name): Figure => [name, isFailed ? NOT_KNOWN : '…', '']),
    [stress, isFailed],
  )
  return (
    <dl class="figures">
      {figures.map(([name, value, more]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd class="figure">{value}</dd>
          <dd class="figure-more">{more || '\u00a0'}</dd>
        </div>
      ))}
    </dl>
  )
}

type Figure = readonly [name: string, value: string, more: string]

const FIGURES = ['Closed by force', 'The whole move', 'Rests within 5 % in books'] as const

function figuresOf(stress: Stress): Figure[] {
  const [only] = stress.assets.length === 1 ? stress.assets : []
  const forced: Figure = [
    'Closed by force',
    `${stress.amplification === null ? '≥ ' : ''}${usd(stress.forcedUsd)}`,
    `${percent(stress.forcedOverOpenInterest)} of ${usd(stress.openInterestUsd)} open`,
  ]
  const amplified: Figure = [
    'The whole move',
    stress.amplification === null ? NOT_KNOWN : `${decimal(stress.amplification)} ×`,
    only ? `the shock: ends at ${usdWhole(only.endPrice)}` : 'the shock, by open interest',
  ]
  return only
    ? [
        forced,
        amplified,
        [
          'Rests within 5 % in books',
          usd(only.depthUsd),
          `margin tiers held of ${only.tieredMarketCount} of ${only.marketCount} markets`,
        ],
      ]
    : [forced, amplified, ['Assets', String(stress.assetCount), 'each moved alone']]
}
