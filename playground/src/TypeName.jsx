/** A type as the schema writes it, whose name leads to its docs. */
import { getNamedType } from 'graphql';
import { useGraphiQLActions } from '@graphiql/react';
import { show } from './docs.js';

export function TypeName({ type }) {
  const { setVisiblePlugin } = useGraphiQLActions();
  const { name } = getNamedType(type);
  const [before, after] = String(type).split(name);
  return (
    <span className="pg-type">
      {before}
      <button
        type="button"
        onClick={() => {
          show(name);
          setVisiblePlugin('Docs');
        }}
      >
        {name}
      </button>
      {after}
    </span>
  );
}
