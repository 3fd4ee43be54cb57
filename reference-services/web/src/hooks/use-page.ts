import { type RefObject, useEffect, useRef } from 'react';
import type { PagePattern } from '../../pages.ts';
import { tellPage } from '../telemetry/tell.ts';

let isFirstPage = true;

/**
 * usePage makes a component a page: the tab's title, what is told of it, and where the focus goes when somebody comes
 * from another page, which is the heading, so that screen readers say where they are.
 */
export function usePage(
  pattern: PagePattern | undefined,
  title: string,
): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · MyEvents`;
  }, [title]);
  useEffect(() => {
    tellPage(pattern);
    if (!isFirstPage) {
      window.scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    isFirstPage = false;
  }, [pattern]);
  return heading;
}
