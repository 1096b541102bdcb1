/** One host that somebody wants allowed or blocked. */
export interface QuickWish {
  readonly host: string;
  readonly action: 'allow' | 'block';
}
