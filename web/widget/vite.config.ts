import { defineConfig, type Plugin } from 'vite'

const here = (path: string): string => new URL(path, import.meta.url).pathname

/** What is fetched later brings no files of its own along: there is nothing to load ahead of it. */
const noPreload: Plugin = {
  name: 'no-preload',
  enforce: 'pre',
  load: (id) => (id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : undefined),
}

export default defineConfig({
  plugins: [noPreload],
  root: here('panel'),
  base: '/widget/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: here('../dist/widget'),
    emptyOutDir: true,
    modulePreload: false,
    assetsInlineLimit: 0,
  },
})
