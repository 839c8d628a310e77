/** What stands until the editors come: the examples, and the operation as text. */
import { first, sections } from './examples.js';
import { ExampleList } from './ExampleList.jsx';
import { recall } from './memory.js';

/** The operation that the editor will show. */
const operation = recall('graphiql:query') || first.query;

export function Opening() {
  return (
    <div className="graphiql-container">
      <div className="graphiql-sidebar" />
      <section className="graphiql-plugin pg-wide" aria-label="Examples">
        <ExampleList sections={sections} />
      </section>
      <div className="pg-opening">
        <p role="status">The editor is loading…</p>
        <pre tabIndex={0}>{operation}</pre>
      </div>
    </div>
  );
}
