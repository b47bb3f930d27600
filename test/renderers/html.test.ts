import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { code, heading, link, paragraph } from '../../src/renderers/document.ts';
import { html } from '../../src/renderers/html.ts';
import { htmlStyle, htmlStyleHash } from '../../src/renderers/html-style.ts';
import { render } from '../../src/renderers/index.ts';
import { storageToPrivate } from './samples-storage.ts';

const page = render(storageToPrivate, 'html');

test('the page permits its own style and nothing else', () => {
  expect(htmlStyleHash).toBe(`sha256-${createHash('sha256').update(htmlStyle).digest('base64')}`);
  expect(page).toContain(
    `content="default-src 'none'; style-src '${htmlStyleHash}'; base-uri 'none'; form-action 'none'"`,
  );
});

test('the page runs nothing and fetches nothing', () => {
  expect(page).not.toMatch(
    /<(?:script|img|link|iframe|object|embed|form)\b|\bon\w+=|\bstyle=|url\(|@import/i,
  );
});

test('the page is named by its verdict', () => {
  expect(page).toContain('<title>🟠 Split: as one apply, snet-app is denied on stprodlake001');
});

test('names open no tag and leave no attribute', () => {
  const evil = '"><script>alert(1)</script>';
  const escaped = '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;';
  const body = html([heading(2, evil), paragraph(code(evil), link(`https://a/${evil}`, evil))]);
  expect(body).not.toContain('<script');
  expect(body).toContain(
    `<code>${escaped}</code><a href="https://a/${escaped}" rel="noreferrer">${escaped}</a>`,
  );
});
