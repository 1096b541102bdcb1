import type { Receipt } from '../../api/types';
import { useFormat } from '../../app/format';
import { useOptionalText, useText } from '../../i18n';
import { CopyLine } from '../../parts/CopyLine';
import { Facts } from '../../parts/Facts';
import { Plain } from '../../parts/Plain';
import { TimeText } from '../../parts/TimeText';
import { factOf, fileOf, statedBy, stepOf, valueOf, verifyLine } from './receipt';
import { Save } from './ReceiptsPage';
import styles from './trust.module.css';

/** One receipt: what it says, who states it, how to check it, and what it cannot show. */
export function ReceiptView({ receipt }: { receipt: Receipt }) {
  const t = useText();
  const format = useFormat();
  const optional = useOptionalText();
  const named = (fact: string) => {
    const { key, store } = factOf(fact);
    const counted = store === undefined ? '' : (optional(`counts.of.${store}`) ?? optional(`data.store.${store}`) ?? store);
    return optional(`receipt.fact.${key}`, { store: counted }) ?? fact;
  };
  const step = optional(stepOf(receipt) ?? '');
  const limit = optional(`receipt.limits.${receipt.kind}`);
  return (
    <div className="stack">
      <section className={styles.receipt}>
        <h2>{t('receipt.says.title')}</h2>
        {step === undefined ? null : <p><strong>{step}</strong></p>}
        <p className="measure">{optional(`receipt.kind.${receipt.kind}.says`) ?? optional(`receipt.kind.${receipt.kind}`) ?? receipt.kind}</p>
        <Facts rows={Object.entries(receipt.facts).map(([name, value]): [string, React.ReactNode] => [named(name), <FactValue key={name} kind={receipt.kind} name={name} value={value} />])} />
      </section>
      <section className={styles.receipt}>
        <h2>{t('receipt.by.title')}</h2>
        <Facts
          rows={[
            [t('receipt.statedBy'), <StatedBy key="by" text={receipt.statedBy} />],
            [t('column.time'), <span key="time"><TimeText at={receipt.time} /> <span className="muted num">{format.exact(receipt.time, 'UTC')}</span></span>],
            [t('frame.region'), <code key="region">{receipt.region}</code>],
            [t('receipt.producedBy'), <code key="build">{receipt.producedBy}</code>],
            [t('receipt.controls'), <span key="controls" className="mono">{receipt.controls.join(' ')}</span>],
          ]}
        />
      </section>
      <section className={styles.receipt}>
        <h2>{t('receipt.check.title')}</h2>
        <p className="measure" lang="en">
          <Plain text={receipt.check} />
        </p>
        <div className={styles.acts}>
          <Save path={`/receipts/${encodeURIComponent(receipt.id)}`} file={fileOf(receipt)} label={t('receipt.save')} />
        </div>
        <CopyLine value={verifyLine(fileOf(receipt))} label={t('receipt.command')} />
        <Facts rows={[[t('receipt.number'), <span key="number" className="num">{format.number(receipt.number)}</span>], [t('receipt.previous'), <code key="previous">{receipt.previous}</code>]]} />
      </section>
      <section className={styles.receipt}>
        <h2>{t('receipt.limits.title')}</h2>
        {limit === undefined ? null : <p className="measure">{limit}</p>}
        <p className="muted measure">{t('receipt.limits')}</p>
      </section>
    </div>
  );
}

/** One fact: moments and words in the reader's language; what was signed shows on hovering. */
function FactValue({ kind, name, value }: { kind: string; name: string; value: string }) {
  const format = useFormat();
  const optional = useOptionalText();
  const read = valueOf(kind, name, value);
  if (read.as === 'plain') return <Plain text={value} />;
  const text = read.as === 'day' ? format.day(value) : read.as === 'instant' ? format.exact(value) : optional(read.key ?? '');
  return text === undefined ? <Plain text={value} /> : <span title={value}>{text}</span>;
}

/** Who states it, in words, with the token or the name of the job. */
export function StatedBy({ text }: { text: string }) {
  const t = useText();
  const by = statedBy(text);
  return (
    <span>
      {by.kind === undefined ? null : `${t(`audit.kind.${by.kind}`)} `}
      <span className="mono">{by.name}</span>
    </span>
  );
}
