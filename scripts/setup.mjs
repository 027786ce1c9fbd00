// Makes a clone ready to run: installs the locked dependencies, generates the Prisma client and builds the page, each only when needed.
// Plain JavaScript on Node's own modules, since it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.resolve(import.meta.dirname ?? path.dirname(fileURLToPath(import.meta.url)), '..')
const at = (...parts) => path.join(root, ...parts)

function hashOf(...files) {
  const hash = crypto.createHash('sha256')
  for (const file of files) hash.update(fs.readFileSync(at(file)))
  return hash.digest('hex')
}

/** Every file below a folder, in one order on every machine. */
const filesOf = (dir) =>
  fs
    .readdirSync(at(dir), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort()

/** True for ^20.19.0 || ^22.12.0 || >=24.0.0, the range in package.json. */
export function isSupported(version) {
  const [major, minor] = version.replace(/^v/, '').split('.').map(Number)
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24
}

function readIfThere(file) {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined
}

/** Whether node_modules holds each package that the lockfile asks for, in its version; npm keeps a list of what it put there. */
function isInstalled() {
  const hidden = readIfThere(at('node_modules/.package-lock.json'))
  if (hidden === undefined) return false
  const installed = JSON.parse(hidden).packages
  const locked = JSON.parse(fs.readFileSync(at('package-lock.json'), 'utf8')).packages
  return Object.entries(locked).every(
    ([name, { version, optional, devOptional, peer }]) =>
      name === '' || optional || devOptional || peer || installed[name]?.version === version,
  )
}

function step(what, work) {
  const began = performance.now()
  process.stdout.write(`${what} …\n`)
  const { status } = work()
  if (status !== 0) {
    process.stderr.write(`${what} failed.\n`)
    process.exit(status ?? 1)
  }
  process.stdout.write(`${what}: ${((performance.now() - began) / 1000).toFixed(1)} s\n`)
}

/** Builds the page when it is missing, or its sources or libraries are others than those it was built from. */
function ensurePage() {
  // The image installs before it copies the sources.
  if (!fs.existsSync(at('src/page/index.html'))) return
  const out = 'src/generated/page'
  const stamp = at(out, '.stamp')
  const key = hashOf(...filesOf('src/page'), 'package-lock.json')
  if (fs.existsSync(at(out, 'index.html')) && readIfThere(stamp) === key) return
  step('Building the page', () =>
    spawnSync(
      process.execPath,
      [at('node_modules/vite/bin/vite.js'), 'build', 'src/page', '--logLevel', 'error'],
      {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
        env: { ...process.env, NODE_ENV: 'production' },
      },
    ),
  )
  fs.writeFileSync(stamp, key)
}

/** Brings node_modules, the generated client and the page up to date; does nothing, in a few milliseconds, when they are. */
export function ensureSetup() {
  if (!isSupported(process.version)) {
    process.stderr.write(
      `Node ${process.version} can't run this: it needs 20.19 or later, 22.12 or later, or 24.\n`,
    )
    process.exit(1)
  }
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
  const options = { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' }
  if (!isInstalled())
    step('Installing the locked dependencies', () => spawnSync(npm, ['ci', '--loglevel=error'], options))
  const stamp = at('node_modules/.unwind-prisma')
  const key = hashOf('prisma/schema.prisma', 'package-lock.json')
  const isGenerated = fs.existsSync(at('src/generated/prisma/client.ts')) && readIfThere(stamp) === key
  if (!isGenerated) {
    step('Generating the database client', () =>
      spawnSync(process.execPath, [at('node_modules/prisma/build/index.js'), 'generate'], {
        cwd: root,
        stdio: ['ignore', 'ignore', 'inherit'],
        // The generator needs no engine, but asks for one to exist; naming a file spares a download.
        env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
      }),
    )
    fs.writeFileSync(stamp, key)
  }
  ensurePage()
}

if (process.argv[1] && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) ensureSetup()
