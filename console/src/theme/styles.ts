import { OUTCOMES, themes, type Palette, type Scheme } from './tokens.ts';

/** The variables of one theme: our own (`--s-…`) and those of Mantine that depend on colour. */
function variables(palette: Palette): Record<string, string> {
  const own: Record<string, string> = {
    '--s-ground': palette.ground,
    '--s-raised': palette.raised,
    '--s-line': palette.line,
    '--s-text': palette.text,
    '--s-muted': palette.muted,
    '--s-control': palette.control,
    '--s-focus': palette.focus,
    '--s-link': palette.link,
    '--s-primary': palette.primary,
    '--s-on-primary': palette.onPrimary,
    '--s-primary-hover': palette.primaryHover,
    '--s-healthy': palette.healthy,
  };
  for (const outcome of OUTCOMES) {
    own[`--s-${outcome}-text`] = palette.badge[outcome].text;
    own[`--s-${outcome}-tint`] = palette.badge[outcome].tint;
    own[`--s-${outcome}-mark`] = palette.mark[outcome];
  }
  palette.series.forEach((colour, i) => (own[`--s-series-${i + 1}`] = colour));
  return { ...own, ...mantine(palette) };
}

function mantine(palette: Palette): Record<string, string> {
  return {
    '--mantine-color-body': palette.ground,
    '--mantine-color-text': palette.text,
    '--mantine-color-bright': palette.text,
    '--mantine-color-dimmed': palette.muted,
    '--mantine-color-placeholder': palette.muted,
    '--mantine-color-anchor': palette.link,
    '--mantine-color-default': palette.ground,
    '--mantine-color-default-hover': palette.raised,
    '--mantine-color-default-color': palette.text,
    '--mantine-color-default-border': palette.control,
    '--mantine-color-error': palette.badge.blocked.text,
    '--mantine-color-disabled': palette.raised,
    '--mantine-color-disabled-color': palette.muted,
    '--mantine-color-disabled-border': palette.line,
    '--mantine-primary-color-filled': palette.primary,
    '--mantine-primary-color-filled-hover': palette.primaryHover,
    '--mantine-primary-color-light': palette.badge.monitored.tint,
    '--mantine-primary-color-light-hover': palette.badge.monitored.tint,
    '--mantine-primary-color-light-color': palette.badge.monitored.text,
    '--mantine-primary-color-contrast': palette.onPrimary,
    '--mantine-color-blue-filled': palette.primary,
    '--mantine-color-blue-filled-hover': palette.primaryHover,
    '--mantine-color-blue-light': palette.badge.monitored.tint,
    '--mantine-color-blue-light-hover': palette.badge.monitored.tint,
    '--mantine-color-blue-light-color': palette.badge.monitored.text,
    '--mantine-color-blue-outline': palette.primary,
    '--mantine-color-gray-light': palette.badge.allowed.tint,
    '--mantine-color-gray-light-hover': palette.line,
    '--mantine-color-gray-light-color': palette.badge.allowed.text,
    '--mantine-color-red-filled': palette.badge.blocked.text,
    '--mantine-color-red-filled-hover': palette.badge.blocked.text,
    '--mantine-color-red-light': palette.badge.blocked.tint,
    '--mantine-color-red-light-color': palette.badge.blocked.text,
  };
}

/** The style sheet made from the token table. */
export function tokenStyles(): string {
  return (Object.keys(themes) as Scheme[])
    .map((scheme) => {
      const rows = Object.entries(variables(themes[scheme])).map(([name, value]) => `  ${name}: ${value};`);
      return `:root[data-mantine-color-scheme='${scheme}'] {\n  color-scheme: ${scheme};\n${rows.join('\n')}\n}`;
    })
    .join('\n');
}
