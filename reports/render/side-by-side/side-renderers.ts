import { sideHtml } from './side-html.ts';
import { sideMarkdown } from './side-markdown.ts';
import type { SideRenderer } from './side-renderer.ts';

/** sideRenderers: every variant that writes a file about several results. */
export const sideRenderers: readonly SideRenderer[] = [sideHtml, sideMarkdown];
