import { spawn } from 'node:child_process'
import path from 'node:path'
import { readConfig, type Config } from '../src/config.ts'
import { openDatabase } from '../src/db.ts'
import { messageOf } from '../src/lib/errors.ts'
import { createApp } from '../src/server/app.ts'
import { readTrustedDocuments } from '../src/server/trusted.ts'
import { parseNetworks } from '../src/webhooks/target.ts'
import { openStore, timed, type Report, type Store } from './support/openStore.ts'
import { isDetected } from '../src/episodes/store.ts'
import { openTelemetry } from './support/telemetry.ts'
import { detectInSample, isSampleLoaded } from './support/sample.ts'

/** A receiver is expected to answer at once, and to work later. */
const WEBHOOK_TIMEOUT_MS = 15_000

const report: Report = (what, ms) => process.stdout.write(`  ${what}: ${(ms / 1000).toFixed(2)} s\n`)

/**
 * `npm start`: the store, its migrations, the sample when the store is empty, then the API, until Ctrl-C.
 * @param began performance.now() when the command began
 */
export async function start(began: number): Promise<void> {
  try {
    const config = readConfig()
    process.stdout.write('Unwind\n')
    const store = await openStore(config, report)
    await serve(config, store, began).catch(async (error: unknown) => {
      await store.close()
      throw error
    })
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`)
    process.exit(1)
  }
}

async function serve(config: Config, store: Store, began: number): Promise<void> {
  if (config.data === 'sample' && !(await isSampleLoaded(store.database.pool))) {
    process.stdout.write('  Loading the sample, June to October 2025 (once) …\n')
    await timed(report, 'Sample loaded', () => loadSampleApart(store.url))
  } else if (config.data === 'sample' && !(await isDetected(store.database.pool)))
    // It was loaded before there was a detector.
    await timed(report, 'Episodes found', () => detectInSample(store.database.pool, new Date()))
  const database = openDatabase({
    url: store.readUrl,
    size: config.databasePool,
    statementTimeoutMs: config.statementTimeoutMs,
  })
  const telemetry = await openTelemetry(config)
  const app = await createApp({
    database,
    writer: store.database,
    introspection: config.introspection,
    federation: config.federation,
    access: config.access,
    corsOrigins: config.corsOrigins,
    trustedProxies: config.trustedProxies,
    webhooks: { sending: { allowed: parseNetworks(config.webhookNetworks), timeoutMs: WEBHOOK_TIMEOUT_MS } },
    trusted:
      config.trustedDocumentsFile === undefined
        ? undefined
        : readTrustedDocuments(config.trustedDocumentsFile, config.trustedDocumentsOnly),
    ...(config.logLevel ? { logLevel: config.logLevel } : {}),
    load: config.load,
    requestTimeoutMs: config.requestTimeoutMs,
    exportTimeoutMs: config.exportTimeoutMs,
    callerLimits: config.callerLimits,
    slowStatementMs: config.slowStatementMs,
    metrics: telemetry.metrics,
    tracing: telemetry.tracing,
  })
  const address = await app.listen({ port: config.port, host: config.host }).catch(async (error: unknown) => {
    await app.close()
    await telemetry.close()
    await database.close()
    throw error
  })
  // Before anybody is told that it runs: who is told may stop it at once.
  let stopping = false
  const stop = () => {
    // A second Ctrl-C means now.
    if (stopping) process.exit(130)
    stopping = true
    process.stdout.write('\nStopping …\n')
    void app
      .close()
      .then(() => telemetry.close())
      .then(() => database.close())
      .then(() => store.close())
      .then(
        () => {
          process.stdout.write('Stopped.\n')
          process.exit(0)
        },
        (error: unknown) => {
          process.stderr.write(`${messageOf(error)}\n`)
          process.exit(1)
        },
      )
  }
  // A promise that was forgotten is a fault of ours: it is told, and no reason to leave everybody without answers.
  process.on('unhandledRejection', (error) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : messageOf(error)}\n`)
  })
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)

  const shown = address.replace('127.0.0.1', 'localhost')
  process.stdout.write(
    `\n  Page      ${shown}/\n  GraphQL   ${shown}/graphql\n  Explorer  ${shown}/explorer\n  Health    ${shown}/healthz  ${shown}/readyz\n` +
      (telemetry.metricsPort === undefined
        ? ''
        : `  Metrics   http://${config.host}:${telemetry.metricsPort}/metrics\n`) +
      `  Data      ${config.data === 'sample' ? 'the reconstructed sample (UNWIND_DATA=live for your own)' : 'live'}\n\n` +
      `Ready in ${((performance.now() - began) / 1000).toFixed(1)} s. Ctrl-C stops everything.\n`,
  )
}

/** Loads the sample in a process of its own, so that the server does not keep the memory that loading takes. */
function loadSampleApart(url: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = path.resolve(import.meta.dirname, 'run.mjs')
    const child = spawn(process.execPath, [script, 'etl', 'sample'], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DATABASE_URL: url, UNWIND_DATA: 'sample' },
    })
    const forward = (signal: NodeJS.Signals) => {
      child.kill(signal)
    }
    process.once('SIGINT', forward)
    process.once('SIGTERM', forward)
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      process.off('SIGINT', forward)
      process.off('SIGTERM', forward)
      if (code === 0) resolve()
      else reject(new Error(`Loading the sample ended with ${signal ?? `exit code ${String(code)}`}.`))
    })
  })
}
