/** The whole graph as a tree: what is ticked is in the operation. */
import { tryParseJSONC, useGraphiQL } from '@graphiql/react';
import { isLeafType, isUnionType } from 'graphql';
import { useEffect, useState } from 'react';
import { ChevronIcon } from './icons.jsx';
import { add, chosenIn, declared, operationOf, read, remove, rootOf, toggleArgument, typeAt } from './selection.js';
import { useOpenTab } from './tabs.js';
import { TypeName } from './TypeName.jsx';

const KINDS = [
  ['query', 'Query'],
  ['mutation', 'Mutation'],
  ['subscription', 'Subscription'],
];

/** The operation's text, followed as it is typed. */
function useText(editor) {
  const [text, setText] = useState(() => editor?.getValue() ?? '');
  useEffect(() => {
    if (!editor) return undefined;
    const look = () => setText(editor.getValue());
    const looking = editor.onDidChangeModelContent(look);
    look();
    return () => looking.dispose();
  }, [editor]);
  return text;
}

/** Variables with those that came, and without those that no operation declares any more. */
function merged(json, came, text) {
  let now;
  try {
    now = tryParseJSONC(json) ?? {};
  } catch {
    return json;
  }
  const names = declared(text);
  const kept = Object.entries({ ...came, ...now }).filter(([name]) => names.has(name));
  return kept.length ? JSON.stringify(Object.fromEntries(kept), null, 2) : '';
}

function Row({ label, checked, onChange, type, description, children, open, onOpen }) {
  return (
    <li>
      <div className="pg-row">
        {onOpen ? (
          <button
            type="button"
            className="pg-row-open"
            aria-expanded={open}
            aria-label={`Fields of ${label}`}
            onClick={onOpen}
          >
            <ChevronIcon />
          </button>
        ) : null}
        <label>
          <input type="checkbox" checked={checked} onChange={onChange} />
          <code>{label}</code>
        </label>
        {type ? <TypeName type={type} /> : null}
        {description ? <p>{description}</p> : null}
      </div>
      {children}
    </li>
  );
}

const plain = (text) => text?.replaceAll('`', '') ?? '';

function Arguments({ field, node, onToggle }) {
  return field.args.map((arg) => (
    <Row
      key={arg.name}
      label={`${arg.name}:`}
      type={arg.type}
      description={plain(arg.description)}
      checked={node.arguments.some(({ name }) => name.value === arg.name)}
      onChange={() => onToggle(arg)}
    />
  ));
}

/** A field, or a type of a union, with what is below it once it is opened. */
function Branch({ schema, parent, step, path, parentNode, edit }) {
  const field = step.on ? null : parent.getFields()[step.name];
  const type = typeAt(schema, parent, step);
  const node = chosenIn(parentNode, step);
  const here = [...path, step];
  const leaf = isLeafType(type);
  const [open, setOpen] = useState(Boolean(node) && !leaf);
  return (
    <Row
      label={step.on ? `on ${step.on}` : step.name}
      type={field?.type}
      description={plain((field ?? type).description)}
      checked={Boolean(node)}
      onChange={() => {
        edit.toggle(here, Boolean(node));
        setOpen(!node && !leaf);
      }}
      open={open}
      onOpen={leaf && !(node && field?.args.length) ? undefined : () => setOpen(!open)}
    >
      {open ? (
        <ul>
          {node && field ? (
            <Arguments field={field} node={node} onToggle={(arg) => edit.toggleArgument(here, arg)} />
          ) : null}
          {leaf ? null : <Branches schema={schema} type={type} path={here} node={node} edit={edit} />}
        </ul>
      ) : null}
    </Row>
  );
}

function Branches({ schema, type, path, node, edit, filter = '' }) {
  const steps = isUnionType(type)
    ? type.getTypes().map(({ name }) => ({ on: name }))
    : Object.values(type.getFields()).map(({ name }) => ({ name }));
  const shown = steps.filter(({ name, on }) => (name ?? on).toLowerCase().includes(filter));
  // What is in the operation stands first, for a root has hundreds of fields.
  const ordered = path.length ? shown : shown.toSorted((a, b) => !chosenIn(node, a) - !chosenIn(node, b));
  return ordered
    .map((step) => (
      <Branch
        key={step.name ?? step.on}
        schema={schema}
        parent={type}
        step={step}
        path={path}
        parentNode={node}
        edit={edit}
      />
    ));
}

export function FieldsPane() {
  const schema = useGraphiQL((state) => state.schema);
  const editor = useGraphiQL((state) => state.queryEditor);
  const variables = useGraphiQL((state) => state.variableEditor);
  const openTab = useOpenTab();
  const text = useText(editor);
  const document = read(text);
  const used = document?.definitions.find(({ operation }) => operation)?.operation ?? 'query';
  const [chosen, setChosen] = useState(null);
  const [filter, setFilter] = useState('');
  const kind = chosen ?? used;
  useEffect(() => setChosen(null), [used]);

  if (!schema) return <p className="pg-pane pg-empty">The schema is not here yet.</p>;
  const operation = document && operationOf(document, kind);

  const put = ({ text: next, variables: came = {} }) => {
    editor.executeEdits('fields', [{ range: editor.getModel().getFullModelRange(), text: next }]);
    const json = merged(variables.getValue(), came, next);
    if (json !== variables.getValue()) variables.setValue(json);
  };
  const edit = {
    toggle(path, on) {
      if (on) put({ text: remove(text, kind, path) });
      else if (operation || !document.definitions.length) put(add(text, schema, kind, path));
      else {
        // A tab has operations of one kind: another kind begins in a tab of its own.
        const made = add('', schema, kind, path);
        openTab({ query: made.text, variables: merged('', made.variables, made.text), stay: true });
      }
    },
    toggleArgument: (path, arg) => put(toggleArgument(text, schema, kind, path, arg)),
  };

  return (
    <section className="pg-pane pg-fields" aria-label="Fields">
      <h2>Fields</h2>
      <p className="pg-pane-lead">Tick what the operation is to ask for. Arguments become variables.</p>
      <div className="pg-live-tools">
        <select aria-label="Kind of operation" value={kind} onChange={(event) => setChosen(event.target.value)}>
          {KINDS.filter(([name]) => rootOf(schema, name)).map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
        <input
          type="search"
          aria-label="Filter fields by name"
          placeholder="Filter by name"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
      </div>
      {document ? (
        <ul className="pg-tree">
          <Branches
            schema={schema}
            type={rootOf(schema, kind)}
            path={[]}
            node={operation}
            edit={edit}
            filter={filter.trim().toLowerCase()}
          />
        </ul>
      ) : (
        <p className="pg-hint" role="status">
          The operation has a mistake in its syntax. Once it is mended, its fields can be ticked here.
        </p>
      )}
    </section>
  );
}
