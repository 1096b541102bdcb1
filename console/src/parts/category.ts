import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { queries } from '../api/queries';
import { useDisplay } from '../app/display';
import { useMay } from '../app/me';

/** The name of a category in the language in use; its identifier where there is no name (or no right to read them). */
export function useCategoryName(): (id: string) => string {
  const { language } = useDisplay();
  const may = useMay('policy.read');
  const taxonomy = useQuery({ ...queries.taxonomy(), enabled: may });
  const names = useMemo(() => new Map(taxonomy.data?.items.map((item) => [item.id, item.name[language]])), [taxonomy.data, language]);
  return useCallback((id) => names.get(id) ?? id, [names]);
}
