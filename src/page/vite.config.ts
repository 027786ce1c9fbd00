import fs from 'node:fs'
import path from 'node:path'
import zlib from 'node:zlib'
import { defineConfig, type Plugin } from 'vite'

const OUT = path.resolve(import.meta.dirname, '../generated/page')
const COMPRESSED = /\.(js|css|svg)$/

/** Each asset once more as .br and .gz: compressed once, when it is built, as small as can be. */
const compressed: Plugin = {
  name: 'compressed',
  apply: 'build',
  closeBundle() {
    const dir = path.join(OUT, 'assets')
    for (const name of fs.readdirSync(dir).filter((file) => COMPRESSED.test(file))) {
      const bytes = fs.readFileSync(path.join(dir, name))
      fs.writeFileSync(path.join(dir, `${name}.gz`), zlib.gzipSync(bytes, { level: 9 }))
      fs.writeFileSync(path.join(dir, `${name}.br`), zlib.brotliCompressSync(bytes))
    }
  },
}

/** `npm run setup` builds the page into src/generated/page, from where src/server/page.ts serves it. */
export default defineConfig({
  root: import.meta.dirname,
  // Relative: the server may stand under a path of a proxy.
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [compressed],
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: 'es2022',
    // What would be a data: URL in the script or the style is a file: the policy allows no other.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Charts are 500 KB of their own, loaded after the page stands.
    chunkSizeWarningLimit: 900,
  },
})
