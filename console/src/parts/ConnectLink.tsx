import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMay } from '../app/me';
import { useText } from '../i18n';

/** The way from an empty page to its first event. */
export function ConnectLink() {
  const t = useText();
  return useMay('settings.read') ? (
    <Button component={Link} to="/on-ramps" size="xs">
      {t('connect.device')}
    </Button>
  ) : null;
}
