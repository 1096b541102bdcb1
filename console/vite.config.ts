import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';
import { tokenStyles } from './src/theme/styles.ts';

/** Turns the one table of colours into a static style sheet, so that the page needs no injected style. */
function tokens(): Plugin {
  const name = 'virtual:tokens.css';
  const resolved = '\0' + name;
  return {
    name: 'sekisho-tokens',
    resolveId: (id) => (id === name ? resolved : undefined),
    load: (id) => (id === resolved ? tokenStyles() : undefined),
  };
}

export default defineConfig({
  plugins: [react(), tokens()],
  base: '/',
  build: {
    outDir: 'target/classes/console',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2022',
    chunkSizeWarningLimit: 1000,
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'yaml', test: /node_modules\/yaml\// },
            { name: 'table', test: /node_modules\/@tanstack\/(react-)?(table|virtual)/ },
          ],
        },
      },
    },
  },
  test: {
    include: ['test/**/*.test.ts'],
    environment: 'node',
    // A property is as true on a busy machine.
    testTimeout: 30_000,
    reporters: ['default'],
  },
});
