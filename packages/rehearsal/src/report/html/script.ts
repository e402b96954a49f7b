/**
 * The page's script: it filters the table of resources and opens an action that is linked to. Without it everything is
 * shown.
 */
export const script = `
(() => {
  const filters = document.getElementById('resource-filters');
  if (filters) {
    filters.hidden = false;
    const rows = [...document.querySelectorAll('#resource-table tbody tr')];
    const count = document.getElementById('resource-count');
    const apply = () => {
      const classes = new Set([...filters.querySelectorAll('[name=class]:checked')].map((box) => box.value));
      const environment = filters.querySelector('[name=environment]').value;
      const text = filters.querySelector('[name=text]').value.trim().toLowerCase();
      let shown = 0;
      for (const row of rows) {
        const fits = classes.has(row.dataset.class)
          && (environment === '' || row.dataset.environment === environment)
          && (text === '' || row.textContent.toLowerCase().includes(text));
        row.hidden = !fits;
        if (fits) shown += 1;
      }
      count.textContent = shown + ' of ' + rows.length + ' resources';
    };
    filters.addEventListener('input', apply);
    apply();
  }
  const open = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    for (let part = target && target.closest('details'); part; part = part.parentElement.closest('details')) part.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener('hashchange', open);
  open();
})();
`;
