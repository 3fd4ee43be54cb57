/** pages are the pages of the web page by name: patterns of paths, which label its metrics as well, so they are few. */
export const pages = {
  browse: '/',
  event: '/events/:id',
  bookings: '/bookings',
  signIn: '/sign-in',
} as const;

/** PagePattern is the pattern of one page. */
export type PagePattern = (typeof pages)[keyof typeof pages];

/** pagePatterns are the patterns of all pages. */
export const pagePatterns: readonly PagePattern[] = Object.values(pages);
