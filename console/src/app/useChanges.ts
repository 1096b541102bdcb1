import { useQuery } from '@tanstack/react-query';
import { queries } from '../api/queries';
import { useMay } from './me';

/** Whether anything can be changed now: a locked licence closes every change but those that the law asks for. */
export function useChanges(): boolean {
  const may = useMay('licence.read');
  const licence = useQuery({ ...queries.licence(), enabled: may });
  return licence.data === undefined || licence.data.works.includes('changes');
}
