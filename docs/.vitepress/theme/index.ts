import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import MovingCheese from '../../live/MovingCheese.vue';
import './style.css';

// biome-ignore lint/style/noDefaultExport: VitePress reads its theme from the default export.
export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('MovingCheese', MovingCheese);
  },
} satisfies Theme;
