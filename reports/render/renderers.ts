import { html } from './html/html.ts';
import { junit } from './junit/junit.ts';
import { markdown } from './markdown/markdown.ts';
import { openmetrics } from './openmetrics/openmetrics.ts';
import type { Renderer } from './renderer.ts';

/** renderers: every variant that writes a file beside `result.json`. */
export const renderers: readonly Renderer[] = [html, markdown, junit, openmetrics];
