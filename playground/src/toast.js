/** A sentence that is shown for a while, and read aloud. */
import { createState } from './state.js';

const SHOWN = 4_000;

export const toast = createState({ text: '' });

let timer;

export function tell(text) {
  clearTimeout(timer);
  toast.set({ text });
  timer = setTimeout(() => toast.set({ text: '' }), SHOWN);
}
