import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { guides, live, reading } from './contents.js';
import { linksIntoRepository } from './repository-links.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));

// biome-ignore lint/style/noDefaultExport: VitePress reads its configuration from the default export.
export default defineConfig({
  title: 'moving-cheese',
  description:
    'Meta-reinforcement learning in TypeScript: task distributions, meta-episodes, exact references, and agents that learn to adapt, in Node and in this page.',
  lang: 'en',
  cleanUrls: true,
  srcExclude: ['results/**'],
  // No order leads through the reference: who is not in the sidebar would be followed by its first page.
  transformPageData({ relativePath, frontmatter }) {
    if (relativePath.startsWith('api/')) Object.assign(frontmatter, { prev: false, next: false });
  },
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/favicon.svg' }]],
  markdown: {
    config: linksIntoRepository,
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  vite: {
    // Demos run the library from its sources, with the default engine.
    resolve: {
      alias: { '@mujoco/mujoco': fileURLToPath(new URL('no-mujoco.ts', import.meta.url)) },
    },
    server: { fs: { allow: [repository] } },
    worker: { format: 'es' },
    build: { target: 'esnext', chunkSizeWarningLimit: 5000 },
    esbuild: { target: 'esnext' },
  },
  themeConfig: {
    search: { provider: 'local' },
    notFound: {
      quote: 'Maybe the cheese was moved. Look for it by the search above, or begin anew.',
      // As the link reads: the theme's own label says something else.
      linkLabel: 'Take me home',
    },
    outline: [2, 3],
    nav: [
      { text: 'Quickstart', link: '/guide/quickstart' },
      { text: 'Guide', link: '/guide/the-idea', activeMatch: '^/guide/(?!quickstart)' },
      { text: 'Live', items: live },
      { text: 'Experiments', link: '/experiments' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
    ],
    sidebar: [
      { text: 'Live', items: live },
      { text: 'Guide', items: guides },
      { text: 'Reading on', items: reading },
    ],
  },
});
