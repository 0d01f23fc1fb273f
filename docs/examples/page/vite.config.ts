import { defineConfig } from 'vite';

export default defineConfig({
  build: { target: 'esnext' },
  worker: { format: 'es' }, // the library loads parts late, which needs modules
});
