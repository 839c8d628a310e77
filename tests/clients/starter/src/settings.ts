// What a bundler puts into the page. Whoever opens the page reads it, so the key is a publishable one.
declare global {
  interface ImportMeta {
    env: { VITE_PAYGRAPH_URL: string; VITE_PAYGRAPH_KEY: string };
  }
}

export const url = import.meta.env.VITE_PAYGRAPH_URL;
export const publishableKey = import.meta.env.VITE_PAYGRAPH_KEY;
