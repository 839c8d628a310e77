/** The docs of the graph: found by a search, or from the families of resources on. */
import { useGraphiQL } from '@graphiql/react';
import { Suspense, useEffect, useMemo, useRef } from 'react';
import { back, docs, follow, show } from './docs.js';
import { useFamilies } from './families.js';
import { ChevronIcon } from './icons.jsx';
import { indexOf, search } from './search.js';
import { TypeDocs } from './TypeDocs.jsx';
import { TypeName } from './TypeName.jsx';

const firstSentence = (text) => text?.split(/(?<=\.)\s/)[0] ?? '';

function Found({ schema, query }) {
  const families = useFamilies();
  const index = useMemo(() => indexOf(schema, new Set(families.flatMap(({ types }) => types))), [schema, families]);
  const { found, count } = search(index, query);
  if (!count) return <p className="pg-empty">Nothing in the graph has “{query}” in its name.</p>;
  return (
    <>
      <p className="pg-pane-lead" role="status">
        {count === 1 ? '1 name' : `${count} names`}
        {count > found.length ? `, of which the ${found.length} best are shown` : null}
      </p>
      <ol className="pg-found">
        {found.map(({ name, type, field }) => (
          <li key={`${type.name}.${name}:${field ? 'field' : 'type'}`}>
            <button type="button" onClick={() => show(type.name, field?.name)}>
              <code>{field ? `${type.name}.${name}` : name}</code>
              <span>{firstSentence((field ?? type).description)}</span>
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

function Contents({ schema }) {
  const families = useFamilies();
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(Boolean);
  return (
    <>
      <h3>Where operations begin</h3>
      <ul>
        {roots.map((type) => (
          <li key={type.name} className="pg-field">
            <TypeName type={type} />
            <p>{firstSentence(type.description)}</p>
          </li>
        ))}
      </ul>
      <h3>Resources</h3>
      {families.map(({ name, title, types }) => (
        <details key={name} className="pg-family">
          <summary>
            {title} <small>{types.length}</small>
          </summary>
          <ul>
            {types
              .filter((each) => schema.getType(each))
              .map((each) => (
                <li key={each} className="pg-field">
                  <TypeName type={schema.getType(each)} />
                  <p>{firstSentence(schema.getType(each).description)}</p>
                </li>
              ))}
          </ul>
        </details>
      ))}
    </>
  );
}

export default function DocsPane() {
  const schema = useGraphiQL((state) => state.schema);
  const reference = useGraphiQL((state) => state.schemaReference);
  const { trail, query, searching } = docs.use();
  const box = useRef(null);
  const top = useRef(null);
  const shown = schema ? trail.filter(({ type }) => schema.getType(type)).at(-1) : undefined;

  useEffect(() => {
    if (reference) follow(reference);
  }, [reference]);
  useEffect(() => {
    if (!searching) return;
    box.current.focus();
    box.current.select();
    docs.set({ searching: false });
  }, [searching]);
  useEffect(() => {
    if (!shown?.field) top.current.parentElement.scrollTop = 0;
  }, [shown, query]);

  return (
    <section className="pg-pane pg-docs" aria-label="Docs" ref={top}>
      <div className="pg-pane-title">
        <h2>{!query && shown ? shown.type : 'Docs'}</h2>
        {query || shown ? (
          <button type="button" className="pg-text-button" onClick={back}>
            <ChevronIcon /> Back
          </button>
        ) : null}
      </div>
      <input
        ref={box}
        type="search"
        className="pg-search"
        aria-label="Search the docs"
        placeholder="Search types and fields"
        value={query}
        disabled={!schema}
        onChange={(event) => docs.set({ query: event.target.value })}
      />
      {schema ? (
        <Suspense fallback={<p className="pg-empty">Loading…</p>}>
          {query ? <Found schema={schema} query={query} /> : null}
          {!query && shown ? (
            <TypeDocs key={shown.type} type={schema.getType(shown.type)} chosen={shown.field} />
          ) : null}
          {!query && !shown ? <Contents schema={schema} /> : null}
        </Suspense>
      ) : (
        <p className="pg-empty">The schema is not here yet.</p>
      )}
    </section>
  );
}
