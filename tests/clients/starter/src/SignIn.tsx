// A page for your own staff, who bring a key; it stays in this page's memory.
import { useMemo, useState, type FormEvent, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';

type Page = (key: string, customer: string) => ReactNode;

function SignIn({ page }: { page: Page }) {
  const [given, setGiven] = useState<{ key: string; customer: string }>();
  const shown = useMemo(() => given && page(given.key, given.customer), [given, page]);
  function open(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setGiven({ key: String(form.get('key')), customer: String(form.get('customer')) });
  }
  return shown ?? (
    <form onSubmit={open}>
      <label>Restricted key <input name="key" type="password" autoComplete="off" /></label>
      <label>Customer <input name="customer" placeholder="cus_…" /></label>
      <button>Open</button>
    </form>
  );
}

export function show(page: Page) {
  createRoot(document.getElementById('root')!).render(<SignIn page={page} />);
}
