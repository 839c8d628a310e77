/** The examples, in sections. Without `onOpen` they are to be read only. */

const KINDS = { query: 'Query', mutation: 'Mutation', subscription: 'Live' };

export function ExampleList({ sections, onOpen, missing }) {
  return (
    <div className="pg-pane">
      <h2>Examples</h2>
      <p className="pg-pane-lead">Each opens in a tab. Run it with Ctrl&nbsp;Enter, change it, run it again.</p>
      {sections.map(({ title, examples }) => (
        <div key={title}>
          <h3>{title}</h3>
          <ul>
            {examples.map((example) => (
              <li key={example.id}>
                <button
                  type="button"
                  className="pg-example"
                  data-example={example.id}
                  disabled={!onOpen}
                  onClick={() => onOpen(example)}
                >
                  <span className="pg-example-title">{example.title}</span>
                  <span className="pg-kind" data-kind={example.kind}>
                    {KINDS[example.kind]}
                  </span>
                  <span className="pg-example-text">{example.description}</span>
                </button>
                {missing === example.id ? (
                  <p className="pg-hint" role="status">
                    It needs an object that does not exist yet. Make one with an example above, then open this again, or
                    put an id into Variables.
                  </p>
                ) : null}
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}
