import { Link } from 'wouter';
import { pages } from '../../pages.ts';
import { usePage } from '../hooks/use-page.ts';

export function NotFoundPage() {
  const heading = usePage(undefined, 'Not found');
  return (
    <div className="empty">
      <h1 ref={heading} tabIndex={-1}>
        There is no such page
      </h1>
      <Link className="button button-main" href={pages.browse}>
        See what’s on
      </Link>
    </div>
  );
}
