/** What the page has to say of a command, for a while. */
import { toast } from './toast.js';

export function Toast() {
  const { text } = toast.use();
  return (
    <p className="pg-toast" role="status" data-shown={Boolean(text) || undefined}>
      {text}
    </p>
  );
}
