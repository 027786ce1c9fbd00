import { useCallback, useEffect, useMemo, useState } from 'preact/hooks'
import { change, decimal, NOT_KNOWN, percent, time, usd, usdWhole } from '../../format.ts'
import {
  StressAssetsDocument,
  StressAssumptionsDocument,
  StressMapDocument,
  StressPathDocument,
  StressReplaysDocument,
  type StressMapQuery,
  type StressPathQuery,
  type StressReplaysQuery,
} from '../../generated/stress.ts'
import { AddressFaults, type AddressFault } from '../../parts/AddressFaults.tsx'
import { Picture, PictureOf } from '../../parts/Picture.tsx'
import { ALL_ASSETS } from '../../parts/selection.ts'
import { Empty, Skeleton, TroubleNote } from '../../parts/States.tsx'
import { useStore } from '../../parts/store.ts'
import { useAnswer } from '../../parts/useAnswer.ts'
import { useParam } from '../../router.ts'
import { showAssumptions } from './assumptions.ts'
import { showMap } from './map.ts'
import { showPath } from './path.ts'
import { showReplays } from './replays.ts'
import './stress.css'

type Stress = StressPathQuery['stress']

/** Of the slider, percent of the price; 0 is no shock. An address takes what the API takes. */
const [LOWEST, HIGHEST, USUAL] = [-60, 60, -10]
const PRESETS = [-50, -30, -10, 10, 30]
const [API_LOWEST, API_HIGHEST] = [-95, 100]

/** What is no part of the shock is asked with this one, so that moving the slider does not ask it anew. */
const ANY_SHOCK = USUAL / 100

/** Assets that are listed: when there are as many, there may be more. */
const MOST_LISTED = 200

/** What a shock of prices would force, by a model that says so. */
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
  const first = assets[0]?.code ?? ALL_ASSETS
  const isHeld =
    named === ALL_ASSETS || assets.length === MOST_LISTED || assets.some(({ code }) => code === named)
  const assetText = named && isHeld ? named : first
  // A default stays out of the address, as a chosen asset goes along to the other views. A link names a moment, and so the same first.
  const wrongShock = shockFault(shockText)
  const shock = (wrongShock ? USUAL : Number(shockText)) / 100
  const asset = assetText === ALL_ASSETS ? null : assetText
  const any = { asset, shock: ANY_SHOCK, asOf }
  const path = { asset, shock, asOf }
  const answering = useAnswer(StressPathDocument, path)
  // Figures of another shock would stand beside the one that is chosen.
  const stress = answering.trouble || !answering.isCurrent ? undefined : answering.data?.stress
  const of = asset === null ? 'all assets' : asset
  const showMapNow = useCallback((answer: StressMapQuery) => showMap(answer, shock, of), [shock, of])
  const showReplaysNow = useCallback((answer: StressReplaysQuery) => showReplays(answer, of), [of])
  const knows = assets.some(({ code }) => code === asset)
  const { trouble } = answering
  return (
    <>
      <div class="view-head">
        <div>
          <h1>What would a sudden {shock < 0 ? 'fall' : 'rise'} force?</h1>
          <p>{stress ? `From the state of ${time(stress.at)}` : '\u00a0'}</p>
        </div>
        <div class="controls">
          <label>
            <span>Asset</span>
            <select
              value={asset ?? ALL_ASSETS}
              onChange={({ currentTarget }) => setAsset(currentTarget.value)}
            >
              <option value={ALL_ASSETS}>All assets, each moved alone</option>
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
      <AddressFaults faults={[named && !isHeld ? assetFault(named, first) : undefined, wrongShock]} />
      <ModelNote limits={limits} />
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
          variables={any}
          show={showMapNow}
          height={360}
        />
        <Picture
          name="replays"
          question="How far was the model off in episodes of the past?"
          document={StressReplaysDocument}
          variables={any}
          show={showReplaysNow}
          height={360}
        />
        <Picture
          name="assumptions"
          question="What is assumed, and what was fitted?"
          document={StressAssumptionsDocument}
          variables={any}
          show={showAssumptions}
          height={300}
        />
      </div>
    </>
  )
}

const assetFault = (asset: string, shown: string): AddressFault => ({
  name: 'asset',
  text: (
    <>
      The address names an asset without open interest here: <code>{asset}</code>. Shown is {shown}.
    </>
  ),
})

function shockFault(text: string): AddressFault | undefined {
  const shock = Number(text)
  const isNumber = text.trim() !== '' && Number.isFinite(shock)
  if (isNumber && shock >= API_LOWEST && shock <= API_HIGHEST && shock !== 0) return undefined
  return {
    name: 'shock',
    text: (
      <>
        The address names a shock {isNumber ? 'that the model does not take' : 'that is no number'}:{' '}
        <code>{text}</code>. It takes {change(API_LOWEST / 100, 0)} to {change(API_HIGHEST / 100, 0)}, but not
        0; shown is {change(USUAL / 100, 0)}.
      </>
    ),
  }
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
  const rounded = Math.round(percentShock * 10_000) / 10_000
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
          onInput={({ currentTarget }) => {
            const next = Number(currentTarget.value)
            // The hand goes on in its direction over what is no shock.
            setShown(next === 0 ? (shown < 0 ? 1 : -1) : next)
          }}
        />
        <p class="presets">
          {PRESETS.map((preset) => (
            <button
              type="button"
              key={preset}
              aria-pressed={preset === shown}
              onClick={() => setShown(preset)}
            >
              {preset < 0 ? '−' : '+'}
              {Math.abs(preset)} %
            </button>
          ))}
        </p>
      </div>
      <Figures stress={shown === rounded ? stress : undefined} isFailed={isFailed} />
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
