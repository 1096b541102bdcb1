import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useFormat } from '../app/format';
import { searchOf, type Scope } from '../query/filters';

/** A number that leads to the events behind it. */
export function Figure({ value, scope, children, className }: { value: number; scope: Scope; children?: ReactNode; className?: string }) {
  const format = useFormat();
  const short = format.short(value);
  const exact = format.number(value);
  return (
    <Link to="/log" search={searchOf(scope)} className={`num ${className ?? ''}`} title={short === exact ? undefined : exact}>
      {children ?? short}
    </Link>
  );
}
