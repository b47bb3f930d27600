import{t as e}from"./gate.js";import{a as t,c as n,n as r,o as i,s as a}from"./fit.js";import{C as o,D as s,E as c,H as l,K as u,L as d,R as f,U as p,W as m,c as h,d as g,j as _,l as ee,o as v,q as y,r as b,t as x,v as S,x as C,z as w}from"./instants.js";import{a as te,i as ne,n as T,t as E}from"./text.js";function D(e){return`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-MPQcNC1UXRVmb0Du8ffk+09w2O3Y63Zql1MMxe9bgME='; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${O(p(re(e)))}</title>
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
</style>
</head>
<body>
<main>
${A(e)}
</main>
</body>
</html>
`}function O(e){return e.replace(/[&<>"']/g,e=>k[e]??``)}const k={"&":`&amp;`,"<":`&lt;`,">":`&gt;`,'"':`&quot;`,"'":`&#39;`};function re(e){let t=e.find(e=>e.kind===`heading`);return t===void 0?`azure-endpoint-planner`:f(t.children)}function A(e){return e.map(ie).join(`
`)}function ie(e){switch(e.kind){case`heading`:return M(`h${e.level-1}`,j(e.children));case`paragraph`:return M(`p`,j(e.children));case`table`:return ae(e);case`list`:return M(e.ordered?`ol`:`ul`,e.items.map(e=>M(`li`,j(e))).join(`
`));case`tasks`:return`<ul class="tasks">${e.items.map(({done:e,says:t})=>M(`li`,`${e?`☑`:`☐`} ${j(t)}`)).join(`
`)}</ul>`;case`fold`:return`<details>${M(`summary`,j(e.summary))}\n${A(e.blocks)}\n</details>`;case`alert`:return`<div class="alert ${e.tone}" role="note">\n${A(e.blocks)}\n</div>`;case`code-block`:return M(`pre`,M(`code`,O(e.lines.map(l).join(`
`))));case`timeline`:return oe(e.timeline)}}function ae({head:e,rows:t}){return`<div class="wide"><table>
<thead><tr>${e.map(e=>`<th scope="col">${O(p(e))}</th>`).join(``)}</tr></thead>
<tbody>
${t.map(e=>M(`tr`,e.map(e=>M(`td`,j(e))).join(``))).join(`
`)}
</tbody>
</table></div>`}function oe({lanes:e,total:t}){let n=e=>Math.round(1e3*e/Math.max(1,t)),r=({label:e,from:t,minutes:r,tone:i})=>M(`tr`,[M(`td`,O(p(e))),M(`td`,O(te(r,i))),`<td class="bar"><svg class="${i}" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"><rect x="${n(t)}" width="${Math.max(4,n(r))}" height="10"/></svg></td>`].join(``));return`<div class="wide"><table class="timeline">\n${e.flatMap(e=>[`<tr><th colspan="3" scope="rowgroup">${O(p(e.title))}</th></tr>`,...e.bars.map(r)]).join(`
`)}\n</table></div>`}function j(e){return e.map(se).join(``)}function se(e){switch(e.kind){case`text`:return O(p(e.text));case`code`:return M(`code`,O(u(e.text)));case`strong`:return M(`strong`,j(e.children));case`link`:return`<a href="${O(u(e.href))}" rel="noreferrer">${j(e.children)}</a>`;case`break`:return`<br>`}}function M(e,t){return`<${e}>${t}</${e}>`}const N=`schemaVersion tool redacted inputs projects number id rule verdict headline asWritten transitions connectionResets firewallUpdates dnsChanges
  stages maintenanceWindow hazards gaps noise decisions decision made
  title phase disruptive severity confidence kind change name zone version path what missing
  flow client clientKind clientName subnet subnetName service target targetName subresource fqdn evidence
  vnet vnetName value before after edit inChange says remedy names instead grounds effect cause workloads required min max minutes basis takes settles writes settling checks work deniedMinutes
  start end timeZone proposals because commands verify rollback pointOfNoReturn interruptions causedBy restoredBy
  bridge by status steps gate window windowRequired from run expect to causes intended affects howToFind
  stage step why origin file line address project source via blocker reason owner expires waived hash`.split(/\s+/),P=new Map(N.map((e,t)=>[e,t]));function F(e){return`${I(JSON.stringify(e,L,2))}\n`}function I(e){return e.replace(z,B)}function L(e,t){return typeof t!=`object`||!t||Array.isArray(t)?t:Object.fromEntries(Object.entries(t).sort(([e],[t])=>R(e)-R(t)||(e<t?-1:1)))}function R(e){return P.get(e)??P.size}const z=/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]|(?<=#)#(?=\[)/gu;function B(e){return[...Array(e.length).keys()].map(t=>`\\u${e.charCodeAt(t).toString(16).padStart(4,`0`)}`).join(``)}const V={detail:y,options:{}};function H(t){let{stage:n,ruling:r,overrideReason:i}=t,a=e(r),o=a?`may run`:`may not run`,s=!a&&i!==void 0;return[_(2,`Stage ${n.number} ${s?`runs outside its window`:o}`),d(w(S(V,n.title))),d(`${W(t)}`),...s?[U(t,i)]:[]]}function U({at:e},t){let n=S(V,t);return s(`warning`,[d(w(`The window is overridden.`),` Reason: `,n),d(`Asked at ${e}. Clients may be interrupted at a time that nobody agreed to.`)])}function W({ruling:e,timeZone:t,stage:n}){let r=e=>`${x(e,t)} (${e})`,i=e=>h({min:e,max:e});switch(e.kind){case`calm`:return`Nobody feels this stage: it needs no window.`;case`no-calendar`:return`Clients feel this stage, and neither the plan nor the config file has a calendar that says when.`;case`open`:return`There is time until ${r(e.until)}, ${i(e.left)} from now; the work takes ${h(n.minutes)}.${e.short?` Undoing it may end later than that.`:``}`;case`frozen`:return`The calendar is frozen until ${r(e.until)}: ${e.reason}`;case`early`:return`Its window is still to come: ${b(e.start,e.end,t)}.`;case`past`:return`Its window is over: ${b(e.start,e.end,t)}. Plan again for the next one.`;case`late`:return`It is too late to begin: ${i(e.left)} are left until ${r(e.until)}, and the work takes up to ${i(e.needed)}. Plan again for the next window.`;case`closed`:return e.opens===void 0?`The calendar is closed, and does not open within two years.`:`The calendar is closed until ${r(e.opens)}.`;case`unplaced`:return`No opening of the calendar holds this stage or one before it, so no window is reserved: see window-never-fits in the plan.`}}const G={detail:y,options:{}};function K(e){return[_(2,`Change: `,S(G,e.headline)),d(`Verdict: ${c[e.verdict].word}. Approval binds to plan ${e.hash}, made by ${e.tool.name} `,S(G,e.tool.version),`.`),_(3,`When`),...ce(e),_(3,`Impact`),...le(e),_(3,`Risks`),...T(e.hazards.filter(ue).map(de),`None that is known.`),_(3,`Open questions`),...T(e.gaps.map(e=>S(G,`${e.missing} ${e.howToFind}`)),`None.`),...e.stages.length===0?[_(3,`Implementation`),d(`Apply the change; there are no stages.`)]:ne(e.stages,G)]}function ce({maintenanceWindow:e,stages:t}){let{required:n,minutes:r,because:i,proposals:a,timeZone:s}=e;if(!n)return[d(`At any time: no maintenance window is needed.`)];let c=d(`${h(r)}, the way back included. `,S(G,i)),l=a.map(e=>[S(G,b(e.start,e.end,s)),`: stage `,g(e.stages.map(o))]),u=t.filter(e=>e.disruptive&&e.window===void 0),f=u.length===0?[]:[`To be agreed: stage ${u.map(e=>e.number).join(`, `)}, of which no time is reserved`];return[c,...T([...l,...f],`To be agreed.`)]}function le(e){let t=e.stages.flatMap(e=>e.steps.flatMap(t=>t.interruptions.map(t=>({stage:e,one:t})))),n=t.filter(({one:e})=>C(e)||e.effect===`reset`||e.effect===`name-changes`).map(({stage:e,one:t})=>[`Stage ${o(e.number)}: `,ee(G,t)]),r=t.filter(({one:e})=>C(e)).length,i=r===0?`In these stages nothing is denied.`:`In these stages ${v(r,`interruption`)} of new requests remain.`;return[d(i),...T(n,`Nobody is known to feel it.`)]}function ue({severity:e,waived:t}){return e!==`notice`||t!==void 0}function de({says:e,remedy:t,rule:n,severity:r,waived:i}){let a=i===void 0?``:` Accepted by ${i.owner} until ${i.expires}: ${i.reason}`;return S(G,`${r} (${n}): ${e} ${t}${a}`)}function fe(e){return`${q(e,2166136261)}${q(e,2538058380)}`}function q(e,t){let n=t;for(let t=0;t<e.length;t+=1)n=Math.imul(n^e.charCodeAt(t),16777619);return n=Math.imul(n^n>>>15,739982445),((n^n>>>13)>>>0).toString(16).padStart(8,`0`)}const J={outage:`error`,risk:`warning`,notice:`note`};function pe(e,t={}){let n=e.hazards.slice(0,25e3),r=[...new Map(n.toReversed().map(e=>[X(e),e])).values()],i={$schema:`https://json.schemastore.org/sarif-2.1.0.json`,version:`2.1.0`,runs:[{tool:{driver:{name:e.tool.name,semanticVersion:e.tool.version,rules:r.map(e=>me(e,t))}},columnKind:`utf16CodeUnits`,results:he(n,r.map(X),t.folder??``),properties:{verdict:e.verdict,headline:Z(e.headline),planHash:e.hash}}]};return`${I(JSON.stringify(i,void 0,2))}\n`}function me(e,{rulesUrl:t}){let{rule:n,severity:r,remedy:i,source:a}=e,[,o]=/^(https:\/\/learn\.microsoft\.com\/[\w\-./]{1,200})(?=$|[\s;?#])/.exec(a)??[],s=t!==void 0&&/^[a-z0-9-]{1,80}$/.test(n)?`${t}${n}.md`:o;return{id:X(e),shortDescription:{text:X(e)},help:{text:Z(i)||Z(a)||X(e)},...s===void 0?{}:{helpUri:s},defaultConfiguration:{level:J[r]}}}function he(e,t,n){let r=new Map(t.map((e,t)=>[e,t])),i=new Map;return e.map(e=>{let t=fe(ge(e)),a=(i.get(t)??0)+1;return i.set(t,a),{ruleId:X(e),ruleIndex:r.get(X(e)),level:J[e.severity],message:{text:ye(Z(`${e.says} ${e.remedy}`))||X(e)},locations:[_e(e,n)],partialFingerprints:{primaryLocationLineHash:`${t}:${a}`},properties:{confidence:e.confidence,...e.stage===void 0?{}:{stage:e.stage}},...ve(e)}})}function ge({rule:e,flow:t,origin:n}){let r=t===void 0?[]:[t.client,t.target,t.subresource];return JSON.stringify([e,...r,n.project??``,n.address||n.file])}function _e({origin:e},t){let n={startLine:Math.max(1,e.line??1)};return{physicalLocation:{artifactLocation:{uri:Y(e.file,t)},region:n},...e.address===``?{}:{logicalLocations:[{fullyQualifiedName:m(p(e.address),1e3)}]}}}function Y(e,t){if(e===``||e===`-`)return`standard-input`;let n=[t,e].flatMap(e=>e.split(/[\\/]/)).filter(e=>e!==``&&e!==`.`).join(`/`);return m(u(n),1e3).split(`/`).map(encodeURIComponent).join(`/`)||`.`}function ve({waived:e}){return e===void 0?{}:{suppressions:[{kind:`external`,status:`accepted`,justification:Z(`${e.reason} (${e.owner}, until ${e.expires})`)}]}}function X({rule:e}){return Z(e)||`hazard`}function Z(e){return m(p(e).trim(),4e3)}function ye(e){return e.replace(/[\\[\]]/g,`\\$&`)}const be=[`text`,`markdown`,`json`,`html`,`sarif`,`mermaid`,`ticket`];function Q(e,o,s={}){switch(o){case`json`:return F(e);case`sarif`:return pe(e,s);case`mermaid`:return`${n(i(e)).join(`
`)}\n`;case`ticket`:return E(K(e),{colour:!1});case`markdown`:return s.budget===void 0?a(t(e,s)):r(e,s.budget,s);case`text`:case`html`:return $(t(e,s),o,s.terminal)}}async function xe(e,t,n={}){if(t!==`ics`)return Q(e,t,n);let{ics:r}=await import(`./ics.js`);return r(e,n.now)}function Se(t,n,r){if(n!==`json`)return $(H(t),n,r);let{stage:i,ruling:a,...o}=t,s={stage:i.number,allowed:e(a),...o,ruling:a};return`${JSON.stringify(s,void 0,2)}\n`}function $(e,t,n){switch(t){case`text`:return E(e,n??{colour:!1});case`markdown`:return a(e);case`html`:return D(e)}}export{Se as a,xe as i,Q as n,$ as r,be as t};