/** PageVisit: what one person does on a subject's web page, by the names that are read there. */
export interface PageVisit {
  /** path of the first page, with what signs the visitor in. */
  readonly path: string;
  /** link that is followed from the first page. */
  readonly link: string;
  /** button that is pressed on the second page, and the heading that then confirms what it did. */
  readonly button: string;
  readonly confirmation: string;
  /** acknowledgedBy: how the path ends whose POST, answered with 201 and an `id`, acknowledges a booking. */
  readonly acknowledgedBy: string;
}
