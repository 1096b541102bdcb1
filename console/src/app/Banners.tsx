import { IconAlertOctagon, IconAlertTriangle, IconClockPlay, IconLock, IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Licence, Me } from '../api/types';
import { useText } from '../i18n';
import { useDraft } from '../policy/draft';
import { bannersFor, type BannerName } from './banners';
import styles from './banners.module.css';
import { useFormat } from './format';

const ICONS: Readonly<Record<BannerName, typeof IconLock>> = { deleting: IconAlertOctagon, locked: IconLock, grace: IconAlertTriangle, draft: IconPencil, lab: IconClockPlay };

/** What holds on every page, above its title. */
export function Banners({ me, licence, path }: { me: Me; licence: Licence | undefined; path: string }) {
  const { draft } = useDraft();
  const names = bannersFor({ licence: licence?.state, draft: draft !== undefined && draft.text !== draft.base.text, lab: me.lab, path });
  if (names.length === 0) return null;
  return (
    <div className={styles.banners}>
      {names.map((name) => {
        const Icon = ICONS[name];
        return (
          <div key={name} className={styles.banner} data-name={name} role="status">
            <Icon size={18} stroke={1.75} aria-hidden />
            <p className="grow">
              <Says name={name} me={me} licence={licence} />
            </p>
          </div>
        );
      })}
    </div>
  );
}

function Says({ name, me, licence }: { name: BannerName; me: Me; licence: Licence | undefined }) {
  const t = useText();
  const format = useFormat();
  if (name === 'draft') {
    return (
      <>
        {t('policy.draft')} <Link to="/policy">{t('banner.draft.open')}</Link>
      </>
    );
  }
  if (name === 'lab') return <>{t('banner.lab', { time: format.instant(me.now, 'UTC') })}</>;
  if (licence === undefined) return null;
  const values = { date: format.day(licence.expires), lock: format.instant(licence.locks, 'UTC'), delete: format.instant(licence.deletes, 'UTC') };
  return (
    <>
      {t(`licence.${name}`, values)} <Link to="/trust/calendar">{t('banner.calendar')}</Link>
    </>
  );
}
