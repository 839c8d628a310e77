/** One type of the graph: what it is, how to get at it, and its fields or values, each with its sentence. */
import { MarkdownContent, useGraphiQL } from '@graphiql/react';
import { isAbstractType, isEnumType, isObjectType } from 'graphql';
import { useEffect, useRef } from 'react';
import { rootsOf } from './families.js';
import { TypeName } from './TypeName.jsx';

function Sentence({ children }) {
  return children ? <MarkdownContent type="description">{children}</MarkdownContent> : null;
}

function Arguments({ args }) {
  return (
    <ul className="pg-arguments" aria-label="Arguments">
      {args.map((arg) => (
        <li key={arg.name}>
          <code>{arg.name}</code>: <TypeName type={arg.type} />
          <Sentence>{arg.description}</Sentence>
        </li>
      ))}
    </ul>
  );
}

/** A field with its type and sentence; its arguments are shown once it is opened. */
function Field({ field, chosen }) {
  const ref = useRef(null);
  useEffect(() => {
    if (chosen) ref.current.scrollIntoView({ block: 'center' });
  }, [chosen]);
  return (
    <li ref={ref} className="pg-field" data-chosen={chosen || undefined}>
      <div>
        <code>{field.name}</code>: <TypeName type={field.type} />
      </div>
      <Sentence>{field.description}</Sentence>
      {field.deprecationReason ? <p className="pg-hint">Deprecated: {field.deprecationReason}</p> : null}
      {field.args?.length ? (
        <details open={chosen}>
          <summary>{field.args.length === 1 ? '1 argument' : `${field.args.length} arguments`}</summary>
          <Arguments args={field.args} />
        </details>
      ) : null}
    </li>
  );
}

function Fields({ title, fields, chosen }) {
  return fields.length ? (
    <>
      <h3>{title}</h3>
      <ul>
        {fields.map((field) => (
          <Field key={field.name} field={field} chosen={field.name === chosen} />
        ))}
      </ul>
    </>
  ) : null;
}

export function TypeDocs({ type, chosen }) {
  const schema = useGraphiQL((state) => state.schema);
  const roots = isObjectType(type) ? rootsOf(schema, type) : { reads: [], changes: [] };
  return (
    <>
      <Sentence>{type.description}</Sentence>
      <Fields title="Read by" fields={roots.reads} />
      <Fields title="Changed by" fields={roots.changes} />
      {type.getFields ? <Fields title="Fields" fields={Object.values(type.getFields())} chosen={chosen} /> : null}
      {isEnumType(type) ? (
        <>
          <h3>Values</h3>
          <ul>
            {type.getValues().map((value) => (
              <li key={value.name} className="pg-field">
                <code>{value.name}</code>
                <Sentence>{value.description}</Sentence>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      {isAbstractType(type) ? (
        <>
          <h3>Any of</h3>
          <ul>
            {schema.getPossibleTypes(type).map((each) => (
              <li key={each.name}>
                <TypeName type={each} />
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  );
}
