import fs from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'

interface Service {
  readonly image: string
  readonly build?: string
  readonly command?: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>
  readonly healthcheck: { readonly test: readonly string[] }
  readonly restart: string
  readonly volumes?: readonly string[]
  readonly ports?: readonly string[]
  readonly profiles?: readonly string[]
}

interface Compose {
  readonly services: Readonly<Record<'postgres' | 'api' | 'recorder' | 'prometheus' | 'grafana', Service>>
  readonly volumes: Readonly<Record<string, unknown>>
}

const root = path.resolve(import.meta.dirname, '../..')
const read = (file: string) => fs.readFileSync(path.join(root, file), 'utf8')

const text = read('docker-compose.yml')
const compose = parse(text, { merge: true }) as Compose
const { postgres, api, recorder, prometheus, grafana } = compose.services
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

/** Each instruction of the Dockerfile, comments and line breaks removed. */
const instructions = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line.trim() !== '')
const argumentsOf = (name: string) =>
  instructions.filter((line) => line.startsWith(`${name} `)).map((line) => line.slice(name.length + 1).trim())

describe('docker-compose.yml', () => {
  const ajv = new Ajv({ strict: false, allErrors: true })
  formats.default(ajv)
  const { $schema: _, ...schema } = JSON.parse(read('test/support/composeSpec/compose-spec.json')) as {
    $schema: string
  }
  const validate = ajv.compile(schema)

  test('is a compose file by the Compose Specification', () => {
    validate(compose)
    expect(validate.errors).toBeNull()
  })

  test('the validator is not asleep: a misspelt key is refused', () => {
    expect(validate({ services: { ...compose.services, api: { ...api, heathcheck: {} } } })).toBe(false)
  })

  test('one command starts the database, the API and the recorder, each after what it needs', () => {
    const started = Object.entries(compose.services).filter(([, { profiles }]) => !profiles)
    expect(started.map(([name]) => name)).toEqual(['postgres', 'api', 'recorder'])
    expect(api.depends_on).toEqual({ postgres: { condition: 'service_healthy' } })
    expect(recorder.depends_on).toEqual({
      postgres: { condition: 'service_healthy' },
      api: { condition: 'service_healthy' },
    })
    for (const service of [postgres, api, recorder]) {
      expect(service.healthcheck.test[0]).toBe('CMD')
      expect(service.restart).toBe('unless-stopped')
    }
  })

  test('the data outlive the containers', () => {
    expect(postgres.volumes).toEqual(['postgres-data:/var/lib/postgresql'])
    expect(compose.volumes).toHaveProperty('postgres-data')
  })

  test('holds no secret and no default for one', () => {
    expect(postgres.environment.POSTGRES_PASSWORD).toMatch(/^\$\{POSTGRES_PASSWORD:\?[^}]+\}$/)
    for (const { environment } of [api, recorder]) {
      expect(environment.DATABASE_URL).toMatch(
        /^postgres:\/\/unwind:\$\{POSTGRES_PASSWORD:\?[^}]+\}@postgres:5432\/unwind$/,
      )
      for (const [name, value] of Object.entries(environment))
        if (/KEY|PASSWORD|SECRET|TOKEN/.test(name)) expect(value, name).toBe(`\${${name}:-}`)
    }
  })

  test('each variable it hands over or takes from outside is told of in .env.example', () => {
    const known = new Set([...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name))
    const handed = [api, recorder].flatMap(({ environment }) => Object.keys(environment))
    const taken = [...text.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name!)
    const unknown = [...handed, ...taken].filter(
      (name) => !known.has(name) && !/^(POSTGRES|GRAFANA)_/.test(name),
    )
    expect(unknown).toEqual([])
  })

  test('the API and the recorder work on live data, and the API can be reached', () => {
    expect([api.environment.UNWIND_DATA, recorder.environment.UNWIND_DATA]).toEqual(['live', 'live'])
    expect(api.environment.HOST).toBe('0.0.0.0')
    expect(api.environment.PORT).toBe('4000')
    expect(api.healthcheck.test.at(-1)).toContain('http://127.0.0.1:4000/readyz')
  })

  test('the recorder is `npm run recorder`, and is asked for its health on its own port', () => {
    expect(recorder.command?.join(' ')).toBe(scripts.recorder)
    const { RECORDER_HOST, RECORDER_PORT } = recorder.environment
    expect(RECORDER_HOST).toBe('0.0.0.0')
    expect(recorder.healthcheck.test.at(-1)).toContain(`http://127.0.0.1:${RECORDER_PORT!}/recorder/healthz`)
  })

  test('Prometheus and Grafana are there for who asks for them, with what this repository tells them, on this host alone', () => {
    for (const { image, profiles, ports, volumes, healthcheck } of [prometheus, grafana]) {
      expect(profiles).toEqual(['monitoring'])
      expect(image).toMatch(/:v?\d+\.\d+\.\d+$/)
      for (const published of ports!) expect(published).toMatch(/^127\.0\.0\.1:/)
      for (const [file] of volumes!.map((volume) => volume.split(':')))
        if (file!.startsWith('.')) expect(fs.existsSync(path.join(root, file!)), file).toBe(true)
        else expect(compose.volumes).toHaveProperty(file!)
      expect(healthcheck.test[0]).toBe('CMD')
    }
    const { scrape_configs: jobs } = parse(read('docs/operations/prometheus.yml')) as {
      scrape_configs: { static_configs: { targets: string[] }[] }[]
    }
    expect(jobs.flatMap((job) => job.static_configs.flatMap(({ targets }) => targets))).toEqual([
      `api:${api.environment.METRICS_PORT!}`,
      `recorder:${recorder.environment.RECORDER_PORT!}`,
    ])
    expect(grafana.environment.GF_SECURITY_ADMIN_PASSWORD).toBe('${GRAFANA_PASSWORD:-}')
  })

  test('what the recorder hears while PostgreSQL is away outlives its container', () => {
    expect(recorder.volumes).toEqual([`recorder-spool:${recorder.environment.SPOOL_DIR!}`])
    expect(compose.volumes).toHaveProperty('recorder-spool')
    expect(instructions.join('\n')).toContain(`chown node:node /app ${recorder.environment.SPOOL_DIR!}`)
  })
})

describe('Dockerfile', () => {
  test('sets up and starts with the commands of package.json', () => {
    expect(argumentsOf('RUN')).toContain(scripts.setup)
    expect(argumentsOf('CMD').map((json) => (JSON.parse(json) as string[]).join(' '))).toEqual([
      scripts.start,
    ])
    // `npm start` begins with the same set-up.
    expect(read('scripts/start.mjs')).toContain("from './setup.mjs'")
  })

  test('builds the page after its sources are copied, while the commands for it are still called for', () => {
    const all = instructions.findIndex((line) => line.startsWith('COPY') && line.endsWith(' . .'))
    const build = instructions.lastIndexOf(`RUN ${scripts.setup!}`)
    expect(build).toBeGreaterThan(all)
    expect(build).toBeLessThan(instructions.findIndex((line) => line.startsWith('ENV NODE_ENV=')))
  })

  test('runs as a user without rights', () => {
    expect(argumentsOf('USER')).toEqual(['node'])
    expect(instructions.findIndex((line) => line.startsWith('USER'))).toBeLessThan(
      instructions.findIndex((line) => line === `RUN ${scripts.setup!}`),
    )
  })

  test('copies only files that exist, and each that the set-up reads', () => {
    const copied = argumentsOf('COPY').flatMap((line) =>
      line
        .split(' ')
        .filter((word) => !word.startsWith('--'))
        .slice(0, -1),
    )
    for (const file of copied) expect(fs.existsSync(path.join(root, file)), file).toBe(true)
    expect(copied).toEqual(
      expect.arrayContaining(['package.json', 'package-lock.json', 'prisma', 'scripts/setup.mjs']),
    )
  })

  test('an environment file, the history and local data stay out of the image', () => {
    const ignored = read('.dockerignore').split('\n')
    expect(ignored).toEqual(expect.arrayContaining(['.env', '.env.*', '.git', '.data', 'node_modules']))
  })
})
