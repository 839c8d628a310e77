/** What stands in place of a part that fails, such as one that a newer server does not have any more. */
import { Component } from 'react';

export class Boundary extends Component {
  state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  render() {
    if (!this.state.failed) return this.props.children;
    return (
      <p className="pg-notice" role="alert" data-tone="refused">
        <strong>The editor could not be shown.</strong> Reload the page; if that does not help, look at the browser’s console.
      </p>
    );
  }
}
