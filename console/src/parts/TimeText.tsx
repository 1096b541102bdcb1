import { useFormat } from '../app/format';

/** A time in the viewer's zone; all of it, and UTC, on hovering. */
export function TimeText({ at, show = 'moment' }: { at: string; show?: 'clock' | 'moment' | 'hour' | 'date' | 'instant' }) {
  const format = useFormat();
  const exact = format.exact(at);
  return (
    <time className="num nowrap" dateTime={at} title={format.zone === 'UTC' ? exact : `${exact}\n${format.exact(at, 'UTC')}`}>
      {format[show](at)}
    </time>
  );
}
