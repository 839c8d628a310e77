/** The sidebar's first pane: operations to open in tabs, in sections. */
import { useGraphiQL } from '@graphiql/react';
import { useState } from 'react';
import { ExampleList } from './ExampleList.jsx';
import { fill, sections } from './examples.js';
import { useOpenTab } from './tabs.js';

export function ExamplesPane() {
  const openTab = useOpenTab();
  const ready = useGraphiQL((state) => Boolean(state.queryEditor && state.variableEditor));
  const [missing, setMissing] = useState(null);
  const open = async (example) => {
    const filled = await fill(example);
    openTab({ query: example.query, variables: filled.variables, stay: filled.missing });
    setMissing(filled.missing ? example.id : null);
  };
  return (
    <section aria-label="Examples">
      <ExampleList sections={sections} onOpen={ready ? open : undefined} missing={missing} />
    </section>
  );
}
