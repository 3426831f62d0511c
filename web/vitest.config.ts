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
  // What tests compare with docs/ stands beside this directory.
  server: { fs: { allow: ['..'] } },
  test: {
    environment: 'happy-dom',
    include: ['{shared,widget,portal,form,console}/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    // Libraries that ask for react are given preact only where they go through the same aliases.
    server: { deps: { inline: [/@tanstack/] } },
    // Frames may load; the tests that make one leave it empty.
    environmentOptions: { happyDOM: { settings: { enableIframePageLoading: true } } },
  },
})
