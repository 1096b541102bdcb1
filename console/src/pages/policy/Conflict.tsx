import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../api/call';
import { queries, type PolicyText } from '../../api/queries';
import type { PolicyVersionPage } from '../../api/types';
import { useText } from '../../i18n';
import { Loaded } from '../../parts/Loaded';
import { LineDiff } from '../../policy/LineDiff';
import { mergeLines } from '../../policy/lines';
import styles from './policy.module.css';

/** Somebody published meanwhile: their change and mine against what both began from, and the ways to go on. Nothing is lost. */
export function Conflict({ base, mine, take, close }: { base: PolicyText; mine: string; take: (live: PolicyText, text: string) => void; close: () => void }) {
  const t = useText();
  const live = useQuery({ ...queries.policy(), staleTime: 0 });
  const newest = useQuery({ queryKey: ['policy', 'newest'], queryFn: ({ signal }) => read<PolicyVersionPage>('/policy/versions', { limit: 1 }, signal), gcTime: 0 });
  const by = newest.data?.items[0];
  return (
    <div className="stack" role="alert">
      <p className="measure">{t('error.conflict', { name: by?.byName ?? by?.by?.slice(0, 11) ?? t('conflict.somebody') })}</p>
      <Loaded query={live}>
        {(theirs) => {
          const merged = mergeLines(base.text, mine, theirs.text);
          return (
            <>
              <section>
                <h2>{t('conflict.theirs')}</h2>
                <LineDiff before={base.text} after={theirs.text} />
              </section>
              <section>
                <h2>{t('conflict.mine')}</h2>
                <LineDiff before={base.text} after={mine} />
              </section>
              <p className="muted">{t(merged === undefined ? 'conflict.overlap' : 'conflict.separate')}</p>
              <div className={styles.stepFoot}>
                <Button variant="default" onClick={close}>
                  {t('act.cancel')}
                </Button>
                <Button variant="default" onClick={() => take(theirs, mine)}>
                  {t('conflict.keepMine')}
                </Button>
                {merged === undefined ? null : <Button onClick={() => take(theirs, merged)}>{t('conflict.merge')}</Button>}
              </div>
            </>
          );
        }}
      </Loaded>
    </div>
  );
}
