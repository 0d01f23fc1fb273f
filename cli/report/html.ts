/** Text as it stands in HTML and in attributes between double quotes. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Colours and type of the report, light or dark as the reader prefers. */
export const REPORT_STYLE = `
:root{color-scheme:light dark;--page:#fbf8f2;--card:#fff;--line:#e7dfd0;--text:#2d2a35;--soft:#746e80;--accent:#d08a10;
--agent:#c2553a;--wiped:#8d86a3;--known:#2f8f6b;--chance:#a59d8f;--e0:#86abd9;--e1:#5f8fcb;--e2:#3a6fb2;--e3:#214f8c;--e4:#123566;--e5:#0a2247}
@media(prefers-color-scheme:dark){:root{--page:#1b1a21;--card:#24232c;--line:#3a3845;--text:#ece9f3;--soft:#a8a2b6;--accent:#ffcf4d;
--agent:#ff9d73;--wiped:#9d96b5;--known:#58c99f;--chance:#8d8677;--e0:#5479ad;--e1:#648fc8;--e2:#7ba7dd;--e3:#a9cbf2;--e4:#cfe2fa;--e5:#eef5ff}}
*{box-sizing:border-box}body{margin:0;background:var(--page);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
main{max-width:960px;margin:0 auto;padding:40px 20px 64px}h1{font-size:30px;line-height:1.2;margin:0 0 6px;letter-spacing:-.01em}
h2{font-size:19px;margin:0 0 4px}h3{font-size:16px;margin:22px 0 4px}p{margin:0 0 12px}.soft,small{color:var(--soft)}.eyebrow{color:var(--accent);font-weight:650;margin:0 0 4px;font-size:14px}
.chips{display:flex;flex-wrap:wrap;gap:6px;margin:14px 0 24px;padding:0;list-style:none}.chips li{border:1px solid var(--line);border-radius:99px;padding:1px 11px;font-size:13.5px;color:var(--soft)}
.figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(200px,1fr));gap:14px;margin:0 0 18px}
.card{background:var(--card);border:1px solid var(--line);border-radius:14px;padding:20px 22px;margin:0 0 18px;overflow-x:auto}.figures .card{margin:0;padding:16px 20px}
.figure{font-size:24px;font-weight:650;line-height:1.3;white-space:nowrap;font-variant-numeric:tabular-nums}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:14.5px}th,td{padding:6px 10px;text-align:right;border-bottom:1px solid var(--line);white-space:nowrap}
th:first-child,td:first-child{text-align:left;padding-left:0}th{color:var(--soft);font-weight:500}tr.agent td{font-weight:650}td.about.about{font-weight:400;text-align:left;white-space:normal;color:var(--soft);min-width:220px}
pre{margin:10px 0 0;font:13px/1.5 ui-monospace,Menlo,Consolas,monospace;overflow-x:auto}summary{cursor:pointer;color:var(--soft)}
.chart{display:block;width:100%;height:auto}.chart text{font:13px system-ui,sans-serif;fill:var(--soft)}.chart .axis{fill:var(--text)}.grid{stroke:var(--line)}
.series polyline{fill:none;stroke:currentColor;stroke-width:2.2;stroke-linejoin:round}.series circle{fill:currentColor}.series .interval{stroke:currentColor;stroke-width:2}.dashed polyline{stroke-dasharray:6 5;stroke-width:1.6}
.label text{fill:currentColor}.label path{stroke:currentColor;fill:none;opacity:.5}
.agent-line{color:var(--agent)}.wiped-line{color:var(--wiped)}.known-line{color:var(--known)}.chance-line{color:var(--chance)}
${[0, 1, 2, 3, 4, 5].map((i) => `.episode-${i}{color:var(--e${i})}`).join('')}
.episodes{display:flex;flex-wrap:wrap;gap:18px;margin-top:10px}.episodes figure{margin:0;flex:1 1 170px;max-width:280px}.episodes svg{width:100%;height:auto;display:block}figcaption b::first-letter{text-transform:uppercase}.film figure{flex:1 1 100%;max-width:none;display:flex;flex-direction:column-reverse;gap:6px}.film svg{min-width:640px}figcaption{font-size:14px;margin-top:4px}figcaption b{display:block}
`.replaceAll('\n', '');
