/** The page's whole style. Its hash stands below: the page permits this style and no other. */
export const htmlStyle = `
:root { color-scheme: light dark; --ink: #1f2328; --paper: #fff; --faint: #59636e; --line: #d1d9e0; --shade: #f6f8fa; --link: #0969da; --caution: #cf222e; --warning: #9a6700; }
@media (prefers-color-scheme: dark) { :root { --ink: #f0f6fc; --paper: #0d1117; --faint: #9198a1; --line: #3d444d; --shade: #151b23; --link: #4493f8; --caution: #f85149; --warning: #d29922; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: 0 0 1rem; padding-bottom: .5rem; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 1.75rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p, ul, ol { margin: .5rem 0; max-width: 60rem; }
li { margin: .35rem 0; overflow-wrap: anywhere; }
p { overflow-wrap: anywhere; }
ul.tasks { list-style: none; padding-left: 0; }
ul.tasks li { padding-left: 1.5em; text-indent: -1.5em; }
td code { overflow-wrap: break-word; }
a { color: var(--link); }
.wide { overflow-x: auto; margin: .5rem 0; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { border: 1px solid var(--line); padding: .35rem .6rem; text-align: left; vertical-align: top; overflow-wrap: break-word; max-width: 24rem; }
th { background: var(--shade); font-weight: 600; white-space: nowrap; }
code { font: .87em/1.45 ui-monospace, SFMono-Regular, Consolas, "Liberation Mono", monospace; background: var(--shade); border-radius: 4px; padding: .1em .3em; overflow-wrap: anywhere; }
pre { background: var(--shade); border: 1px solid var(--line); border-radius: 6px; padding: .75rem; overflow-x: auto; }
pre code { background: none; padding: 0; }
details { border: 1px solid var(--line); border-radius: 6px; padding: .5rem .75rem; margin: .5rem 0; }
details details { border-style: dashed; }
summary { cursor: pointer; font-weight: 600; overflow-wrap: anywhere; }
.timeline { width: 100%; }
.timeline td { max-width: none; vertical-align: middle; }
.timeline .bar { width: 50%; padding: 0; }
.timeline svg { display: block; width: 100%; height: 1.2rem; fill: var(--link); }
.timeline .felt { fill: var(--caution); }
.timeline .undo { fill: var(--line); }
.timeline .people { fill: var(--faint); }
.alert { border-left: 4px solid var(--line); padding: .25rem 1rem; margin: 1rem 0; background: var(--shade); }
.caution { border-color: var(--caution); }
.warning { border-color: var(--warning); }
main > p:last-child { color: var(--faint); border-top: 1px solid var(--line); margin-top: 2rem; padding-top: .75rem; font-size: .85rem; }
@media print {
  :root { --ink: #000; --paper: #fff; --faint: #444; --line: #999; --shade: #f4f4f4; --link: #000; }
  body { font-size: 10pt; }
  main { max-width: none; padding: 0; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  .wide { overflow: visible; }
  h1, h2, h3, summary { break-after: avoid; }
  tr, pre { break-inside: avoid; }
}
`;

/** SHA-256 of the style between its tags, as a content security policy names it; a test computes it again. */
export const htmlStyleHash = 'sha256-MPQcNC1UXRVmb0Du8ffk+09w2O3Y63Zql1MMxe9bgME=';
