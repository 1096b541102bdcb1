import { Fragment } from 'react';

const BIDI = /([\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff])/u;

/** Text from outside: characters that would turn or hide what follows are shown as marks. */
export function Plain({ text }: { text: string }) {
  if (!BIDI.test(text)) return <bdi>{text}</bdi>;
  return (
    <bdi>
      {text.split(BIDI).map((piece, i) => (
        <Fragment key={i}>{i % 2 === 0 ? piece : `⟨${(piece.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`}</Fragment>
      ))}
    </bdi>
  );
}

/** A query string is shown cut until somebody opens it. */
export function withoutQuery(address: string): string {
  const cut = address.indexOf('?');
  return cut < 0 ? address : address.slice(0, cut + 1) + '…';
}
