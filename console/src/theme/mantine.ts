import { createTheme, Drawer, Menu, Modal, Tooltip } from '@mantine/core';

/**
 * Only behaviour is set here. Looks come from static style sheets: nothing is injected into the page, so that
 * `style-src 'self'` holds.
 */
export const mantineTheme = createTheme({
  respectReducedMotion: true,
  defaultRadius: 'default',
  primaryColor: 'blue',
  components: {
    Modal: Modal.extend({ defaultProps: { lockScroll: false, transitionProps: { duration: 100, transition: 'fade' } } }),
    Drawer: Drawer.extend({ defaultProps: { lockScroll: false, position: 'right', transitionProps: { duration: 100, transition: 'fade' } } }),
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Tooltip: Tooltip.extend({ defaultProps: { events: { hover: true, focus: true, touch: true }, openDelay: 200, multiline: true, transitionProps: { duration: 80 } } }),
  },
});
