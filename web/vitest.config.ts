import { defineConfig } from 'vitest/config'

// The same aliases as the builds: one runtime, preact, also where a library says react.
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  resolve: {
    alias: {
      'react/jsx-runtime': 'preact/jsx-runtime',
      'react-dom/client': 'preact/compat/client',
      'react-dom': 'preact/compat',
      react: 'preact/compat',
    },
  },
  test: {
    environment: 'happy-dom',
    // A frame in a test stays empty, and that is no error.
    environmentOptions: { happyDOM: { settings: { handleDisabledFileLoadingAsSuccess: true } } },
    include: ['{shared,widget,console}/**/*.test.{ts,tsx}'],
    restoreMocks: true,
  },
})
