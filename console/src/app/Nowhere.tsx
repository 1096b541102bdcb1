import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { useText } from '../i18n';
import { PageHead } from '../parts/PageHead';
import { StateCard } from '../parts/StateCard';

/** An address that names no page. */
export function Nowhere() {
  const t = useText();
  return (
    <PageHead title={t('nowhere.title')} says={t('nowhere.text')}>
      <Link to="/">{t('frame.home')}</Link>
    </PageHead>
  );
}

/** A page that failed by itself, or whose part could not be fetched. */
export function Broken({ error, reset }: ErrorComponentProps) {
  return <StateCard problem={error} retry={reset} />;
}
