import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { parse, stringify } from 'yaml'
import { freePort } from '../../src/embeddedPostgres.ts'
import { Recorder } from '../../src/recorder/recorder.ts'
import { startStatusServer } from '../../src/recorder/statusServer.ts'
import { ServerMetrics } from '../../src/telemetry/metrics.ts'
import { startMetricsServer } from '../../src/telemetry/metricsServer.ts'
import type { Api } from '../support/api.ts'
import { createEmptyDatabase, type TestDatabase } from '../support/database.ts'
import { listen, originOf } from '../support/visit.ts'

/** docs/operations/ in a real Prometheus: it reads both processes, and understands every rule and every panel. */

const DOCS = path.resolve('docs/operations')
const PROMETHEUS = '/usr/bin/prometheus'
const LONG = { timeout: 20_000, interval: 50 }

interface PrometheusConfig {
  global: { scrape_interval: string; evaluation_interval: string }
  rule_files: string[]
  scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[]
}

// `.ci/run` installs Debian's package prometheus.
describe.skipIf(!fs.existsSync(PROMETHEUS))('Prometheus (skipped where it is not installed)', () => {
  let database: TestDatabase
  let api: Api
  let dir: string
  let child: ChildProcess
  let url: string
  const closing: (() => Promise<void>)[] = []

  /** The configuration of the docs, with the places and paths of this machine, and read more often. */
  function configOf(targets: Readonly<Record<string, string>>): string {
    const config = parse(fs.readFileSync(path.join(DOCS, 'prometheus.yml'), 'utf8')) as PrometheusConfig
    config.global = { scrape_interval: '200ms', evaluation_interval: '200ms' }
    config.rule_files = [path.join(DOCS, 'alerts.yml')]
    for (const job of config.scrape_configs) job.static_configs = [{ targets: [targets[job.job_name]!] }]
    return stringify(config)
  }

  async function read<T>(at: string, params: Record<string, string> = {}): Promise<T> {
    const reply = await fetch(`${url}/api/v1/${at}?${new URLSearchParams(params).toString()}`)
    const body = (await reply.json()) as { status: string; error?: string; data: T }
    expect([body.status, body.error]).toEqual(['success', undefined])
    return body.data
  }

  beforeAll(async () => {
    database = await createEmptyDatabase()
    const metrics = new ServerMetrics()
    api = await listen(database, { metrics })
    await fetch(`${originOf(api)}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ exchanges { code } }"}',
    })
    dir = fs.mkdtempSync(path.join(os.tmpdir(), 'unwind-prometheus-'))
    const recorder = new Recorder({
      pool: database.pool,
      url: database.url,
      venues: [],
      assets: [],
      spoolDir: path.join(dir, 'spool'),
      spoolBytes: 1,
      signal: new AbortController().signal,
      now: () => new Date(),
      log: () => undefined,
    })
    const ofApi = await startMetricsServer(metrics.registry, { host: '127.0.0.1', port: 0 })
    const ofRecorder = await startStatusServer(recorder, { host: '127.0.0.1', port: 0 })
    closing.push(
      () => ofApi.close(),
      () => ofRecorder.close(),
    )
    const file = path.join(dir, 'prometheus.yml')
    fs.writeFileSync(
      file,
      configOf({
        'unwind-api': `127.0.0.1:${ofApi.port}`,
        'unwind-recorder': new URL(ofRecorder.url).host,
      }),
    )
    const port = await freePort()
    url = `http://127.0.0.1:${port}`
    child = spawn(
      PROMETHEUS,
      [
        `--config.file=${file}`,
        `--storage.tsdb.path=${dir}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { stdio: 'ignore' },
    )
    await vi.waitFor(async () => expect((await fetch(`${url}/-/ready`)).ok).toBe(true), LONG)
  })

  afterAll(async () => {
    if (child) {
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGKILL')
      await ended
    }
    for (const close of closing) await close()
    await api?.close()
    await database?.close()
    fs.rmSync(dir, { recursive: true, force: true })
  })

  test('finds nothing wrong with the rules', () => {
    const said = execFileSync('promtool', ['check', 'rules', path.join(DOCS, 'alerts.yml')], {
      encoding: 'utf8',
    })
    expect(said).toMatch(/SUCCESS: [1-9]\d* rules found/)
  })

  test('reads the API and the recorder, and evaluates each rule', async () => {
    const up = () =>
      read<{ result: { metric: { job: string }; value: [number, string] }[] }>('query', { query: 'up' })
    await expect
      .poll(
        async () =>
          Object.fromEntries((await up()).result.map(({ metric, value }) => [metric.job, value[1]])),
        LONG,
      )
      .toEqual({ 'unwind-api': '1', 'unwind-recorder': '1' })
    const rules = async () =>
      (await read<{ groups: { rules: { name: string; health: string }[] }[] }>('rules')).groups.flatMap(
        (group) => group.rules,
      )
    await expect
      .poll(async () => new Set((await rules()).map(({ health }) => health)), LONG)
      .toEqual(new Set(['ok']))
    expect((await rules()).length).toBeGreaterThan(5)
  })

  test('answers each panel of the dashboard', async () => {
    const { panels } = JSON.parse(
      fs.readFileSync(path.join(DOCS, 'grafana/dashboards/unwind.json'), 'utf8'),
    ) as { panels: { title: string; targets: { expr: string }[] }[] }
    const asked = panels.flatMap(({ targets }) =>
      targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '1m')),
    )
    expect(asked.length).toBeGreaterThan(20)
    // A rate takes two readings.
    const rate = () => read<{ result: unknown[] }>('query', { query: 'rate(unwind_cost_units_total[1m])' })
    await expect.poll(async () => (await rate()).result.length, LONG).toBeGreaterThan(0)
    const answers = await Promise.all(asked.map((query) => read<{ result: unknown[] }>('query', { query })))
    // Nothing was refused, no statement was slow, no feed is known: those have nothing to show.
    expect(answers.filter(({ result }) => result.length > 0).length).toBeGreaterThan(10)
  })
})
