/** A dialog of the browser's own: it keeps the focus, and Escape closes it. */
import { useEffect, useId, useRef } from 'react';
import { CrossIcon } from './icons.jsx';

export function Dialog({ title, onClose, children }) {
  const ref = useRef(null);
  const heading = useId();
  useEffect(() => ref.current.showModal(), []);
  return (
    <dialog
      ref={ref}
      className="pg-dialog"
      aria-labelledby={heading}
      onClose={onClose}
      onClick={(event) => {
        if (event.target === ref.current) ref.current.close();
      }}
    >
      <div className="pg-dialog-body">
        <div className="pg-dialog-head">
          <h2 id={heading}>{title}</h2>
          <button type="button" className="pg-icon-button" aria-label="Close" onClick={() => ref.current.close()}>
            <CrossIcon />
          </button>
        </div>
        {children}
      </div>
    </dialog>
  );
}
