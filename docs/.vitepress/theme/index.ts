import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { defineAsyncComponent } from 'vue';
import MovingCheese from '../../live/MovingCheese.vue';
import './style.css';
import './train-here.css';

// biome-ignore lint/style/noDefaultExport: VitePress reads its theme from the default export.
export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('MovingCheese', MovingCheese);
    app.component(
      'TrainHere',
      defineAsyncComponent(() => import('../../live/TrainHere.vue')),
    );
  },
} satisfies Theme;
