import { html } from 'htm/preact';
import type { ComponentChildren, VNode } from 'preact';

/** Section: a part of the page that can be linked to. */
export function Section(props: {
  id: string;
  title: string;
  lead?: string | undefined;
  children?: ComponentChildren;
}): VNode {
  const { id, title, lead, children } = props;
  return html`<section id=${id} aria-labelledby="${id}-title">
    <h2 id="${id}-title"><a class="anchor" href="#${id}">${title}</a></h2>
    ${lead === undefined ? null : html`<p class="lead">${lead}</p>`} ${children}
  </section>`;
}

/** Question: what an experiment was to find out. */
export function Question({ children }: { children?: ComponentChildren }): VNode {
  return html`<p class="question">${children}</p>`;
}

/** ControlTag marks an experiment that must fail. */
export function ControlTag(): VNode {
  return html`<span class="tag tag-control">control: must lose</span>`;
}
