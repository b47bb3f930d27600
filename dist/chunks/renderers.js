import{C as e,S as t,_ as n,a as r,b as i,n as a,x as o}from"./fit.js";function s(e){return`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-FjHv2UTPScjj+SOPhnm4gfu9n6ktZ51cyE+0H6YWHao='; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${c(t(u(e)))}</title>
<style>
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
</style>
</head>
<body>
<main>
${d(e)}
</main>
</body>
</html>
`}function c(e){return e.replace(/[&<>"']/g,e=>l[e]??``)}const l={"&":`&amp;`,"<":`&lt;`,">":`&gt;`,'"':`&quot;`,"'":`&#39;`};function u(e){let t=e.find(e=>e.kind===`heading`);return t===void 0?`azure-endpoint-planner`:n(t.children)}function d(e){return e.map(f).join(`
`)}function f(e){switch(e.kind){case`heading`:return g(`h${e.level-1}`,m(e.children));case`paragraph`:return g(`p`,m(e.children));case`table`:return p(e);case`list`:return g(e.ordered?`ol`:`ul`,e.items.map(e=>g(`li`,m(e))).join(`
`));case`tasks`:return`<ul class="tasks">${e.items.map(({done:e,says:t})=>g(`li`,`${e?`☑`:`☐`} ${m(t)}`)).join(`
`)}</ul>`;case`fold`:return`<details>${g(`summary`,m(e.summary))}\n${d(e.blocks)}\n</details>`;case`alert`:return`<div class="alert ${e.tone}" role="note">\n${d(e.blocks)}\n</div>`;case`code-block`:return g(`pre`,g(`code`,c(e.lines.map(o).join(`
`))))}}function p({head:e,rows:n}){return`<div class="wide"><table>
<thead><tr>${e.map(e=>`<th scope="col">${c(t(e))}</th>`).join(``)}</tr></thead>
<tbody>
${n.map(e=>g(`tr`,e.map(e=>g(`td`,m(e))).join(``))).join(`
`)}
</tbody>
</table></div>`}function m(e){return e.map(h).join(``)}function h(n){switch(n.kind){case`text`:return c(t(n.text));case`code`:return g(`code`,c(e(n.text)));case`strong`:return g(`strong`,m(n.children));case`link`:return`<a href="${c(e(n.href))}" rel="noreferrer">${m(n.children)}</a>`;case`break`:return`<br>`}}function g(e,t){return`<${e}>${t}</${e}>`}const _=`schemaVersion tool inputs number id rule verdict headline asWritten transitions connectionResets firewallUpdates dnsChanges
  stages maintenanceWindow hazards gaps noise
  title phase disruptive severity confidence kind change name zone version path what missing
  flow client clientKind clientName subnet subnetName service target targetName subresource fqdn evidence
  vnet vnetName value before after edit inChange says remedy effect cause workloads required min max minutes deniedMinutes
  start end timeZone proposals because commands verify rollback pointOfNoReturn interruptions causedBy restoredBy
  bridge by status steps gate window from run expect to causes intended affects howToFind
  stage step why origin file line address project source via blocker reason owner expires waived hash`.split(/\s+/),v=new Map(_.map((e,t)=>[e,t]));function y(e){return`${JSON.stringify(e,b,2).replace(S,C)}\n`}function b(e,t){return typeof t!=`object`||!t||Array.isArray(t)?t:Object.fromEntries(Object.entries(t).sort(([e],[t])=>x(e)-x(t)||(e<t?-1:1)))}function x(e){return v.get(e)??v.size}const S=/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]|(?<=#)#(?=\[)/gu;function C(e){return[...Array(e.length).keys()].map(t=>`\\u${e.charCodeAt(t).toString(16).padStart(4,`0`)}`).join(``)}function w(e,t){return k(e).flatMap(e=>A(e,t))}function T(e,t){return k(e).flatMap(e=>A(e.flatMap(e=>M(e,t)),t))}function E(e){return e.reduce((e,t)=>e+D(t.text),0)}function D(e){return/^[\x20-\x7e]*$/.test(e)?e.length:[...e].reduce((e,t)=>e+(O.test(t)?0:ee.test(t)?2:1),0)}const O=/\p{M}/u,ee=/[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;function k(e){let t=[[]],n=[],r=()=>{n.length>0&&t.at(-1)?.push(n),n=[]};for(let i of e)for(let e of i.text.split(/( |\n)/))e===` `||e===`
`?r():e!==``&&n.push({...i,text:e}),e===`
`&&t.push([]);return r(),t}function A(e,t){let n=[],r=0;for(let i of e){let e=E(i),a=n.at(-1);a===void 0||r+1+e>t?(n.push([...i]),r=e):(a.push({text:` `,style:j(a.at(-1),i[0])},...i),r+=1+e)}return n.length===0?[[]]:n}function j(e,t){return e!==void 0&&e.style===t?.style?e.style:`plain`}function M(e,t){if(E(e)<=t)return[e];let n=[[]],r=0;for(let i of e)for(let e of i.text){let a=D(e);r+a>t&&(n.push([]),r=0),n.at(-1)?.push({...i,text:e}),r+=a}return n.map(N)}function N(e){let t=[];for(let n of e){let e=t.at(-1);e?.style===n.style?t[t.length-1]={...e,text:e.text+n.text}:t.push(n)}return t}const P={plain:``,bold:`1`,code:`36`,caution:`1;31`,warning:`1;33`,faint:`2`};function F(e,t){return`${L(e,{width:Math.max(40,t.width??100),paint:t.colour?I:e=>e.map(e=>e.text).join(``)}).join(`
`)}\n`}function I(e){return e.map(({text:e,style:t})=>P[t]===``||e===``?e:`\u001b[${P[t]}m${e}\u001b[0m`).join(``)}function L(e,t){return e.flatMap((e,n)=>n===0?R(e,t):[``,...R(e,t)])}function R(e,t){switch(e.kind){case`heading`:return B(X(e.children,`bold`),e.level,t);case`paragraph`:return V(``,e.children,t);case`table`:return W(e,t);case`list`:return e.items.flatMap((n,r)=>V(e.ordered?`${r+1}. `:`- `,n,t));case`tasks`:return e.items.flatMap(({done:e,says:n})=>V(e?`[x] `:`[ ] `,n,t));case`fold`:return[...B(X(e.summary,`bold`),3,t),...U(`  `,e.blocks,t)];case`alert`:return U(`${t.paint([{text:`┃`,style:e.tone}])} `,e.blocks,t);case`code-block`:return e.lines.map(e=>t.paint([{text:`    ${o(e)}`,style:`code`}]))}}const z={2:`═`,3:`─`};function B(e,t,n){let r=w(e,n.width),i=(z[t]??``).repeat(q(r));return[...r.map(e=>n.paint(H(e))),...i===``?[]:[i]]}function V(e,t,n){return w(X(t,`plain`),n.width-e.length).map((t,r)=>(r===0?e:` `.repeat(e.length))+n.paint(H(t)))}function H(e){return e.map((e,t)=>t===0?{...e,text:o(e.text)}:e)}function U(e,t,n){return L(t,{...n,width:n.width-2}).map(t=>(e+t).trimEnd())}function W({head:e,rows:n},r){let i=[e.map(e=>[{text:t(e),style:`bold`}]),...n.map(e=>e.map(e=>X(e,`plain`)))],a=G(i,r.width),o=i.map(e=>J(e,a,r)),s=a.map(e=>`─`.repeat(e)).join(`  `);return[...o[0]??[],s,...o.slice(1).flat()]}function G(e,t){let n=e.reduce((e,t)=>Math.max(e,t.length),0),r=Array.from({length:n},(t,n)=>e.reduce((e,t)=>Math.max(e,K(t[n]??[])),0)),i=r.reduce((e,t)=>e+t,2*(n-1))-t;for(;i>0;){let e=Math.max(...r);if(e<=6)break;let t=Math.max(6,...r.filter(t=>t<e)),n=r.indexOf(e),a=Math.max(t-1,e-i,6);r[n]=a,i-=e-a}return r}function K(e){return q(w(e,1/0))}function q(e){return e.reduce((e,t)=>Math.max(e,E(t)),0)}function J(e,t,n){let r=t.map((t,n)=>T(e[n]??[],t)),i=Math.max(1,...r.map(e=>e.length));return Array.from({length:i},(e,i)=>r.map((e,r)=>Y(H(e[i]??[]),t[r]??0,n)).join(`  `).trimEnd())}function Y(e,t,n){return n.paint(e)+` `.repeat(Math.max(0,t-E(e)))}function X(e,t){return e.flatMap(e=>Z(e,t))}function Z(n,r){switch(n.kind){case`text`:return[{text:t(n.text),style:r}];case`code`:return[{text:e(n.text||`(empty)`),style:r===`plain`?`code`:r}];case`strong`:return X(n.children,`bold`);case`link`:return[...X(n.children,r),{text:` (${e(n.href)})`,style:`faint`}];case`break`:return[{text:`
`,style:r}]}}const Q=[`text`,`markdown`,`json`,`html`];function te(e,t,n={}){return t===`json`?y(e):t===`markdown`&&n.budget!==void 0?a(e,n.budget,n):$(r(e,n),t,n.terminal)}function $(e,t,n){switch(t){case`text`:return F(e,n??{colour:!1});case`markdown`:return i(e);case`html`:return s(e)}}export{te as n,$ as r,Q as t};