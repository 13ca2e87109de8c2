// What the row of actions under an answer does. A part of the conversation's script: `element` and `trigger` are Gradio's.
{
  const SAID_FOR = 4000; // milliseconds that an outcome stands beside the buttons

  const tell = (button, said) => {
    const place = button.closest('.answer-actions').querySelector('.said');
    place.textContent = said;
    place.scrollIntoView({ block: 'nearest' });
    button.classList.add('acted');
    const live = document.querySelector('#live [role=status]');
    if (live) live.textContent = said;
    setTimeout(() => {
      if (place.textContent === said) place.textContent = '';
      button.classList.remove('acted');
    }, SAID_FOR);
  };

  const failed = button => tell(button, button.closest('.answer-actions').querySelector('.said').dataset.failed);

  const ACTS = {
    copy: async button => tell(button, await copy_answer(button.dataset.address)),
    link: async button => {
      await navigator.clipboard.writeText(new URL(button.dataset.address, location.href).href);
      tell(button, button.dataset.said);
    },
    again: async button => trigger('regenerate', { exchange: Number(button.dataset.exchange) }),
  };

  const close_menus = but => element.querySelectorAll('details.export[open]').forEach(menu => { menu.open = menu === but; });

  // Before the conversation's own listener, which takes any other button for a footnote.
  element.addEventListener('click', event => {
    const button = event.target.closest('button[data-act]');
    close_menus(event.target.closest('summary')?.parentElement);
    if (!button) return;
    event.stopPropagation();
    ACTS[button.dataset.act](button).catch(() => failed(button));
  }, true);

  document.addEventListener('click', event => { if (!element.contains(event.target)) close_menus(); });

  // A menu opens upwards, for answers end at the foot of the page, unless there is no room above it.
  element.addEventListener('toggle', event => {
    const menu = event.target.closest('details.export');
    if (!menu?.open) return;
    menu.classList.remove('below');
    const top = element.querySelector('.log').getBoundingClientRect().top;
    menu.classList.toggle('below', menu.querySelector('ul').getBoundingClientRect().top < top);
  }, true);

  element.addEventListener('keydown', event => {
    const menu = event.target.closest('details.export[open]');
    if (event.key !== 'Escape' || !menu) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector('summary').focus();
  });
}
