import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme';
import { defineAsyncComponent } from 'vue';
import MovingCheese from '../../live/MovingCheese.vue';
import './style.css';
import './bandit.css';
import './cheetah.css';
import './experiment.css';
import './train-here.css';

// biome-ignore lint/style/noDefaultExport: VitePress reads its theme from the default export.
export default {
  extends: DefaultTheme,
  enhanceApp({ app }) {
    app.component('MovingCheese', MovingCheese);
    app.component(
      'BanditLive',
      defineAsyncComponent(() => import('../../live/BanditLive.vue')),
    );
    app.component(
      'HalfCheetahLive',
      defineAsyncComponent(() => import('../../live/HalfCheetahLive.vue')),
    );
    app.component(
      'ExperimentFigures',
      defineAsyncComponent(() => import('../../live/ExperimentFigures.vue')),
    );
    app.component(
      'TrainHere',
      defineAsyncComponent(() => import('../../live/TrainHere.vue')),
    );
    app.component(
      'TrainCheetah',
      defineAsyncComponent(() => import('../../live/TrainCheetah.vue')),
    );
  },
} satisfies Theme;
