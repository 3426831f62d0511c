import { defineConfig } from 'vite'

const here = (path: string): string => new URL(path, import.meta.url).pathname

export default defineConfig({
  root: here('.'),
  base: '/form/',
  publicDir: false,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2022',
    outDir: here('../dist/form'),
    emptyOutDir: true,
    modulePreload: false,
    assetsInlineLimit: 0,
  },
})
