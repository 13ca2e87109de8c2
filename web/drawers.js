// Runs once when the page appears: the panels that slide in over it, one at a time.
const names = ['conversations', 'articles', 'quality', 'settings'];
const drawer = name => document.querySelector(`#${name}`);
const opener = name => document.querySelector(`#${name}-open`);
const is_open = name => drawer(name)?.dataset.open === 'true';

const show = (name, open) => {
  drawer(name).dataset.open = open;
  opener(name).setAttribute('aria-expanded', open);
};

const close = name => {
  show(name, false);
  opener(name).focus({ preventScroll: true });
};

document.addEventListener('click', event => {
  for (const name of names) {
    if (event.target.closest(`#${name} button.close`)) close(name);
    if (!event.target.closest(`#${name}-open`)) continue;
    if (is_open(name)) return close(name);
    names.filter(is_open).forEach(other => show(other, false));
    show(name, true);
    drawer(name).querySelector('button.close').focus({ preventScroll: true });
  }
});

document.addEventListener('keydown', event => {
  const name = event.key === 'Escape' && names.find(is_open);
  const own = event.target.closest('[data-escape]'); // a form or a menu that Escape closes first
  if (!name || (own && (own.open ?? !own.hidden))) return;
  event.stopImmediatePropagation();
  close(name);
}, true);
