import { defineConfig } from 'vite'

const here = (path: string): string => new URL(path, import.meta.url).pathname

// One plain script for every merchant's page: no modules, no second request.
export default defineConfig({
  root: here('.'),
  publicDir: false,
  build: {
    target: 'es2020',
    outDir: here('../../dist'),
    emptyOutDir: false,
    lib: { entry: here('main.ts'), formats: ['iife'], name: 'desk', fileName: () => 'v1.js' },
  },
})
