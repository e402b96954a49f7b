/** The page's style, for light and dark, wide and narrow, screen and paper. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f6f7f9; --card: #fff; --ink: #1b2330; --soft: #596375; --line: #dde2ea; --accent: #2454c6;
  --good: #14713d; --good-bg: #e2f4e9; --bad: #b3261e; --bad-bg: #fce8e6; --warn: #8a5300; --warn-bg: #fdf0d9; --mute: #596375; --mute-bg: #eceff3;
  --exercised: #1c8a4d; --created: #3b73d9; --accepted: #8b6fd0; --stoodIn: #c98a1b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12161d; --card: #1a2029; --ink: #e6eaf1; --soft: #a0abbd; --line: #2d3644; --accent: #8db0ff;
    --good: #6fd79a; --good-bg: #16301f; --bad: #ff9d94; --bad-bg: #3b1a18; --warn: #f3be6b; --warn-bg: #362811; --mute: #a0abbd; --mute-bg: #262e3a;
    --exercised: #4cc07f; --created: #6f9df0; --accepted: #b29bea; --stoodIn: #e0aa4a;
  }
}
* { box-sizing: border-box; }
html { scroll-behavior: smooth; }
@media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
code { font: 0.9em/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 8px; top: 8px; background: var(--card); padding: 6px 10px; }
header, main { max-width: 1180px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 32px; padding-bottom: 20px; }
.kicker { margin: 0; color: var(--soft); font-size: 13px; letter-spacing: .04em; text-transform: uppercase; }
h1 { margin: 8px 0; font-size: 30px; line-height: 1.2; }
h1 .badge { font-size: inherit; padding: 4px 16px 4px 12px; }
h2 { margin: 40px 0 14px; font-size: 20px; } h3 { margin: 20px 0 10px; font-size: 16px; } h4 { margin: 0 0 8px; font-size: 15px; }
.reason { margin: 0 0 18px; font-size: 17px; white-space: pre-line; overflow-wrap: anywhere; } .reason small { color: var(--soft); font-size: 14px; }
.note, .time, .limit, .empty { color: var(--soft); font-size: 13px; font-weight: normal; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(190px, 1fr)); gap: 12px 24px; margin: 0; }
.facts .wide { grid-column: span 2; }
.facts dt { color: var(--soft); font-size: 12px; } .facts dd { margin: 0; overflow-wrap: anywhere; }
.badge { display: inline-block; padding: 1px 9px 1px 7px; border-radius: 99px; font-size: 12.5px; font-weight: 600; white-space: nowrap; background: var(--mute-bg); color: var(--mute); }
.badge.good { background: var(--good-bg); color: var(--good); } .badge.bad { background: var(--bad-bg); color: var(--bad); } .badge.warn { background: var(--warn-bg); color: var(--warn); }
.callout { padding: 12px 16px; border-radius: 8px; border-left: 4px solid var(--line); background: var(--card); }
.callout ul { margin: 6px 0 0; padding-left: 20px; }
.callout.warn { border-color: var(--stoodIn); background: var(--warn-bg); } .callout.good { border-color: var(--exercised); }
.flow { list-style: none; display: flex; flex-wrap: wrap; gap: 14px 26px; margin: 0; padding: 0; overflow: clip; }
.stage { position: relative; flex: 1 1 170px; max-width: 260px; background: var(--card); border: 1px solid var(--line); border-top: 3px solid var(--mute); border-radius: 8px; padding: 10px 14px 12px; }
.stage.good { border-top-color: var(--good); } .stage.bad { border-top-color: var(--bad); } .stage.warn { border-top-color: var(--stoodIn); }
.stage:not(:first-child)::before { content: "→"; position: absolute; left: -21px; top: 14px; color: var(--soft); }
.stage h3 { margin: 0; overflow-wrap: anywhere; } .stage p { margin: 2px 0 6px; }
.stage ul { list-style: none; margin: 0; padding: 0; } .stage li { display: flex; justify-content: space-between; gap: 8px; font-size: 13.5px; }
.stage a, .files a { display: inline-block; min-height: 24px; }
.stage a { color: inherit; text-decoration: none; overflow-wrap: anywhere; } .stage a:hover { text-decoration: underline; }
.stage .time { white-space: nowrap; }
.dot { display: inline-block; width: 8px; height: 8px; margin-right: 7px; border-radius: 50%; background: var(--mute); opacity: .55; }
.dot.good { background: var(--good); opacity: 1; } .dot.bad { background: var(--bad); opacity: 1; border-radius: 0; } .dot.warn { background: var(--stoodIn); opacity: 1; transform: rotate(45deg); border-radius: 1px; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(280px, 1fr)); gap: 14px; }
.gate { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; }
.gate h4 { display: flex; justify-content: space-between; }
.gate dl { margin: 0; } .gate dl div { display: flex; justify-content: space-between; gap: 12px; border-top: 1px solid var(--line); padding: 3px 0; }
.gate dt { color: var(--soft); overflow-wrap: anywhere; } .gate dd { margin: 0; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; } .gate .limit { display: block; }
.gate details { margin: 0; border-top: 1px solid var(--line); } .gate summary { color: var(--soft); font-size: 13px; }
.reasons { margin: 0 0 8px; padding-left: 18px; }
.scroll { overflow: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
table { min-width: 640px; border-collapse: collapse; width: 100%; font-size: 13.5px; }
th, td { padding: 6px 12px; text-align: left; vertical-align: top; border-top: 1px solid var(--line); font-weight: normal; }
thead th { border-top: 0; color: var(--soft); font-size: 12px; white-space: nowrap; }
#resource-table { min-width: 900px; } .scroll:has(#resource-table) { max-height: 80vh; } #resource-table thead th { position: sticky; top: 0; background: var(--card); box-shadow: 0 1px var(--line); }
.text { white-space: pre-line; overflow-wrap: anywhere; min-width: 14em; }
details { margin: 0 0 8px; } details > summary { cursor: pointer; padding: 4px 0; }
details.action { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 4px 14px; } details.action[open] { padding-bottom: 12px; }
.files { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 8px 0 0; padding: 0; list-style: none; font-size: 13.5px; }
header .files { margin: 0 0 18px; } header .files a + a { margin-left: 8px; }
details.action:target { border-color: var(--accent); }
.bar { display: flex; gap: 2px; height: 14px; border-radius: 7px; overflow: hidden; } .bar span { min-width: 2px; }
.bar .exercised, .tag.exercised::before { background: var(--exercised); } .bar .created, .tag.created::before { background: var(--created); }
.bar .accepted, .tag.accepted::before { background: var(--accepted); } .bar .stoodIn, .tag.stoodIn::before { background: var(--stoodIn); }
.tag { white-space: nowrap; } .tag::before { content: ""; display: inline-block; width: 9px; height: 9px; border-radius: 2px; margin-right: 6px; }
.legend { display: grid; grid-template-columns: repeat(auto-fit, minmax(240px, 1fr)); gap: 8px 20px; margin: 12px 0; } .legend dt { font-weight: 600; } .legend dd { margin: 0; color: var(--soft); font-size: 13px; }
.filters { display: flex; flex-wrap: wrap; gap: 8px 20px; align-items: end; margin: 14px 0 4px; } .filters[hidden] { display: none; }
fieldset { border: 0; margin: 0; padding: 0; } fieldset label { display: inline-flex; align-items: center; min-height: 24px; margin-right: 12px; } input[type=checkbox] { width: 24px; height: 24px; margin: 0 4px 0 0; } legend { padding: 0; color: var(--soft); font-size: 12px; }
select, input[type=search] { font: inherit; color: inherit; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 4px 8px; }
main { padding-bottom: 60px; }
@media (max-width: 640px) { table { min-width: 0; } th, td { padding: 6px 8px; } .text, tbody th { min-width: 8.5em; } .badge { white-space: normal; } .facts .wide { grid-column: auto; } header, main { padding-left: 14px; padding-right: 14px; } .stage { max-width: none; flex-basis: 100%; } .stage:not(:first-child)::before { content: "↓"; left: 14px; top: -23px; } }
@media print { .filters, .skip { display: none; } body { background: #fff; } .scroll { overflow: visible; max-height: none !important; } }
`;
