import path from 'node:path'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import type { AccessOptions } from './access/gate.ts'
import { SetupError } from './lib/errors.ts'
import { DEFAULT_LOAD, type LoadOptions } from './server/load.ts'
import type { CallerLimits } from './server/places.ts'
import type { TracingOptions } from './telemetry/tracing.ts'

const flag = z.enum(['true', 'false']).transform((value) => value === 'true')

/** Empty means not set: `DATABASE_URL=` in an env file is the same as leaving the line out. */
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional())

const withDefault = <T extends z.ZodType>(schema: T, value: string) =>
  z.preprocess((given) => (given === undefined || given === '' ? value : given), schema)

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: 'must be postgres://user:password@host:port/database',
})
const port = z.coerce.number({ error: 'must be a port from 0 to 65535' }).int().min(0).max(65_535)
const milliseconds = z.coerce.number({ error: 'must be a whole number of milliseconds' }).int().min(1)

const units = z.coerce.number({ error: 'must be a whole number of units' }).int().min(1).max(100_000_000)

const count = z.coerce.number({ error: 'must be a whole number' }).int().min(1).max(10_000)

/** 0: as many as they like. */
const countOrNone = z.coerce
  .number({ error: 'must be a whole number, 0 for no limit' })
  .int()
  .min(0)
  .max(1_000_000)
  .transform((value) => (value === 0 ? Infinity : value))

/** `name=value,name=value`, values percent-encoded, as OpenTelemetry has it. */
const headerList = z.string().transform((text, context) => {
  const headers: Record<string, string> = {}
  for (const pair of text.split(',').filter((part) => part.trim() !== '')) {
    // Of a malformed pair nothing is repeated: it may be a secret.
    const [, name, value] = /^\s*([\w-]+)\s*=((?:[^%]|%[0-9a-f]{2})*)$/i.exec(pair) ?? []
    if (name === undefined)
      context.addIssue({ code: 'custom', message: 'must be name=value, with commas between' })
    else headers[name] = decodeURIComponent(value!.trim())
  }
  return headers
})

const list = z.string().transform((text) =>
  text
    .split(',')
    .map((code) => code.trim())
    .filter(Boolean),
)

const isNetwork = (text: string): boolean => ipaddr.isValidCIDR(text)

/** Each variable that Unwind reads; `.env.example` tells the same to a reader, and a test holds the two together. */
export const environmentSchema = z.object({
  DATABASE_URL: optional(postgresUrl),
  READ_DATABASE_URL: optional(postgresUrl),
  UNWIND_DATA: optional(z.enum(['sample', 'live'], { error: 'must be "sample" or "live"' })),
  UNWIND_DATA_DIR: withDefault(z.string().min(1), '.data'),
  PORT: withDefault(port, '4000'),
  HOST: withDefault(z.string().min(1), '127.0.0.1'),
  DATABASE_POOL: withDefault(z.coerce.number().int().min(1).max(200), '10'),
  STATEMENT_TIMEOUT_MS: withDefault(milliseconds, '5000'),
  REQUEST_TIMEOUT_MS: withDefault(milliseconds, '15000'),
  MAX_EXECUTING: optional(count),
  MAX_QUEUED: withDefault(count, '100'),
  MAX_EXPORTS: withDefault(count, '2'),
  MAX_EXPORTS_PER_CALLER: withDefault(countOrNone, '1'),
  EXPORT_TIMEOUT_MS: withDefault(milliseconds, '600000'),
  MAX_STREAMS_PER_CALLER: withDefault(countOrNone, '1000'),
  MAX_EVENT_UNITS_PER_CALLER: withDefault(countOrNone, '5000'),
  SLOW_STATEMENT_MS: withDefault(milliseconds, '1000'),
  METRICS_PORT: optional(port),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(
    z.url({ protocol: /^https?$/, error: 'must be http://host:port or https://host' }),
  ),
  OTEL_EXPORTER_OTLP_HEADERS: withDefault(headerList, ''),
  OTEL_SERVICE_NAME: withDefault(z.string().min(1), 'unwind'),
  OTEL_TRACES_SAMPLER_ARG: withDefault(
    z.coerce.number({ error: 'must be a fraction from 0 to 1' }).min(0).max(1),
    '1',
  ),
  INTROSPECTION: withDefault(flag, 'true'),
  FEDERATION: withDefault(flag, 'false'),
  REQUIRE_KEY: withDefault(flag, 'false'),
  ANONYMOUS_UNITS: withDefault(units, '60000'),
  KEY_UNITS: withDefault(units, '120000'),
  REQUEST_UNITS: withDefault(units, '20000'),
  CORS_ORIGINS: withDefault(list, ''),
  TRUST_PROXY: withDefault(
    list.refine((texts) => texts.every(isNetwork), { error: 'must be networks, e.g. 10.0.0.0/8' }),
    '',
  ),
  WEBHOOK_NETWORKS: withDefault(
    list.refine((texts) => texts.every(isNetwork), { error: 'must be networks, e.g. 10.0.0.0/8' }),
    '',
  ),
  TRUSTED_DOCUMENTS: optional(z.string().min(1)),
  TRUSTED_DOCUMENTS_ONLY: withDefault(flag, 'false'),
  LOG_LEVEL: withDefault(
    z.enum(['debug', 'info', 'warn', 'error', 'off'], { error: 'must be debug, info, warn, error or off' }),
    'off',
  ),
  EXCHANGES: withDefault(
    list,
    'binance,bybit,okx,bitget,gate,hyperliquid,htx,krakenfutures,kucoinfutures,deribit,bitfinex',
  ),
  RECORD_ASSETS: withDefault(list, 'BTC,ETH,SOL,XRP,BNB,DOGE,ADA,LINK,AVAX,SUI'),
  RECORDER_PORT: withDefault(port, '4001'),
  RECORDER_HOST: withDefault(z.string().min(1), '127.0.0.1'),
  SPOOL_DIR: optional(z.string().min(1)),
  SPOOL_MEGABYTES: withDefault(
    z.coerce.number({ error: 'must be a whole number of megabytes' }).int().min(1),
    '1024',
  ),
  VENUE_OPTIONS_FILE: optional(z.string().min(1)),
  COINGLASS_API_KEY: optional(z.string().min(1)),
  COINGLASS_INTERVAL: withDefault(z.enum(['1h', '1d'], { error: 'must be "1h" or "1d"' }), '1d'),
  COINGECKO_DEMO_API_KEY: optional(z.string().min(1)),
  COINGECKO_PRO_API_KEY: optional(z.string().min(1)),
  SOURCE_TIMEOUT_MS: withDefault(milliseconds, '20000'),
  SOURCE_RETRIES: withDefault(z.coerce.number().int().min(0).max(20), '5'),
})

export interface Config {
  /** undefined: an embedded PostgreSQL in `dataDir`. */
  readonly databaseUrl: string | undefined
  /** Where the API reads; the same as databaseUrl unless a replica is named. */
  readonly readDatabaseUrl: string | undefined
  /** SAMPLE fills an empty store with the reconstruction; LIVE never does. They never share a database. */
  readonly data: 'sample' | 'live'
  readonly dataDir: string
  readonly port: number
  readonly host: string
  readonly databasePool: number
  readonly statementTimeoutMs: number
  /** A request that takes longer is stopped, and its statements with it. */
  readonly requestTimeoutMs: number
  /** How much is worked on at a time; what is more is told to come again. */
  readonly load: LoadOptions
  /** An export that takes longer is cut off. */
  readonly exportTimeoutMs: number
  /** What one caller may have open at a time. */
  readonly callerLimits: CallerLimits
  readonly slowStatementMs: number
  /** undefined: nothing is counted. */
  readonly metricsPort: number | undefined
  /** Where spans go; undefined: nothing is traced. */
  readonly tracing: Omit<TracingOptions, 'version'> | undefined
  readonly introspection: boolean
  /** Whether a router may compose the API as a subgraph. */
  readonly federation: boolean
  /** Who may ask how much. */
  readonly access: AccessOptions
  /** Origins whose pages may ask; ["*"]: all. */
  readonly corsOrigins: readonly string[]
  /** Networks of proxies whose word on a caller's address is taken. */
  readonly trustedProxies: readonly string[]
  /** Private networks that webhooks may be sent to. */
  readonly webhookNetworks: readonly string[]
  /** JSON file of documents that are known by a name; undefined: none. */
  readonly trustedDocumentsFile: string | undefined
  /** Whether they alone may run, but for keys with the scope EXPLORE. */
  readonly trustedDocumentsOnly: boolean
  /** undefined: no line for each request. */
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | undefined
  /** Venue codes that the recorder and `etl` without --exchange work on. */
  readonly exchanges: readonly string[]
  /** Tickers whose order books, bars, account ratios and coins on exchanges are recorded. */
  readonly recordAssets: readonly string[]
  readonly recorderPort: number
  readonly recorderHost: string
  /** Where a recorder keeps what it can't write. */
  readonly spoolDir: string
  /** Of one feed. */
  readonly spoolBytes: number
  /** JSON file: ccxt constructor options by venue code, e.g. a proxy or other hosts. */
  readonly venueOptionsFile: string | undefined
  /** undefined: the vendor is not asked. */
  readonly coinglassKey: string | undefined
  /** Length of the vendor's bars. */
  readonly coinglassInterval: '1h' | '1d'
  readonly coingeckoDemoKey: string | undefined
  readonly coingeckoProKey: string | undefined
  readonly sourceTimeoutMs: number
  readonly sourceRetries: number
}

/**
 * Reads the environment once. Every fault is told together.
 * @throws SetupError CONFIG_INVALID
 */
export function readConfig(environment: Record<string, string | undefined> = process.env): Config {
  const parsed = environmentSchema
    .refine((env) => env.TRUSTED_DOCUMENTS !== undefined || !env.TRUSTED_DOCUMENTS_ONLY, {
      path: ['TRUSTED_DOCUMENTS_ONLY'],
      message: 'needs TRUSTED_DOCUMENTS: without a list no document could run',
    })
    .safeParse(environment)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`)
    throw new SetupError('CONFIG_INVALID', `The environment is not right:\n${faults.join('\n')}`)
  }
  const env = parsed.data
  return {
    databaseUrl: env.DATABASE_URL,
    readDatabaseUrl: env.READ_DATABASE_URL ?? env.DATABASE_URL,
    data: env.UNWIND_DATA ?? (env.DATABASE_URL === undefined ? 'sample' : 'live'),
    dataDir: env.UNWIND_DATA_DIR,
    port: env.PORT,
    host: env.HOST,
    databasePool: env.DATABASE_POOL,
    statementTimeoutMs: env.STATEMENT_TIMEOUT_MS,
    requestTimeoutMs: env.REQUEST_TIMEOUT_MS,
    load: {
      ...DEFAULT_LOAD,
      executing: env.MAX_EXECUTING ?? 2 * env.DATABASE_POOL,
      queued: env.MAX_QUEUED,
      exports: env.MAX_EXPORTS,
    },
    exportTimeoutMs: env.EXPORT_TIMEOUT_MS,
    callerLimits: {
      streams: env.MAX_STREAMS_PER_CALLER,
      eventUnits: env.MAX_EVENT_UNITS_PER_CALLER,
      exports: env.MAX_EXPORTS_PER_CALLER,
    },
    slowStatementMs: env.SLOW_STATEMENT_MS,
    metricsPort: env.METRICS_PORT,
    tracing:
      env.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
        ? undefined
        : {
            endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT,
            headers: env.OTEL_EXPORTER_OTLP_HEADERS,
            serviceName: env.OTEL_SERVICE_NAME,
            ratio: env.OTEL_TRACES_SAMPLER_ARG,
          },
    introspection: env.INTROSPECTION,
    federation: env.FEDERATION,
    access: {
      requireKey: env.REQUIRE_KEY,
      anonymousUnits: env.ANONYMOUS_UNITS,
      keyUnits: env.KEY_UNITS,
      mostUnits: env.REQUEST_UNITS,
    },
    corsOrigins: env.CORS_ORIGINS,
    trustedProxies: env.TRUST_PROXY,
    webhookNetworks: env.WEBHOOK_NETWORKS,
    trustedDocumentsFile: env.TRUSTED_DOCUMENTS,
    trustedDocumentsOnly: env.TRUSTED_DOCUMENTS_ONLY,
    logLevel: env.LOG_LEVEL === 'off' ? undefined : env.LOG_LEVEL,
    exchanges: env.EXCHANGES,
    recordAssets: env.RECORD_ASSETS,
    recorderPort: env.RECORDER_PORT,
    recorderHost: env.RECORDER_HOST,
    spoolDir: env.SPOOL_DIR ?? path.join(env.UNWIND_DATA_DIR, 'spool'),
    spoolBytes: env.SPOOL_MEGABYTES * 1024 * 1024,
    venueOptionsFile: env.VENUE_OPTIONS_FILE,
    coinglassKey: env.COINGLASS_API_KEY,
    coinglassInterval: env.COINGLASS_INTERVAL,
    coingeckoDemoKey: env.COINGECKO_DEMO_API_KEY,
    coingeckoProKey: env.COINGECKO_PRO_API_KEY,
    sourceTimeoutMs: env.SOURCE_TIMEOUT_MS,
    sourceRetries: env.SOURCE_RETRIES,
  }
}
