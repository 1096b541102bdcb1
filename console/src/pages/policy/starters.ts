/** Documents to begin with; each compiles as it is. */
export const STARTERS = [
  {
    name: 'open',
    text: `# Everything is inspected and recorded; nothing is blocked yet.
decryption:
  # Health and banking sites are never opened.
  - {name: private-sites, when: {category: [health, banking]}, then: tunnel}
  - {name: rest, then: inspect}
access:
  - {name: rest, then: allow}
`,
  },
  {
    name: 'office',
    text: `decryption:
  # Health and banking sites are never opened.
  - {name: private-sites, when: {category: [health, banking]}, then: tunnel}
  - {name: rest, then: inspect}
access:
  - {name: no-threats, when: {category: [malware, phishing]}, then: block}
  - {name: no-gambling, when: {category: [gambling, adult]}, then: block}
  - {name: rest, then: allow}
`,
  },
] as const;
