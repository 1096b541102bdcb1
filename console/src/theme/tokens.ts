/**
 * The one table of colours (WCAG 2.2 ratios and colour-vision distances are recomputed from it in test/contrast.test.ts).
 * Everything else (style sheet, charts, editor) reads from here.
 */
export const OUTCOMES = ['allowed', 'monitored', 'warned', 'blocked', 'notInspected', 'error'] as const;
export type Outcome = (typeof OUTCOMES)[number];

export interface Tint {
  readonly text: string;
  readonly tint: string;
}

export interface Palette {
  readonly ground: string;
  readonly raised: string;
  readonly line: string;
  readonly text: string;
  readonly muted: string;
  readonly control: string;
  readonly focus: string;
  readonly link: string;
  readonly primary: string;
  readonly onPrimary: string;
  readonly primaryHover: string;
  readonly healthy: string;
  readonly badge: Readonly<Record<Outcome, Tint>>;
  /** Marks of outcomes in charts, stacked from bottom to top in this order. */
  readonly mark: Readonly<Record<Outcome, string>>;
  /** Series of charts that are not outcomes. */
  readonly series: readonly string[];
}

export const light: Palette = {
  ground: '#FFFFFF',
  raised: '#F5F6F8',
  line: '#E2E5EA',
  text: '#1B1F24',
  muted: '#56606B',
  control: '#7F8893',
  focus: '#0B5CAD',
  link: '#0B5CAD',
  primary: '#0B5CAD',
  onPrimary: '#FFFFFF',
  primaryHover: '#094C90',
  healthy: '#0C6B3F',
  badge: {
    allowed: { text: '#3F4955', tint: '#ECEFF3' },
    monitored: { text: '#0B5CAD', tint: '#E5F0FB' },
    warned: { text: '#7A4B00', tint: '#FFF3DC' },
    blocked: { text: '#A8200D', tint: '#FBE9E6' },
    notInspected: { text: '#0A655A', tint: '#E1F4F1' },
    error: { text: '#6B3392', tint: '#F3EAF9' },
  },
  mark: {
    allowed: '#8791A1',
    monitored: '#2F8FDB',
    warned: '#B87B00',
    blocked: '#B3200B',
    notInspected: '#0B6E62',
    error: '#7A3FA6',
  },
  series: ['#0B5CAD', '#B17AB8', '#3C2032', '#324319', '#569F7F', '#DC7418'],
};

export const dark: Palette = {
  ground: '#14171C',
  raised: '#1D2128',
  line: '#2C323B',
  text: '#E7E9EC',
  muted: '#A3ACB7',
  control: '#6F7985',
  focus: '#8CC4FF',
  link: '#6CB2F5',
  primary: '#6CB2F5',
  onPrimary: '#0B1B2B',
  primaryHover: '#8CC4FF',
  healthy: '#6CD3A0',
  badge: {
    allowed: { text: '#C3CAD3', tint: '#2A3038' },
    monitored: { text: '#6CB2F5', tint: '#132A40' },
    warned: { text: '#F2BC57', tint: '#35270D' },
    blocked: { text: '#FF8F7A', tint: '#3A1A16' },
    notInspected: { text: '#5CCFC0', tint: '#0F2F2B' },
    error: { text: '#C9A0EA', tint: '#2D1D3A' },
  },
  mark: {
    allowed: '#7C8795',
    monitored: '#4FA3E8',
    warned: '#FFC04D',
    blocked: '#E8442C',
    notInspected: '#8FE3D3',
    error: '#8F56C6',
  },
  series: ['#6CB2F5', '#B14389', '#C2A78E', '#638B4B', '#B6F7EA', '#D7EE63'],
};

export const themes = { light, dark } as const;
export type Scheme = keyof typeof themes;
