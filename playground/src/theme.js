/** Light, dark, or as the system says. It is kept where GraphiQL looks for it, so that the editors begin alike. */
import { keep, recall } from './memory.js';
import { createState } from './state.js';

const KEY = 'graphiql:theme';
const system = matchMedia('(prefers-color-scheme: dark)');
const CHOICES = ['light', 'dark'];

/** `chosen` is `light`, `dark`, or null to follow the system. */
export const theme = createState({
  chosen: CHOICES.find((choice) => choice === recall(KEY)) ?? null,
  systemIsDark: system.matches,
});

system.addEventListener('change', () => theme.set({ systemIsDark: system.matches }));

export const isDark = ({ chosen, systemIsDark }) => (chosen ? chosen === 'dark' : systemIsDark);

export function choose(chosen) {
  keep(KEY, chosen ?? '');
  theme.set({ chosen });
  show();
}

/** The colours hang on the body's class. */
export function show() {
  const { chosen } = theme.get();
  for (const choice of CHOICES) document.body.classList.toggle(`graphiql-${choice}`, choice === chosen);
}
