// Runs before the first paint, so that neither the theme nor the language flashes. Reads display preferences only.
(function () {
  var root = document.documentElement;
  var stored = {};
  try {
    stored = JSON.parse(localStorage.getItem('sekisho.display') || '{}');
  } catch {
    stored = {};
  }
  var dark = stored.theme === 'dark' || (stored.theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
  root.setAttribute('data-density', stored.density === 'compact' ? 'compact' : 'comfortable');
  var language = stored.language || (navigator.language || 'en').slice(0, 2);
  root.lang = language === 'ja' ? 'ja' : 'en';
})();
