import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { queries } from '../api/queries';
import { useFormat } from '../app/format';
import { useMay } from '../app/me';
import { useText } from '../i18n';
import { ExportAll } from './ExportAll';
import styles from './state.module.css';
import { Works } from './Works';

/** A page that a licence closed: what works now, what happens next and when, and the ways on. */
export function LockedLicence() {
  const t = useText();
  const format = useFormat();
  const may = { licence: useMay('licence.read'), events: useMay('events.read'), own: useMay('own.data'), erasure: useMay('erasure.read') };
  const licence = useQuery({ ...queries.licence(), enabled: may.licence });
  const deleting = licence.data?.state === 'deleting';
  return (
    <section className={styles.lockedPage}>
      <p className={styles.lockedTitle}>
        <IconLock size={22} stroke={1.75} aria-hidden />
        <span>{t(deleting ? 'errors.licence-deleting' : 'errors.licence-locked')}</span>
      </p>
      {licence.data === undefined ? null : (
        <>
          {deleting ? null : <p className="measure">{t('locked.next', { delete: format.instant(licence.data.deletes, 'UTC') })}</p>}
          <h2>{t('calendar.works')}</h2>
          <Works works={licence.data.works} />
        </>
      )}
      <div className={styles.ways}>
        {may.licence ? (
          <Button component={Link} to="/trust/calendar" size="xs">
            {t('nav.calendar')}
          </Button>
        ) : null}
        {may.events && !deleting ? <ExportAll /> : null}
        {may.erasure ? (
          <Button component={Link} to="/trust/receipts" size="xs" variant="default">
            {t('nav.receipts')}
          </Button>
        ) : null}
        {may.own && !deleting ? (
          <Button component={Link} to="/privacy" size="xs" variant="default">
            {t('nav.privacy')}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
