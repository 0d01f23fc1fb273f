import { defineConfig } from 'vitest/config';

// biome-ignore lint/style/noDefaultExport: Vitest reads its configuration from the default export.
export default defineConfig({
  test: {
    globalSetup: ['test/build.ts'],
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/packages/**'],
    testTimeout: 60_000,
    hookTimeout: 180_000,
  },
});
