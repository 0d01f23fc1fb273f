import { onBeforeUnmount, onMounted, type Ref, ref } from 'vue';

/** Before it is known how wide the page is, and the least that a chart can be drawn in. */
const [USUAL, LEAST] = [640, 260];

/** How wide a chart's frame is: charts are drawn pixel by pixel, so that their letters stay as large as the page's. */
export function useWidth(frame: Ref<HTMLElement | undefined>): Ref<number> {
  const width = ref(USUAL);
  let observer: ResizeObserver | undefined;
  onMounted(() => {
    observer = new ResizeObserver(([entry]) => {
      width.value = Math.max(LEAST, Math.round(entry!.contentRect.width));
    });
    observer.observe(frame.value!);
  });
  onBeforeUnmount(() => observer?.disconnect());
  return width;
}
