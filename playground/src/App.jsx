/** The page: our header, and below it the workbench once it has come. */
import { Suspense, lazy } from 'react';
import { Boundary } from './Boundary.jsx';
import { Header } from './Header.jsx';
import { KeyNotice } from './KeyBox.jsx';
import { Opening } from './Opening.jsx';

// What the workbench asks for once it runs is fetched beside it, so that the line is never idle.
const Workbench = lazy(() => {
  import('./monaco.js');
  import('monaco-graphql/esm/lite.js');
  return import('./Workbench.jsx');
});

export function App() {
  return (
    <>
      <a className="pg-skip" href="#operation">
        Skip to the operation
      </a>
      <Header />
      <KeyNotice />
      <main className="pg-main">
        <Boundary>
          <Suspense fallback={<Opening />}>
            <Workbench />
          </Suspense>
        </Boundary>
      </main>
    </>
  );
}
