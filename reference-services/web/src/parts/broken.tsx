import { Component, type ReactNode } from 'react';

/** Broken stands in for a page that threw an error; the next page is shown as ever. */
export class Broken extends Component<{ readonly children: ReactNode }, { readonly broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return (
      <section className="notice" role="alert">
        <h1>This page broke</h1>
        <p>It was reported. Nothing was booked or cancelled by it.</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          Load it again
        </button>
      </section>
    );
  }
}
