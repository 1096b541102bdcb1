import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { isProblem, onSignedOut } from '../api/call';
import { mantineTheme } from '../theme/mantine';
import { display, useDisplay, useScheme } from './display';
import { PolicyDraftProvider } from '../policy/draft';
import { router } from './routes';

const MAX_RETRIES = 2;

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // A refusal stays a refusal; only a service that did not answer is asked again.
      retry: (count, failure) => count < MAX_RETRIES && isProblem(failure) && (failure.status === 0 || failure.status >= 502),
      retryDelay: (count) => 500 * 2 ** count,
    },
  },
});

onSignedOut(() => {
  const here = location.pathname + location.search;
  location.assign('/sign-in?lang=' + display().language + '&next=' + encodeURIComponent(here));
});

export function App() {
  const scheme = useScheme();
  useDisplay();
  return (
    <MantineProvider theme={mantineTheme} forceColorScheme={scheme} withCssVariables={false} withGlobalClasses={false}>
      <QueryClientProvider client={client}>
        <PolicyDraftProvider>
          <RouterProvider router={router} context={{ client }} />
        </PolicyDraftProvider>
        <Notifications position="bottom-right" />
      </QueryClientProvider>
    </MantineProvider>
  );
}
