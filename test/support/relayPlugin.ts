import { transformAsync } from '@babel/core'
import type { Plugin } from 'vite'

/** Has `graphql` of the Relay example taken for what relay-compiler made of it, as a page's bundler does: by babel-plugin-relay. */
export const relayPlugin: Plugin = {
  name: 'relay',
  enforce: 'pre',
  async transform(code, id) {
    if (!/\/docs\/examples\/relay\/\w+\.tsx?$/.test(id)) return null
    const made = await transformAsync(code, {
      filename: id,
      babelrc: false,
      configFile: false,
      sourceMaps: true,
      parserOpts: { plugins: ['typescript', 'jsx'] },
      plugins: [['babel-plugin-relay', { eagerEsModules: true }]],
    })
    return made?.code ? { code: made.code, map: made.map ?? null } : null
  },
}
