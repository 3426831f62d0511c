import { defineConfig } from 'vite'

const here = (path: string): string => new URL(path, import.meta.url).pathname

// One plain script for a merchant's page, as the widget's is.
export default defineConfig({
  root: here('.'),
  publicDir: false,
  build: {
    target: 'es2020',
    outDir: here('../../dist'),
    emptyOutDir: false,
    lib: { entry: here('main.ts'), formats: ['iife'], name: 'deskForm', fileName: () => 'form.js' },
  },
})
